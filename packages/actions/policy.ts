/**
 * How patient and how careful the operator is: dated policy, never constants in code. A tenant's own values lie in its
 * settings; these are what a new tenant starts with.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute, second } from "@barq/domain/instant";
import type { Dimension } from "@barq/domain/tariff";
import { dimensions } from "@barq/domain/tariff";

/** What the law of a country lets be priced, and the order in which prices are shown there, from an instant on. */
interface Jurisdiction {
  /** ISO 3166-1, in two letters and in three */
  readonly countries: readonly string[];
  readonly from: Instant;
  readonly allowedComponents: readonly Dimension[];
  /** null: as the tariff has them */
  readonly displayOrder: readonly Dimension[] | null;
}

/** The most of a currency from an instant on. */
interface Most {
  readonly currency: string;
  readonly from: Instant;
  /** minor units */
  readonly most: bigint;
}

/** What is in force then, in minor units; nothing for a currency that is not named. */
export const mostAt = (dated: readonly Most[], currency: string, at: Instant): bigint =>
  dated.findLast((one) => one.currency === currency && one.from <= at)?.most ?? 0n;

/** From how many declined cards in an hour at one code on, and from which share of the holds asked there, people are shown it. */
interface UnusualDeclines {
  readonly from: Instant;
  readonly least: number;
  readonly percent: number;
}

export const unusualDeclinesAt = (
  { unusualDeclines }: Pick<Policy, "unusualDeclines">,
  at: Instant,
): Pick<UnusualDeclines, "least" | "percent"> =>
  unusualDeclines.findLast(({ from }) => from <= at) ?? { least: 1, percent: 0 };

/** From when on people are told that a station is silent, and from how many plugged cables that a post is no more scanned. */
interface StationAlarms {
  readonly from: Instant;
  /** away, with a cable in one of its connectors */
  readonly silentInUseMs: number;
  readonly silentMs: number;
  /** cables that nobody scanned for, within a day */
  readonly unscanned: number;
}

export const stationAlarmsAt = (
  { stationAlarms }: Pick<Policy, "stationAlarms">,
  at: Instant,
): Omit<StationAlarms, "from"> =>
  stationAlarms.findLast(({ from }) => from <= at) ?? {
    silentInUseMs: Number.POSITIVE_INFINITY,
    silentMs: Number.POSITIVE_INFINITY,
    unscanned: Number.POSITIVE_INFINITY,
  };

/** How often, and for how long, a dispute that has its verdict is read at the provider again, from an instant on. */
interface DecidedDisputes {
  readonly from: Instant;
  readonly lookMs: number;
  readonly forMs: number;
}

/** @param at when we learnt of the verdict; where no policy was in force, nobody looks again */
export const decidedDisputesAt = (
  { decidedDisputes }: Pick<Policy, "decidedDisputes">,
  at: Instant,
): Pick<DecidedDisputes, "lookMs" | "forMs"> =>
  decidedDisputes.findLast(({ from }) => from <= at) ?? { lookMs: 0, forMs: 0 };

/** The life that is taken for a hold's from an instant on. */
interface CautiousHold {
  readonly from: Instant;
  readonly ms: number;
}

export const cautiousHoldMs = ({ cautiousHold }: Pick<Policy, "cautiousHold">, at: Instant): number =>
  cautiousHold.findLast(({ from }) => from <= at)?.ms ?? 0;

/** How long after its end a session's driver may let the cable go from the receipt's page, from an instant on. */
interface ReleaseCable {
  readonly from: Instant;
  readonly ms: number;
}

export const releaseCableMs = ({ releaseCable }: Pick<Policy, "releaseCable">, at: Instant): number =>
  releaseCable.findLast(({ from }) => from <= at)?.ms ?? 0;

/** Whether a tariff is sold with a second person's yes alone, from an instant on. */
export interface PublicationByTwo {
  readonly from: Instant;
  readonly required: boolean;
}

/** How far a price may be from the last version's, in per cent of it, before people are told; from an instant on. */
interface FarPrice {
  readonly from: Instant;
  readonly percent: number;
}

export const farPricePercentAt = ({ farPrice }: Pick<Policy, "farPrice">, at: Instant): number =>
  farPrice.findLast(({ from }) => from <= at)?.percent ?? 0;

