/** SES's SendEmail on loopback, strict: what SES would refuse is refused, and a message must be one that a parser reads. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Email } from "postal-mime";
import PostalMime from "postal-mime";
import { signatureFault } from "./sigv4.ts";

/** `reset`: the request is lost; `lost answer`: it is sent, and nobody hears so; else answered with that status and type */
type Fault = "reset" | "lost answer" | { readonly status: number; readonly type: string };

interface SesStandIn {
  readonly origin: string;
  readonly sent: Email[];
  readonly faults: Fault[];
  close(): Promise<void>;
}

export async function startSesStandIn(of: {
  readonly region: string;
  readonly secret: string;
  /** the identity that was verified */
  readonly domain: string;
}): Promise<SesStandIn> {
  const sent: Email[] = [];
  const faults: Fault[] = [];

  const refusal = async (request: IncomingMessage, body: Buffer): Promise<string | Email> => {
    const fault = signatureFault(request, body, { service: "ses", region: of.region, secret: of.secret });
    if (fault !== null) return `InvalidSignatureException`;
    if (request.method !== "POST" || request.url !== "/v2/email/outbound-emails") return "NotFoundException";
    if (request.headers["content-type"] !== "application/json") return "BadRequestException";
    const { FromEmailAddress: from, Destination, Content, ...others } = JSON.parse(body.toString());
    if (Object.keys(others).length > 0) return "BadRequestException";
    const to = Destination?.ToAddresses;
    const data = Content?.Raw?.Data;
    if (!Array.isArray(to) || to.length !== 1 || typeof data !== "string") return "BadRequestException";
    if (Buffer.from(data, "base64").toString("base64") !== data) return "BadRequestException";
    const raw = Buffer.from(data, "base64").toString("latin1");
    // Lines of RFC 5322: CRLF alone, at most 998 signs, and ASCII where no part says otherwise.
    const lines = raw.split("\r\n");
    if (lines.some((line) => /[\r\n]/.test(line) || line.length > 998 || /[^\t\x20-\x7e]/.test(line)))
      return "MessageRejected";
    if (
      raw
        .split("\r\n\r\n")[0]
        ?.split("\r\n")
        .some((line) => line.length > 200)
    )
      return "MessageRejected";
    const mail = await PostalMime.parse(raw);
    if (mail.from?.address !== from || !String(from).endsWith(`@${of.domain}`)) return "MessageRejected";
    if (mail.to?.length !== 1 || mail.to[0]?.address !== to[0]) return "MessageRejected";
    return mail;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const fault = faults.shift();
    if (fault === "reset") return void response.destroy();
    const said = typeof fault === "object" ? fault.type : await refusal(request, Buffer.concat(parts));
    if (typeof said === "string") {
      const status =
        typeof fault === "object" ? fault.status : said === "InvalidSignatureException" ? 403 : 400;
      return void response
        .writeHead(status, { "x-amzn-errortype": said })
        .end(JSON.stringify({ message: said }));
    }
    sent.push(said);
    if (fault === "lost answer") return void response.destroy();
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ MessageId: `0100-${sent.length}` }));
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) throw new Error("the stand-in does not listen");
  return {
    origin: `http://127.0.0.1:${bound.port}`,
    sent,
    faults,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
