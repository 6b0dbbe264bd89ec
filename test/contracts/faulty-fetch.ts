/**
 * The network below Stripe's SDK, bad: what carries its requests is replaced, so that its own repeats see the faults. Faults
 * are ordered for a kind of request, and meet its tries one by one.
 */

export const fetchFaults = [
  /** nothing arrived */
  "lost_request",
  /** it was done, and the connection broke before the answer */
  "lost_answer",
  /** the answer never ends: the SDK's own patience does, before or after it was done */
  "hang",
  "hang_after",
  /** a 500 that is kept under the key and said again to every repeat, whether or not anything was done */
  "kept500_before",
  "kept500_after",
  /** a 500 before anything was done, of which nothing is kept */
  "error500",
  /** too many requests; with the header the SDK tries again by itself */
  "429",
  "429_retry",
  /** it was done, and half of the answer came */
  "truncated",
  /** another request holds the object */
  "lock_timeout",
] as const;
export type FetchFault = (typeof fetchFaults)[number];

export interface FaultyFetch {
  readonly fetch: typeof fetch;
  /** The next tries of requests of this kind (`POST /refunds$`, as a pattern) fail so; null is one that goes well. */
  order(request: RegExp, ...faults: readonly (FetchFault | null)[]): void;
  /** Whatever was ordered and has not happened yet never does. */
  forget(): void;
  /** From now on every so many tries one fails, in turn. */
  everyNth(n: number, faults: readonly FetchFault[]): void;
  /** tries that were made, failed ones included */
  readonly tries: number;
}

const refusal = (
  status: number,
  code: string,
  type: string,
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ error: { type, code, message: code } }), {
    status,
    headers: { "content-type": "application/json", "request-id": "req_bad_network", ...headers },
  });

const failed500 = (replayed = false): Response =>
  refusal(500, "api_error", "api_error", replayed ? { "idempotent-replayed": "true" } : {});

/** Ends when the SDK has had enough. */
const silence = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason)));

export function createFaultyFetch(): FaultyFetch {
  const ordered: { readonly request: RegExp; readonly fault: FetchFault | null }[] = [];
  const spentKeys = new Set<string>();
  let regular: { readonly n: number; readonly faults: readonly FetchFault[] } | null = null;
  let tries = 0;
  let counted = 0;
  const nextFault = (name: string): FetchFault | null => {
    const at = ordered.findIndex(({ request }) => request.test(name));
    if (at >= 0) return ordered.splice(at, 1)[0]?.fault ?? null;
    if (!regular || ++counted % regular.n !== 0) return null;
    return regular.faults[(counted / regular.n) % regular.faults.length] ?? null;
  };
  const badFetch = async (url: string, init: RequestInit): Promise<Response> => {
    tries++;
    const { pathname } = new URL(url);
    const key = new Headers(init.headers).get("idempotency-key");
    if (key !== null && spentKeys.has(key)) return failed500(true);
    const fault = nextFault(`${init.method ?? "GET"} ${pathname}`);
    const wasDone = ["lost_answer", "hang_after", "kept500_after", "truncated"].includes(fault ?? "");
    const answer = fault === null || wasDone ? await fetch(url, init) : null;
    switch (fault) {
      case null:
        return answer ?? Response.error();
      case "lost_request":
      case "lost_answer":
        throw new TypeError("fetch failed", {
          cause: Object.assign(new Error("closed"), { code: "ECONNRESET" }),
        });
      case "hang":
      case "hang_after":
        return silence(init.signal);
      case "kept500_before":
      case "kept500_after":
        if (key !== null) spentKeys.add(key);
        return failed500();
      case "error500":
        return failed500();
      case "429":
        return refusal(429, "rate_limit", "invalid_request_error");
      case "429_retry":
        return refusal(429, "rate_limit", "invalid_request_error", { "stripe-should-retry": "true" });
      case "lock_timeout":
        return refusal(409, "lock_timeout", "invalid_request_error");
      case "truncated": {
        const text = (await answer?.text()) ?? "";
        const headers = { "content-type": "application/json", "request-id": "req_bad_network" };
        return new Response(text.slice(0, text.length / 2), { status: 200, headers });
      }
    }
  };
  return {
    fetch: (input, init = {}) => badFetch(input instanceof Request ? input.url : String(input), init),
    order: (request, ...faults) => void ordered.push(...faults.map((fault) => ({ request, fault }))),
    forget: () => void ordered.splice(0),
    everyNth(n, faults) {
      regular = { n, faults };
    },
    get tries() {
      return tries;
    },
  };
}
