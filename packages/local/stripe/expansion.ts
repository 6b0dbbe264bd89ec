/** `expand[]`: ids in an answer replaced by the objects they name. Whether a path may be expanded is known before anything is done. */
import type { Books } from "./books.ts";
import type { ShelfName } from "./objects.ts";
import { invalid } from "./refusal.ts";

type Names = Readonly<Record<string, ShelfName>>;

/** What can be expanded in an object of a kind. */
const expandable: Readonly<Partial<Record<ShelfName, Names>>> = {
  checkout_session: { payment_intent: "payment_intent" },
  payment_intent: { latest_charge: "charge" },
  charge: { balance_transaction: "balance_transaction", payment_intent: "payment_intent" },
  dispute: { charge: "charge", payment_intent: "payment_intent" },
  early_fraud_warning: { charge: "charge", payment_intent: "payment_intent" },
  refund: {
    balance_transaction: "balance_transaction",
    charge: "charge",
    payment_intent: "payment_intent",
  },
  payout: { balance_transaction: "balance_transaction" },
  // A source is of the kind that its id says; what lies below it cannot be known beforehand.
  balance_transaction: { source: "charge" },
};

const sources: readonly (readonly [string, ShelfName])[] = [
  ["ch_", "charge"],
  ["re_", "refund"],
  ["po_", "payout"],
  ["du_", "dispute"],
];
const sourceKind = (id: string): ShelfName | undefined =>
  sources.find(([prefix]) => id.startsWith(prefix))?.[1];

const deepest = 4;

/** The kinds along each path. @throws StripeRefusal for what cannot be expanded */
export function assertExpandable(kind: ShelfName, isList: boolean, paths: readonly string[]): void {
  for (const path of paths) {
    const names = path.split(".");
    if (names.length > deepest) {
      const text = `You cannot expand more than ${deepest} levels of a property.`;
      throw invalid("property_expansion_max_depth", text, "expand");
    }
    if (isList && names.shift() !== "data") throw cannot(path);
    let at: ShelfName = kind;
    for (const name of names) {
      const next = nextKind(at, name);
      if (!next) throw cannot(path);
      at = next;
    }
  }
}

const nextKind = (kind: ShelfName, name: string): ShelfName | undefined => {
  const names = expandable[kind] ?? {};
  return Object.hasOwn(names, name) ? names[name] : undefined;
};

const cannot = (path: string): Error =>
  invalid(null, `This property cannot be expanded (${path}).`, "expand");

/** The answer with its paths expanded, which must have been found expandable. */
export function expanded(books: Books, kind: ShelfName, answer: object, paths: readonly string[]): object {
  return paths.reduce((whole, path) => along(books, kind, whole, path.split(".")), answer);
}

function along(books: Books, kind: ShelfName, value: object, names: readonly string[]): object {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  const members: Record<string, unknown> = Object.fromEntries(Object.entries(value));
  const member = members[name];
  if (name === "data" && Array.isArray(member)) {
    return { ...members, data: member.map((entry) => along(books, kind, entry, rest)) };
  }
  const isSource = kind === "balance_transaction" && name === "source" && typeof member === "string";
  const next = isSource ? sourceKind(member) : nextKind(kind, name);
  if (!next || member === null || member === undefined) return value;
  const there = typeof member === "string" ? books.need(next, member) : member;
  return typeof there === "object" && there !== null
    ? { ...members, [name]: along(books, next, there, rest) }
    : value;
}