/** Of several in force the last one holds; nothing in force: one person alone. */
export const isByTwo = (dated: readonly PublicationByTwo[], at: Instant): boolean =>
  dated.findLast(({ from }) => from <= at)?.required ?? false;

/** A country that nobody has said anything about allows everything. */
const anywhere = { allowedComponents: dimensions, displayOrder: null } as const;

export const jurisdictionOf = (
  { jurisdictions }: Pick<Policy, "jurisdictions">,
  country: string,
  at: Instant,
): Pick<Jurisdiction, "allowedComponents" | "displayOrder"> =>
  jurisdictions.findLast(({ countries, from }) => countries.includes(country) && from <= at) ?? anywhere;

export interface Policy {
  /** the payment page is ended when nobody has paid by then */
  readonly pageMs: number;
  /** a pending session is read at the provider for the first time after this, then less and less often */
  readonly firstLookMs: number;
  /** a hold whose cable is not plugged by then is released */
  readonly plugMs: number;
  /** a station that has not begun by then after the remote start never will */
  readonly startMs: number;
  /** how long a station may take to answer a command */
  readonly commandMs: number;
  /** after a start that failed, how long its driver may take the hold to another connector of the location */
  readonly moveMs: number;
  /** without a Stop by then after asking, the session is closed from what is known */
  readonly stopMs: number;
  /** how long the events that are missing before a transaction's end are waited for */
  readonly gapMs: number;
  /** how long a charging session may be silent before a person looks */
  readonly silenceMs: number;
  readonly longestSessionMs: number;
  readonly readingIntervalS: number;
  /** readings are packed at the latest after this time while nobody is looking */
  readonly packMs: number;
  readonly watchedMs: number;
  readonly pendingPerAddress: number;
  /** how many further holds a driver may ask for in one session */
  readonly furtherHolds: number;
  /** by currency, what the live page offers to add to the hold */
  readonly offeredMore: Readonly<Record<string, readonly string[]>>;
  /** holds that failed, lapsed or were abandoned in an hour, from which on no more are taken until the next one */
  readonly failedHoldsPerHour: { readonly sticker: number; readonly device: number; readonly card: number };
  /** of several in force the last one holds */
  readonly unusualDeclines: readonly UnusualDeclines[];
  /** of several in force the last one holds */
  readonly stationAlarms: readonly StationAlarms[];
  /** limits against abuse apply to loopback addresses too */
  readonly limitsOnLoopback: boolean;
  /** idle time after the energy's end is waited for at the longest so long */
  readonly longestIdleMs: number;
  /** flat fee and least price are not due where the station itself ends a session sooner than this */
  readonly stationFaultMs: number;
  /** a vehicle that has taken no energy by then is shown as waiting, and by `noEnergyMs` its session is stopped and released */
  readonly waitingMs: number;
  readonly noEnergyMs: number;
  /** before the hold lapses, a session still in review is shown as urgent */
  readonly lapseMarginMs: number;
  /** how long a hold is taken to stand where the provider does not say; of several in force the last one holds */
  readonly cautiousHold: readonly CautiousHold[];
  readonly receiptTokenMs: number;
  /** of several in force the last one holds */
  readonly releaseCable: readonly ReleaseCable[];
  /** evidence is given so long before the bank's deadline, by the clock where a person has not done it */
  readonly evidenceMarginMs: number;
  readonly evidenceByClock: boolean;
  /** a dispute that is not settled is read at the provider so often, whatever events came or did not */
  readonly disputeLookMs: number;
  /** of several in force the last one holds */
  readonly decidedDisputes: readonly DecidedDisputes[];
  /** the provider's own list of events is read so often, a little further back than it was read before */
  readonly eventsReadMs: number;
  readonly eventsOverlapMs: number;
  /** up to what sum of its refunds one person decides alone about a session; of several in force the last one holds */
  readonly refundAlone: readonly Most[];
  /** the same where the one is somebody in support; above it another person agrees */
  readonly refundBySupport: readonly Most[];
  /** so long a session is found by the e-mail that was given for its receipt */
  readonly foundByEmailMs: number;
  /** a refund that nobody agreed to by then is refused, and may be asked for again */
  readonly approvalMs: number;
  /** what could not be taken and is less than this (minor units) is written off at once, and what is more after so long */
  readonly receivableGivenUpMinor: bigint;
  readonly receivableMs: number;
  /** what a driver may agree to be asked for afterwards, once and at most; of several in force the last one holds */
  readonly collectLater: readonly Most[];
  /** more sessions of a connector than this that owe nothing within the window are shown to a person */
  readonly owedNothing: { readonly most: number; readonly windowMs: number };
  /** why a session may be given free, from an instant on; of several lists the last in force holds */
  readonly freeReasons: readonly { readonly from: Instant; readonly codes: readonly string[] }[];
  /** by country; of several in force the last one holds */
  readonly jurisdictions: readonly Jurisdiction[];
  /** where an operator's settings say nothing of their own */
  readonly publicationByTwo: readonly PublicationByTwo[];
  readonly farPrice: readonly FarPrice[];
}

