/**
 * Checks AWS Signature Version 4 as a service would, written from its documentation and not from the signer: whoever signs
 * wrongly is refused here as there.
 */
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Everything but letters, digits and `-._~` as %XX; slashes stay. */
const escaped = (path: string): string =>
  path.replaceAll(/[^A-Za-z0-9\-._~/]/g, (sign) => {
    const bytes = [...Buffer.from(sign)];
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  });

/** @returns what is wrong with the request, or null */
export function signatureFault(
  request: IncomingMessage,
  body: Buffer,
  expected: { readonly service: string; readonly region: string; readonly secret: string },
): string | null {
  const { service, region, secret } = expected;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (!parts) return "there is no signature";
  const [, , day = "", inRegion, forService, signed = "", signature] = parts;
  if (inRegion !== region || forService !== service) return `signed for ${forService} in ${inRegion}`;
  const names = signed.split(";");
  const must = [
    "host",
    "x-amz-date",
    ...(request.headers["x-amz-security-token"] ? ["x-amz-security-token"] : []),
  ];
  const unsigned = must.filter((name) => !names.includes(name));
  if (unsigned.length > 0) return `${unsigned.join(", ")} is not signed`;
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const declared = request.headers["x-amz-content-sha256"];
  const canonical = [
    request.method,
    // S3 signs the path as it is sent, every other service with each part escaped once more.
    service === "s3" ? path : escaped(path),
    query,
    ...names.map((name) => `${name}:${String(request.headers[name] ?? "").trim()}`),
    "",
    signed,
    typeof declared === "string" ? declared : sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), "aws4_request");
  return hmac(key, text).toString("hex") === signature ? null : "the signature is another one";
}
