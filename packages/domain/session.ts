/**
 * The session: its states, what may follow what, and everything the saga has to remember between two steps.
 * The states are the product's face (the states a driver's app sees); a hold's own states are the provider's affair.
 */
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";

export const sessionStates = [
  "pending",
  "held",
  "starting",
  "charging",
  "stopping",
  "ended",
  "settling",
  "review",
  "settled",
  "released",
  "failed",
] as const;
export type SessionState = (typeof sessionStates)[number];

const followers: Readonly<Record<SessionState, readonly SessionState[]>> = {
  pending: ["held", "failed", "starting", "review"],
  held: ["starting", "released", "review"],
  starting: ["charging", "released", "review"],
  charging: ["stopping", "ended", "review"],
  stopping: ["ended", "review"],
  ended: ["settling", "review", "released"],
  settling: ["settled", "review"],
  review: ["settling", "released"],
  settled: [],
  released: [],
  failed: [],
};

/** Whether a session in the one state may go on to the other; every write of a state is guarded by it. */
export const mayFollow = (from: SessionState, to: SessionState): boolean => followers[from].includes(to);

/** Nothing happens any more by itself: the money has ended. */
export const isTerminal = (state: SessionState): boolean => followers[state].length === 0;

/** States in which a session may have a cable of its own in use. */
export const occupies = (state: SessionState): boolean =>
  state === "held" || state === "starting" || state === "charging" || state === "stopping";

/** What is being done to the outside under a key of ours: written before it is done, cleared by its outcome. */
interface Effect {
  /** `hold.1`, `capture.1`, `release.1`, `remote_start`, `remote_stop` */
  readonly name: string;
  /** rises only after a read has shown that the earlier attempt did nothing */
  readonly attempt: number;
}

/** `<env>#<session>#<effect>#<attempt>`: made from our own ids, never from the clock or randomness. */
export const effectKey = (environment: string, session: string, effect: Effect): string =>
  `${environment}#${session}#${effect.name}#${effect.attempt}`;

/** Giving the session's own hold back for the first time, whoever comes to that first. */
export const firstRelease = { name: "release.1", attempt: 1 } as const;

export interface Hold {
  readonly holdAmount: Money;
  /** the provider's names; null until they are learnt */
  readonly page: string | null;
  readonly intent: string | null;
  /** true once the provider said that the hold stands, false again once it is known to be gone */
  readonly stands: boolean;
  /** the provider's own word for when it lapses; never computed */
  readonly captureBefore: Instant | null;
  readonly brand: string | null;
  readonly last4: string | null;
  /** known to be released or never to come: nothing of it is left on the driver's card by us */
  readonly released: boolean;
}

/** What is frozen at the start: a session is judged by these later, wherever the station has gone by then. */
export interface Pinned {
  readonly tariff: string;
  readonly tariffVersion: number;
  readonly location: string;
  readonly legalEntity: string;
  readonly sticker: string;
  readonly locale: "ar" | "fr" | "en";
  readonly zone: string;
}

/** What the CDR said, in one line each; the CDR itself lies in the archive under its hash. */
interface Sealed {
  readonly sha256: string;
  readonly energyMwh: bigint;
  readonly beforeTax: bigint;
  readonly tax: bigint;
  /** before tax plus tax: what the driver owes, in minor units of the session's currency */
  readonly total: bigint;
}

export interface Session {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly state: SessionState;
  /** six signs without look-alikes, to be spoken on the phone */
  readonly reference: string;
  /** of the body that made it: tells a repeat from a key used twice */
  readonly fingerprint: string;
  readonly station: string;
  readonly connector: number;
  readonly currency: string;
  readonly createdAt: Instant;
  readonly pinned: Pinned;
  /** the driver said the cable that was already plugged is theirs (a start by API means yes) */
  readonly carConfirmed: boolean;
  /** a short keyed hash of the browser's own cookie, for the limits against card testing alone; null where there is none */
  readonly device: string | null;
  readonly hold: Hold | null;
  /** further holds that stand or stood beside it (further-hold.ts): the number of the last one, and their sum */
  readonly further: { readonly last: number; readonly heldMinor: bigint } | null;
  /** charging must be stopped at this energy or after this time, whichever is first; null: no such limit */
  readonly stopEnergyMwh: bigint | null;
  readonly stopAfterMs: number | null;
  readonly readingIntervalS: number;
  readonly effect: Effect | null;
  /** when the next step is due; null when nothing is */
  readonly due: Instant | null;
  /** how often the step that is due was tried in vain */
  readonly tries: number;
  /** when the state was entered; deadlines are counted from it */
  readonly since: Instant;
  readonly heldAt: Instant | null;
  /** the station's transaction: a number of ours (OCPP 1.6), or a text of the station's (2.0.1) */
  readonly transactionId: number | string | null;
  readonly startedAt: Instant | null;
  readonly meterStart: string | null;
  readonly endedAt: Instant | null;
  readonly meterStop: string | null;
  readonly stopReason: string | null;
  /** an ended session whose tariff prices the time until the cable is out waits for that, at the latest until then */
  readonly idleUntil: Instant | null;
  /** when the cable was out; null while that is not known or makes no difference */
  readonly leftAt: Instant | null;
  readonly sealed: Sealed | null;
  readonly captured: bigint | null;
  readonly receivable: bigint | null;
  readonly writtenOff: bigint | null;
  /** asked for, on its way or given back of what was captured: never more than that; null while nothing was asked for */
  readonly refunded: bigint | null;
  /** what was taken beyond the price and goes back as a refund, where the provider can neither hold nor take a part */
  readonly returned: bigint | null;
  readonly receipt: string | null;
  /** why it failed, was released or is in review: a stable code */
  readonly why: string | null;
}

/**
 * The session in its next state, entered at an instant, with what changes beside it. A step that keeps the state keeps
 * `since` too. @throws Error (a bug) when the state may not follow
 */
export function enter(
  session: Session,
  state: SessionState,
  at: Instant,
  changes: Partial<Omit<Session, "tenant" | "id" | "version" | "state" | "since">>,
): Session {
  if (state === session.state) return { ...session, ...changes };
  if (!mayFollow(session.state, state)) throw new Error(`${session.state} is never followed by ${state}`);
  return { ...session, tries: 0, ...changes, state, since: at };
}

/** Everything that was held for a session and agreed to; null where nothing is held. */
export const heldOf = ({ hold, further }: Pick<Session, "hold" | "further">): Money | null =>
  hold && { ...hold.holdAmount, minor: hold.holdAmount.minor + (further?.heldMinor ?? 0n) };

/** When to try again after so many vain tries: 2 s doubled each time, at most 5 minutes. */
export const backOffMs = (tries: number): number => Math.min(2000 * 2 ** Math.min(tries, 10), 300_000);