/** The policy by which somebody in support asks for a refund: their own limit, and never more than anybody's alone. */
export function refundPolicyFor(policy: Policy, role: string): Policy {
  return role === "support" ? { ...policy, refundAlone: policy.refundBySupport } : policy;
}

export const startingPolicy: Policy = {
  pageMs: 10 * minute,
  firstLookMs: 10 * second,
  plugMs: 10 * minute,
  startMs: 2 * minute,
  commandMs: 30 * second,
  moveMs: 3 * minute,
  stopMs: 5 * minute,
  gapMs: 10 * minute,
  silenceMs: 6 * hour,
  longestSessionMs: 72 * hour,
  readingIntervalS: 60,
  packMs: 7 * minute,
  watchedMs: 30 * second,
  pendingPerAddress: 10,
  furtherHolds: 5,
  offeredMore: { MAD: ["50.00", "100.00"] },
  // A sticker is everybody's, so that nobody shuts a connector to others by abandoning pages; a card is one person's.
  failedHoldsPerHour: { sticker: 60, device: 10, card: 3 },
  unusualDeclines: [{ from: 0, least: 5, percent: 30 }],
  stationAlarms: [{ from: 0, silentInUseMs: 10 * minute, silentMs: day, unscanned: 5 }],
  limitsOnLoopback: false,
  longestIdleMs: day,
  stationFaultMs: 5 * minute,
  waitingMs: 5 * minute,
  noEnergyMs: 2 * hour,
  lapseMarginMs: day,
  // The shortest window of a card that was met so far is 4 days and 18 hours.
  cautiousHold: [{ from: 0, ms: 4 * day }],
  receiptTokenMs: 10 * 365 * day,
  releaseCable: [{ from: 0, ms: 30 * minute }],
  evidenceMarginMs: day,
  evidenceByClock: true,
  disputeLookMs: day,
  // Verdicts are appealed within weeks or months, and the event of it may be lost: at most 26 looks in half a year, each a call
  // of the provider, four reads and three write units. Disputes are few.
  decidedDisputes: [{ from: 0, lookMs: 7 * day, forMs: 182 * day }],
  eventsReadMs: hour,
  eventsOverlapMs: hour,
  refundAlone: [{ currency: "MAD", from: 0, most: 20_000n }],
  refundBySupport: [{ currency: "MAD", from: 0, most: 10_000n }],
  // As long as a bank may take to ask about a payment.
  foundByEmailMs: 120 * day,
  approvalMs: 14 * day,
  receivableGivenUpMinor: 500n,
  receivableMs: 90 * day,
  collectLater: [{ currency: "MAD", from: 0, most: 20_000n }],
  owedNothing: { most: 5, windowMs: day },
  freeReasons: [
    {
      from: 0,
      codes: ["nothing_delivered", "not_provable", "station_fault", "driver_wronged", "test"],
    },
  ],
  publicationByTwo: [],
  farPrice: [{ from: 0, percent: 50 }],
  jurisdictions: [
    {
      // Whether a private operator may sell energy there is open, so a tariff may price energy, time, session and parking,
      // alone or together. The order is the one that EU drivers know: per kWh, per minute, per session, anything else.
      countries: ["MA", "MAR"],
      from: 0,
      allowedComponents: dimensions,
      displayOrder: ["ENERGY", "TIME", "FLAT", "PARKING_TIME"],
    },
  ],
};
