/**
 * fetch for AWS services that have no client of their own here: each request is signed (Signature Version 4), has an end,
 * and is made again when nothing came back. A socket that was kept while the Lambda slept is often dead at the first use,
 * so everything that goes through here must be safe to repeat.
 */
import { AwsClient } from "aws4fetch";

export type SignedFetch = (address: URL, init: RequestInit) => Promise<Response>;

export interface SignedFetchOptions {
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
  const client = new AwsClient({ ...credentials, service, region, retries: 0 });
  return async (address, init) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await client.fetch(address.href, { ...init, signal: AbortSignal.timeout(timeoutMs) });
        if (attempt >= tries || (answer.status < 500 && answer.status !== 429)) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (attempt >= tries) throw error;
      }
      await wait(Math.random() * 50 * 2 ** attempt);
    }
  };
}
