/** The frames' way out on AWS: the gateway holds the connections, and its management API posts to them. */
import type { Connections } from "./port.ts";

interface ApiGatewayConnectionsOptions {
  /** `https://<api>.execute-api.<region>.amazonaws.com/<stage>` */
  readonly endpoint: URL;
  /** signs for execute-api; a frame that is posted twice has the same message id, and a station takes it once */
  readonly fetch: (
    address: URL,
    request: {
      readonly method: "POST";
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    },
  ) => Promise<Response>;
}

export function createApiGatewayConnections({ endpoint, fetch }: ApiGatewayConnectionsOptions): Connections {
  const base = endpoint.href.replace(/\/$/, "");
  return {
    async post(connection, frame) {
      try {
        const answer = await fetch(new URL(`${base}/@connections/${encodeURIComponent(connection)}`), {
          method: "POST",
          headers: { "content-type": "text/plain" },
          body: frame,
        });
        await answer.body?.cancel();
        if (answer.status === 200) return "posted";
        return answer.status === 410 ? "gone" : "unknown";
      } catch {
        // Perhaps it went out all the same: the pending call stays, and its deadline or the station's answer decides.
        return "unknown";
      }
    },
  };
}
