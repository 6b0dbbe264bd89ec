/**
 * How many unpaid starts an address may have at once. The row counts down with each start; only when nothing is left are
 * the sessions it names read again, so that paying frees a place without a write on the good path.
 */
import { day } from "@barq/domain/instant";
import { numberOr } from "@barq/store/fields";
import { addressKey, sessionKey } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";

const isLoopback = (address: string): boolean =>
  address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");

/** Addresses of a laptop's own are under no limit unless the policy says so. */
export const isExempt = ({ policy }: Pick<ReadPorts, "policy">, address: string): boolean =>
  isLoopback(address) && !policy.limitsOnLoopback;

/** Whether the address may start one more. The address itself is never stored: only a keyed hash of it. */
export async function admitAddress(
  ports: ReadPorts,
  tenant: string,
  address: string,
  session: string,
): Promise<boolean> {
  if (isExempt(ports, address)) return true;
  const key = addressKey(tenant, ports.identity.hashed(address));
  const now = ports.clock();
  const name = `s_${session}`;
  const answer = await ports.store.commit([
    {
      update: key,
      set: { [name]: now, x: Math.floor((now + day) / 1000) },
      add: { left: -1 },
      guards: [
        { field: name, in: [null] },
        { field: "left", atLeast: 1 - ports.policy.pendingPerAddress },
      ],
    },
  ]);
  if (answer.written) return true;
  const row = answer.winner;
  if (!row) return false;
  if (row[name] !== undefined) return true;
  const ids = Object.keys(row)
    .filter((field) => field.startsWith("s_"))
    .map((field) => field.slice(2));
  const items = await ports.store.read(ids.slice(0, 100).map((id) => sessionKey(tenant, id)));
  const pending = ids.filter((_, n) => items[n]?.st === "pending");
  if (pending.length >= ports.policy.pendingPerAddress) return false;
  const kept = Object.fromEntries(pending.map((id) => [`s_${id}`, numberOr(row, `s_${id}`) ?? now]));
  const replaced = await ports.store.commit([
    {
      put: { ...key, ...kept, [name]: now, x: Math.floor((now + day) / 1000), left: -pending.length - 1 },
      guards: [{ field: "left", in: [numberOr(row, "left")] }],
    },
  ]);
  return replaced.written;
}
