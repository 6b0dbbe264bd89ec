/**
 * fetch for AWS services that have no client of their own here: each request is signed by the SDK's own signer, has an end,
 * and is made again when nothing came back. A socket that was kept while the Lambda slept is often dead at the first use,
 * so everything that goes through here must be safe to repeat.
 */
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "./sha256.ts";

interface UnsignedRequest {
  readonly method: "GET" | "PUT" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export type SignedFetch = (address: URL, request: UnsignedRequest) => Promise<Response>;

interface SignedFetchOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly tries?: number;
  readonly timeoutMs?: number;
  readonly wait?: (ms: number) => Promise<void>;
}

export function createSignedFetch(options: SignedFetchOptions): SignedFetch {
  const { service, region, credentials, tries = 3, timeoutMs = 3000 } = options;
  const wait = options.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  // S3 alone signs a path as it is sent.
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });

  const send = async (address: URL, { method, headers, body }: UnsignedRequest): Promise<Response> => {
    const signed = await signer.sign({
      method,
      protocol: address.protocol,
      hostname: address.hostname,
      path: address.pathname,
      query: {},
      headers: { ...headers, host: address.host },
      body,
    });
    const { host: _, ...sent } = signed.headers;
    return fetch(address, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  };

  return async (address, request) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await send(address, request);
        if (attempt >= tries || (answer.status < 500 && answer.status !== 429)) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (attempt >= tries) throw error;
      }
      await wait(Math.random() * 50 * 2 ** attempt);
    }
  };
}
