/** The receipt: what was metered, every line with its reason, what was held, captured and given back. Plain JSON. */

import type { Correction } from "./correction.ts";
import { cdrIdOf } from "./correction.ts";
import { decimalText, kwhText, parseDecimal } from "./decimal.ts";
import { isoText } from "./instant.ts";
import type { Label, Labels } from "./labels.ts";
import { labelOfLine } from "./labels.ts";
import { localParts } from "./legal-time.ts";
import type { Amount, Money } from "./money.ts";
import { amountOf, zero } from "./money.ts";
import type { PriceLine } from "./price.ts";
import type { PricedResult, PricedTax } from "./priced-result.ts";
import type { Receivable } from "./receivable.ts";
import type { Refund } from "./refund.ts";
import { isOnBooks } from "./refund.ts";
import type { Session } from "./session.ts";
import { heldOf } from "./session.ts";
import type { Why } from "./why.ts";

export interface Receipt {
  readonly number: string | null;
  readonly session: string;
  readonly reference: string;
  readonly issued_by: { readonly name: string; readonly lines: readonly string[] };
  readonly location: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly city: string;
  };
  readonly station: string;
  readonly connector: number;
  readonly started_at: string;
  readonly ended_at: string;
  /** when the cable was out, where the time until then is priced; null where that is not known or makes no difference */
  readonly left_at: string | null;
  /** the clock on the wall at the station, with the offset that the law prescribed: at the start, and at the end */
  readonly local: {
    readonly day: string;
    readonly started: string;
    readonly offset: string;
    readonly ended_day: string;
    readonly ended: string;
    readonly ended_offset: string;
    readonly zone: string;
  };
  readonly meter: {
    readonly start_kwh: string;
    readonly stop_kwh: string;
    readonly energy_kwh: string;
    readonly evidence: string;
    readonly flags: readonly string[];
  };
  readonly lines: readonly {
    readonly dimension: PriceLine["dimension"];
    /** what the operator calls it at this location, else we */
    readonly label: Label;
    readonly quantity: string;
    readonly unit: PriceLine["unit"];
    /** null for an adjustment: a cap, a price limit, a waiver */
    readonly price: string | null;
    readonly vat: string | null;
    readonly before_tax: Amount;
    readonly tax: Amount;
    readonly after_tax: Amount;
    readonly why: Why;
    /** the same as one English sentence */
    readonly reason: string;
  }[];
  readonly before_tax: Amount;
  readonly tax: Amount;
  /** the rate where there is exactly one */
  readonly vat: string | null;
  /** what each rate comes to */
  readonly taxes: readonly {
    readonly vat: string | null;
    readonly before_tax: Amount;
    readonly tax: Amount;
    readonly after_tax: Amount;
  }[];
  readonly after_tax: Amount;
  readonly hold: Amount | null;
  readonly captured: Amount;
  readonly released: Amount | null;
  /** taken beyond the price, because the provider takes a hold whole or not at all, and sent back to the same card */
  readonly returned: Amount | null;
  readonly receivable: Amount | null;
  readonly written_off: Amount | null;
  /** what of the receivable was paid since: from the card that was kept with the driver's consent, or in another way */
  readonly collected: readonly {
    readonly amount: Amount;
    readonly at: string;
    readonly by: "card" | "person";
  }[];
  /** what of the receivable is still open; null where nothing is */
  readonly still_owed: Amount | null;
  /** what was sent back to the driver's bank since; one that the bank would not take is not among them */
  readonly refunds: readonly {
    readonly amount: Amount;
    readonly sent_at: string;
    readonly credit_note: string;
  }[];
  /** what stands in the place of all of the above since a correction; the receipt itself stays as it was issued */
  readonly corrected: {
    readonly on: string;
    /** the new CDR */
    readonly cdr: string;
    /** null until the refund of the difference is on the books, and where the bank has sent it back */
    readonly credit_note: string | null;
    readonly energy_kwh: string;
    readonly before_tax: Amount;
    readonly tax: Amount;
    readonly after_tax: Amount;
    readonly proof_sha256: string;
  } | null;
  readonly card: { readonly brand: string; readonly last4: string } | null;
  readonly statement: string;
  readonly proof_sha256: string | null;
}

interface ReceiptFacts {
  readonly session: Session;
  /** what was sealed: nothing is computed again to print it */
  readonly priced: PricedResult;
  readonly registerStartMwh: bigint;
  readonly registerStopMwh: bigint;
  readonly evidence: string;
  readonly flags: readonly string[];
  readonly location: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly city: string;
  };
  readonly issuer: { readonly name: string; readonly lines: readonly string[] };
  readonly brand: string;
  readonly refunds?: readonly Refund[];
  readonly receivable?: Receivable | null;
  readonly corrections?: readonly Correction[];
  /** what the location calls what it sells */
  readonly labels: Labels;
}

