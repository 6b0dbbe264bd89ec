/** A request's body, read whole as long as it is no larger than its server takes. */
import type { IncomingMessage } from "node:http";

/** null where there is more than that: the rest is not read */
export async function requestBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes: Buffer = part;
    size += bytes.length;
    if (size > mostBytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
