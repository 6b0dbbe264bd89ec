/** For tests of refunds: a session whose 90.00 were captured, people who ask, and everything that a refund leaves behind. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { advanceRefund } from "@barq/actions/refund-advance";
import { askRefund } from "@barq/actions/refund-ask";
import { minute } from "@barq/domain/instant";
import type { JournalEntry } from "@barq/domain/ledger";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { numberOr } from "@barq/store/fields";
import { auditPrefix, counterKey, numberKey, refundPrefix, sessionPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { readRefund } from "@barq/store/refund-item";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession } from "./world.ts";

export const series = "CN-E1-2026";

/** 20 kWh at 4.50 with tax: 90.00 captured of 250.00, of which 15.00 is VAT. */
export async function settledSession(world: World, wh = 20_000): Promise<Session> {
  const { session, transactionId } = await chargingSession(world);
  await chargeAndStop(world, transactionId, wh);
  const settled = await world.session(session.id);
  if (settled.state !== "settled") throw new Error(`the session is ${settled.state}`);
  return settled;
}

/** 60 kWh are 270.00: 250.00 of the first hold, 20.00 of the one that the driver added. */
export async function paidInTwo(world: World): Promise<string> {
  const { session, transactionId } = await chargingSession(world);
  const { hold } = await addHold(world.ports, world.tenant, session.id, "100.00");
  world.provider.driver.pay(hold.page);
  await confirmHold(world.ports, world.tenant, session.id);
  for (let n = 1; n <= 8; n++) {
    world.advance(10 * minute);
    await world.meter(transactionId, 1_000_000 + 7_500 * n);
    await world.settleDown(1);
  }
  await world.stop(transactionId, "1060000");
  await world.status("Available");
  await world.settleDown();
  const settled = await world.session(session.id);
  if (settled.state !== "settled" || settled.captured !== 27_000n) throw new Error(`it is ${settled.state}`);
  return session.id;
}

type Asked = Partial<Parameters<typeof askRefund>[2]> & { readonly text?: string };

/** Somebody at work asks; nothing is sent yet. */
export const ask = (world: World, session: string, of: Asked = {}) => {
  const { text, ...rest } = of;
  return askRefund(world.ports, world.tenant, {
    session,
    key: "key-1",
    body: { session, amount: text ?? null },
    amount: text === undefined ? null : { text, currency: null },
    reason: "station_fault",
    note: null,
    who: "amina",
    ...rest,
  });
};

/** Asked for and sent. */
export async function give(world: World, session: string, of: Asked = {}): Promise<Refund> {
  const { refund } = await ask(world, session, of);
  await advanceRefund(world.ports, world.tenant, session, refund.id);
  return refundOf(world, refund);
}

export async function refundOf(
  world: World,
  { session, id }: Pick<Refund, "session" | "id">,
): Promise<Refund> {
  const found = (await refundsIn(world, session)).find((one) => one.id === id);
  if (!found) throw new Error(`there is no refund ${id}`);
  return found;
}

export async function refundsIn(world: World, session: string): Promise<readonly Refund[]> {
  return (await itemsOf(world, session, refundPrefix)).map(readRefund);
}

export const actsOn = async (world: World, session: string): Promise<readonly Item[]> =>
  itemsOf(world, session, auditPrefix);

async function itemsOf(world: World, session: string, prefix: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of world.store.list(sessionPartition(world.tenant, session), { prefix }))
    items.push(item);
  return items;
}

/** How many credit notes have a number, after a look that none is missing and none is twice. */
export async function creditNotes(world: World): Promise<number> {
  const [counter] = await world.store.read([counterKey(world.tenant, series)]);
  const used = counter ? (numberOr(counter, "n") ?? 0) : 0;
  const keys = Array.from({ length: used + 1 }, (_, n) => numberKey(world.tenant, series, n + 1));
  const rows = await world.store.read(keys);
  const there = rows.filter((row) => row !== undefined);
  if (there.length !== used || rows.at(-1) !== undefined) throw new Error("a number is missing");
  if (new Set(there.map((row) => row.refund)).size !== used) throw new Error("a refund has two numbers");
  return used;
}

/** Fields of the journal that must agree: places without a gap, each with the hash of the one before. */
export function isChained(entries: readonly (JournalEntry & { n?: number; hash?: string })[]): boolean {
  return entries.every(
    (entry, at) => entry.n === at + 1 && entry.previous === (entries[at - 1]?.hash ?? null),
  );
}