/** The last correction stands: each takes back the one before it. */
function correctedOf({ session, corrections, refunds }: ReceiptFacts): Receipt["corrected"] {
  const last = corrections
    ?.filter(({ corrected }) => corrected !== null)
    .toSorted((a, b) => (a.corrected?.n ?? 0) - (b.corrected?.n ?? 0))
    .at(-1);
  if (!last?.corrected) return null;
  const { n, energyMwh, beforeTax, tax, total, sha256 } = last.corrected;
  const amount = (minor: bigint): Amount => amountOf({ minor, currency: session.currency });
  const refund = refunds?.find(({ id }) => id === last.id);
  return {
    on: isoText(last.since),
    cdr: cdrIdOf(session.id, n),
    credit_note: refund && isOnBooks(refund) ? (refund.creditNote?.number ?? null) : null,
    energy_kwh: kwhText(energyMwh),
    before_tax: amount(beforeTax),
    tax: amount(tax),
    after_tax: amount(total),
    proof_sha256: sha256,
  };
}

/** What is billed as time, in hours with four decimals. */
const hoursText = (why: Why): string =>
  why.kind === "component" ? decimalText(((parseDecimal(why.billed, 3) ?? 0n) + 180n) / 360n, 4) : "";

export function buildReceipt(facts: ReceiptFacts): Receipt {
  const { session, priced } = facts;
  const { currency } = priced;
  const amountsOf = ({ before_tax, tax, after_tax }: PricedTax | PricedResult) => ({
    before_tax: { amount: before_tax, currency },
    tax: { amount: tax, currency },
    after_tax: { amount: after_tax, currency },
  });
  const inCurrency = (minor: bigint | null): Money =>
    minor === null ? zero(session.currency) : { minor, currency: session.currency };
  const startedAt = session.startedAt ?? session.createdAt;
  const endedAt = session.endedAt ?? startedAt;
  const start = localParts(session.pinned.zone, startedAt);
  const end = localParts(session.pinned.zone, endedAt);
  const hold = heldOf(session);
  const captured = inCurrency(session.captured);
  return {
    number: session.receipt,
    session: session.id,
    reference: session.reference,
    issued_by: facts.issuer,
    location: facts.location,
    station: session.station,
    connector: session.connector,
    started_at: isoText(startedAt),
    ended_at: isoText(endedAt),
    left_at: session.leftAt === null ? null : isoText(session.leftAt),
    local: {
      day: start.isoDay,
      started: start.timeText,
      offset: start.offsetText,
      ended_day: end.isoDay,
      ended: end.timeText,
      ended_offset: end.offsetText,
      zone: session.pinned.zone,
    },
    meter: {
      start_kwh: kwhText(facts.registerStartMwh),
      stop_kwh: kwhText(facts.registerStopMwh),
      energy_kwh: kwhText(facts.registerStopMwh - facts.registerStartMwh),
      evidence: facts.evidence,
      flags: facts.flags,
    },
    lines: priced.lines.map((line) => ({
      dimension: line.dimension,
      label: labelOfLine(line, facts.labels),
      quantity: line.unit === "h" ? hoursText(line.why) : line.quantity,
      unit: line.unit,
      price: line.price,
      vat: line.vat,
      ...amountsOf(line),
      why: line.why,
      reason: line.reason,
    })),
    vat: priced.vat,
    taxes: priced.taxes.map((each) => ({ vat: each.vat, ...amountsOf(each) })),
    ...amountsOf(priced),
    hold: hold && amountOf(hold),
    captured: amountOf(captured),
    released: hold && amountOf({ ...hold, minor: hold.minor - captured.minor - (session.returned ?? 0n) }),
    returned: session.returned === null ? null : amountOf(inCurrency(session.returned)),
    receivable: session.receivable === null ? null : amountOf(inCurrency(session.receivable)),
    written_off: session.writtenOff === null ? null : amountOf(inCurrency(session.writtenOff)),
    ...sinceThen(session, facts.receivable ?? null),
    refunds: (facts.refunds ?? []).flatMap(({ creditNote, refundAmount, ...refund }) =>
      creditNote && isOnBooks(refund)
        ? [
            {
              amount: amountOf(refundAmount),
              sent_at: isoText(creditNote.issuedAt),
              credit_note: creditNote.number,
            },
          ]
        : [],
    ),
    corrected: correctedOf(facts),
    card: session.hold?.last4 ? { brand: session.hold.brand ?? "card", last4: session.hold.last4 } : null,
    statement: `${facts.brand.toUpperCase().slice(0, 10)}* ${session.reference}`,
    proof_sha256: session.sealed?.sha256 ?? null,
  };
}

/** What became of the receivable: the receipt's own figures stay as they were when it was issued. */
function sinceThen(
  { receivable: minor, currency }: Session,
  receivable: Receivable | null,
): Pick<Receipt, "collected" | "still_owed"> {
  if (minor === null) return { collected: [], still_owed: null };
  const { collection } = receivable ?? {};
  const byCard =
    collection?.state === "collected" && collection.collectedAt !== null
      ? [{ minor: collection.minor, at: collection.collectedAt, by: "card" as const }]
      : [];
  // What the card did not pay was paid, all of it, when somebody said so.
  const left = byCard.reduce((sum, paid) => sum - paid.minor, minor);
  const byPerson =
    receivable?.state === "collected" && left > 0n
      ? [{ minor: left, at: receivable.at, by: "person" as const }]
      : [];
  const owed = byPerson.length > 0 ? 0n : left;
  return {
    collected: [...byCard, ...byPerson].map((paid) => ({
      amount: amountOf({ minor: paid.minor, currency }),
      at: isoText(paid.at),
      by: paid.by,
    })),
    still_owed: owed > 0n ? amountOf({ minor: owed, currency }) : null,
  };
}
