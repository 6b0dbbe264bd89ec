/**
 * Automatic daily payouts: at midnight (UTC) whatever is available leaves for the bank, currency by currency, and arrives a
 * day later; from then on it is itemised to the cent (Stripe, "Payout reconciliation").
 */
import { payOut, planMidnight, planPayout } from "./balance.ts";
import type { Shelf } from "./books.ts";
import type { Form } from "./form.ts";
import { listOf, rangeAt } from "./listing.ts";
import type { Payout } from "./objects.ts";
import { textAt } from "./parameters.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

const dayS = 86_400;
const arrivesAfterS = dayS;

/** After a restart: what is still in the account will leave, and what is on its way will arrive. */
export function planPayouts(world: World): void {
  const { books, deadlines } = world;
  const carried = new Set<string>();
  for (const { carries } of books.shelf("payout_memory").byId.values())
    for (const id of carries) carried.add(id);
  for (const movement of books.shelf("balance_transaction").byId.values())
    if (movement.type !== "payout" && !carried.has(movement.id)) planPayout(world, movement);
  for (const payout of books.shelf("payout").byId.values()) {
    if (payout.status === "in_transit")
      deadlines.add({ at: payout.arrival_date, kind: "payout_arrives", id: payout.id });
  }
}

/** What is available at a midnight leaves. Refunds that outweigh the rest stay, and are taken off the next payout. */
export function sendPayouts(world: World, atS: number): void {
  const { books, deadlines, account } = world;
  account.midnights.delete(atS);
  const available = [...account.unpaid]
    .map((id) => books.need("balance_transaction", id))
    .filter((movement) => movement.available_on <= atS);
  for (const [currency, movements] of Map.groupBy(available, (movement) => movement.currency)) {
    const amount = movements.reduce((sum, { net }) => sum + net, 0);
    if (amount <= 0) {
      planMidnight(world, atS + dayS);
      continue;
    }
    const id = books.newId("po");
    const payout: Payout = {
      id,
      object: "payout",
      amount,
      arrival_date: atS + arrivesAfterS,
      automatic: true,
      balance_transaction: payOut(world, { id, amount, currency, created: atS }),
      created: atS,
      currency,
      description: "STRIPE PAYOUT",
      destination: "ba_account",
      failure_balance_transaction: null,
      failure_code: null,
      failure_message: null,
      livemode: false,
      metadata: {},
      method: "standard",
      reconciliation_status: "in_progress",
      source_type: "card",
      statement_descriptor: null,
      status: "in_transit",
      type: "bank_account",
    };
    for (const movement of movements) {
      account.unpaid.delete(movement.id);
      books.put("balance_transaction", { ...movement, status: "available" });
    }
    books.put("payout", payout);
    books.put("payout_memory", {
      id,
      carries: [payout.balance_transaction, ...movements.map((movement) => movement.id)],
    });
    announce(world, "payout.created", payout);
    deadlines.add({ at: payout.arrival_date, kind: "payout_arrives", id });
  }
}

/** The bank has it, and the list of what it carries is whole. */
export function payoutArrives(world: World, id: string): void {
  const payout = world.books.find("payout", id);
  if (payout?.status !== "in_transit") return;
  const paid: Payout = { ...payout, status: "paid", reconciliation_status: "completed" };
  world.books.put("payout", paid);
  announce(world, "payout.paid", paid);
  announce(world, "payout.reconciliation_completed", paid);
}

/** @throws StripeRefusal resource_missing for a payout that there is none of */
export function listMovements({ books }: World, form: Form): object {
  const [payout, source, type] = ["payout", "source", "type"].map((name) => textAt(form, name));
  const currency = textAt(form, "currency")?.toLowerCase() ?? null;
  const all = books.shelf("balance_transaction");
  const carried = payout ? books.find("payout_memory", books.need("payout", payout).id)?.carries : undefined;
  return listOf(
    carried ? only(all, carried) : all,
    form,
    "/v1/balance_transactions",
    (movement) =>
      (!source || movement.source === source) &&
      (!type || movement.type === type) &&
      (currency === null || movement.currency === currency),
  );
}

/** Some of a shelf, in its order. */
function only<T>({ byId, placeOf }: Shelf<T>, wanted: readonly string[]): Shelf<T> {
  const ids = [...wanted].sort((a, b) => (placeOf.get(a) ?? 0) - (placeOf.get(b) ?? 0));
  return { byId, ids, placeOf: new Map(ids.map((id, place) => [id, place])) };
}

export function listPayouts({ books }: World, form: Form): object {
  const status = textAt(form, "status");
  const arrives = rangeAt(form, "arrival_date");
  return listOf(
    books.shelf("payout"),
    form,
    "/v1/payouts",
    ({ status: is, arrival_date: at }) =>
      (status === null || is === status) && at >= arrives.from && at <= arrives.to,
  );
}
