/** Sessions by the e-mail that their driver gave: a row under its keyed hash, written only where one was given, with a life. */
import type { Session } from "@barq/domain/session";
import { emailKey, emailPartition, sessionKey } from "@barq/store/keys";
import type { Change, Key } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

/** Domains have no capitals, and of mailboxes only machines think otherwise. */
const hashOf = ({ identity }: Pick<ReadPorts, "identity">, email: string): string =>
  identity.hashed(`email|${email.trim().toLowerCase()}`);

export const foundByEmail = (
  ports: Pick<ReadPorts, "identity" | "policy">,
  { tenant, id, createdAt }: Session,
  email: string,
): Change => ({
  put: {
    ...emailKey(tenant, hashOf(ports, email), createdAt, id),
    x: Math.floor((createdAt + ports.policy.foundByEmailMs) / 1000),
  },
});

/** The latest first. */
export async function keysByEmail(
  ports: Pick<ReadPorts, "identity" | "store" | "clock">,
  tenant: string,
  email: string,
  limit: number,
): Promise<readonly Key[]> {
  const keys: Key[] = [];
  const newest = { backwards: true, limit };
  for await (const row of ports.store.list(emailPartition(tenant, hashOf(ports, email)), newest)) {
    // What is over may lie there for some days more.
    if (typeof row.x === "number" && row.x * 1000 <= ports.clock()) continue;
    keys.push(sessionKey(tenant, row.sk.slice(row.sk.indexOf("#") + 1)));
  }
  return keys;
}
