/** All that the stand-in knows, by kind and in the order it came about; every change is handed to the journal. */
import { randomBytes } from "node:crypto";
import type { Clock } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import type { ShelfName, Shelves } from "./objects.ts";
import { missing } from "./refusal.ts";

export type Row = { readonly [K in ShelfName]: readonly [kind: K, value: Shelves[K]] }[ShelfName];

export interface Shelf<T> {
  readonly byId: Map<string, T>;
  /** ids from the oldest to the newest */
  readonly ids: string[];
  readonly placeOf: Map<string, number>;
}

export interface Books {
  shelf<K extends ShelfName>(kind: K): Shelf<Shelves[K]>;
  find<K extends ShelfName>(kind: K, id: string): Shelves[K] | undefined;
  /** @throws StripeRefusal resource_missing */
  need<K extends ShelfName>(kind: K, id: string): Shelves[K];
  put<K extends ShelfName>(kind: K, value: Shelves[K]): void;
  /** takes a row of the journal, without handing it back to it */
  load(row: Row): void;
  /** the changes since the last time it was asked */
  changes(): readonly Row[];
  /** everything, as rows: what a journal begins with when it is made anew */
  all(): Iterable<Row>;
  nowS(): number;
  newId(prefix: string): string;
}

/** Answers are kept for 24 hours, events can be listed for 30 days. */
export const keptAnswerS = 86_400;
const listedEventS = 30 * 86_400;

const shelfOf = <T>(): Shelf<T> => ({ byId: new Map(), ids: [], placeOf: new Map() });

export function createBooks(clock: Clock): Books {
  const shelves: { readonly [K in ShelfName]: Shelf<Shelves[K]> } = {
    checkout_session: shelfOf(),
    payment_intent: shelfOf(),
    charge: shelfOf(),
    refund: shelfOf(),
    balance_transaction: shelfOf(),
    payout: shelfOf(),
    payout_memory: shelfOf(),
    dispute: shelfOf(),
    early_fraud_warning: shelfOf(),
    event: shelfOf(),
    page_memory: shelfOf(),
    customer: shelfOf(),
    saved_card: shelfOf(),
    kept_answer: shelfOf(),
  };
  let changed: Row[] = [];
  const nowS = (): number => Math.floor(clock() / second);
  const shelf = <K extends ShelfName>(kind: K): Shelf<Shelves[K]> => shelves[kind];

  const place = <K extends ShelfName>(kind: K, value: Shelves[K]): void => {
    const { byId, ids, placeOf } = shelf(kind);
    if (!placeOf.has(value.id)) {
      placeOf.set(value.id, ids.length);
      ids.push(value.id);
    }
    byId.set(value.id, value);
  };

  function* all(): Iterable<Row> {
    const now = nowS();
    for (const value of shelves.page_memory.byId.values()) yield ["page_memory", value];
    for (const value of shelves.checkout_session.byId.values()) yield ["checkout_session", value];
    for (const value of shelves.customer.byId.values()) yield ["customer", value];
    for (const value of shelves.saved_card.byId.values()) yield ["saved_card", value];
    for (const value of shelves.payment_intent.byId.values()) yield ["payment_intent", value];
    for (const value of shelves.charge.byId.values()) yield ["charge", value];
    for (const value of shelves.refund.byId.values()) yield ["refund", value];
    for (const value of shelves.balance_transaction.byId.values()) yield ["balance_transaction", value];
    for (const value of shelves.payout.byId.values()) yield ["payout", value];
    for (const value of shelves.payout_memory.byId.values()) yield ["payout_memory", value];
    for (const value of shelves.dispute.byId.values()) yield ["dispute", value];
    for (const value of shelves.early_fraud_warning.byId.values()) yield ["early_fraud_warning", value];
    for (const value of shelves.event.byId.values()) {
      if (value.created > now - listedEventS) yield ["event", value];
    }
    for (const value of shelves.kept_answer.byId.values()) {
      if (value.at > now - keptAnswerS) yield ["kept_answer", value];
    }
  }

  return {
    shelf,
    find: (kind, id) => shelf(kind).byId.get(id),
    need(kind, id) {
      const found = shelf(kind).byId.get(id);
      if (!found) throw missing(kind === "checkout_session" ? "checkout.session" : kind, id);
      return found;
    },
    put(kind, value) {
      place(kind, value);
      changed.push(rowOf(kind, value));
    },
    load: ([kind, value]) => place<ShelfName>(kind, value),
    changes() {
      const rows = changed;
      changed = [];
      return rows;
    },
    all,
    nowS,
    newId: (prefix) => `${prefix}_${randomBytes(18).toString("base64url").replaceAll(/[-_]/g, "0")}`,
  };
}

/** A kind with a value of its own kind: the compiler cannot join the two by itself. */
function rowOf<K extends ShelfName>(kind: K, value: Shelves[K]): Row {
  const rows: { readonly [N in ShelfName]: (of: Shelves[N]) => Row } = {
    checkout_session: (of) => ["checkout_session", of],
    payment_intent: (of) => ["payment_intent", of],
    charge: (of) => ["charge", of],
    refund: (of) => ["refund", of],
    balance_transaction: (of) => ["balance_transaction", of],
    payout: (of) => ["payout", of],
    payout_memory: (of) => ["payout_memory", of],
    dispute: (of) => ["dispute", of],
    early_fraud_warning: (of) => ["early_fraud_warning", of],
    event: (of) => ["event", of],
    page_memory: (of) => ["page_memory", of],
    customer: (of) => ["customer", of],
    saved_card: (of) => ["saved_card", of],
    kept_answer: (of) => ["kept_answer", of],
  };
  return rows[kind](value);
}
