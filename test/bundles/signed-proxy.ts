/** Stands before the embedded DynamoDB, which believes everybody, and checks each request's signature as AWS would. */
import { createServer } from "node:http";
import { signatureFault } from "../contracts/sigv4.ts";

export interface SignedProxy {
  readonly endpoint: string;
  /** of each request: what is wrong with its signature, or null */
  readonly faults: readonly (string | null)[];
  close(): void;
}

export async function startSignedProxy(
  behind: string,
  expected: { readonly region: string; readonly secret: string },
): Promise<SignedProxy> {
  const faults: (string | null)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    faults.push(signatureFault(request, body, { service: "dynamodb", ...expected }));
    const { authorization = "", "x-amz-target": target } = request.headers;
    const answer = await fetch(behind, {
      method: "POST",
      body,
      headers: {
        authorization,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-date": String(request.headers["x-amz-date"]),
        "x-amz-target": String(target),
      },
    });
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
    response.end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  if (typeof bound !== "object" || bound === null) throw new Error("the proxy does not listen");
  return {
    endpoint: `http://127.0.0.1:${bound.port}`,
    faults,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
