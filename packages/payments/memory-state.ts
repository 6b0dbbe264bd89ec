/**
 * What the twin of a payment provider remembers: holds, the answers kept under keys, and the calls that were told to stay
 * silent. The twins of single ports (memory.ts, memory-refunds.ts) look at one state, as the provider's own routes do.
 */
import type { Clock, Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { cardProvider } from "./memory-abilities.ts";
import type { TwinCollection } from "./memory-collecting.ts";
import type { HoldLabels, HoldRef, PaymentCapabilities, ProviderNews } from "./port.ts";

export type Verb =
  | "open"
  | "read"
  | "find"
  | "capture"
  | "raise"
  | "release"
  | "refund"
  | "collect"
  | "findCollection"
  | "findRefund"
  | "readDispute"
  | "giveEvidence";

/** Where the answer is lost: before anything was done, after it was done, or with the failure kept under the key. */
export type Silence = "before" | "after" | "spent";

export interface TwinCard {
  readonly brand: string;
  readonly last4: string;
  readonly fingerprint: string | null;
  /** whether a hold on it can be raised: as often as it says, and from then on its bank says no */
  readonly raises?: number;
  /** what can be captured beyond the hold, in twentieths of it */
  readonly overTwentieths?: number;
}

export interface TwinHold {
  readonly page: string;
  intent: string | null;
  readonly labels: HoldLabels;
  readonly openedAt: Instant;
  /** when the first card was tried, and when the money was taken */
  intentAt: Instant | null;
  capturedAt: Instant | null;
  readonly expiresAt: Instant;
  readonly savesCard: boolean;
  holdAmount: Money;
  /** how often it was raised, or tried to be */
  raises: number;
  standing: "open" | "held" | "captured" | "released" | "lapsed" | "expired";
  captureBefore: Instant | null;
  capturedAmount: Money | null;
  card: TwinCard;
  declinedCard: string | null;
  confusion: string | null;
}

export const lost = { kind: "unknown", why: "no_answer" } as const;

/** As at the provider: a first answer is kept for a day. */
const keptMs = day;

interface Kept<A> {
  readonly at: Instant;
  readonly words: string;
  readonly answer: A | typeof lost;
}

type Refusal = { readonly kind: "refused"; readonly code: string; readonly why: string };

/** A verb whose first answer under a key is kept. */
export type Keyed<A> = (key: string, asked: unknown, act: () => A) => A | typeof lost | Refusal;

export interface TwinState {
  readonly clock: Clock;
  readonly abilities: PaymentCapabilities;
  readonly holds: Map<string, TwinHold>;
  /** payments by kept cards, by their intents */
  readonly collections: Map<string, TwinCollection>;
  /** The hold as it stands by now: pages end and holds lapse by the clock. */
  holdOf(ref: HoldRef): TwinHold | undefined;
  /** How the next call of a verb stays silent; null when it does not. Counts the call. */
  silenceOf(verb: Verb): Silence | null;
  silence(verb: Verb, where: Silence): void;
  /**
   * A verb that keeps the first answer under a key, refuses the key with other words, and loses the answer where it was
   * told to. Where the twin knows no keys it acts each time that it is asked.
   */
  keyed<A extends { readonly kind: string }>(verb: Verb): Keyed<A>;
  readonly calls: Readonly<Record<Verb, number>>;
  /** pages whose money a bank has taken back: nothing of it is refunded meanwhile */
  readonly disputed: Set<string>;
  /** everything that was ever told, in order: what the provider's list of events has */
  readonly events: ProviderNews[];
  /** Something happened to what a hold stands for; told once for each state it comes to. */
  announce(hold: TwinHold, of: Pick<ProviderNews, "type" | "kind" | "isOver" | "object">): ProviderNews;
}

/** What the provider tells of a hold as it stands. */
export const holdNews = ({
  page,
  standing,
}: TwinHold): Pick<ProviderNews, "type" | "kind" | "isOver" | "object"> => ({
  type: `hold.${standing}`,
  kind: "hold",
  isOver: standing === "captured" || standing === "released" || standing === "lapsed",
  object: page,
});

export function createTwinState(clock: Clock, abilities: PaymentCapabilities = cardProvider): TwinState {
  const holds = new Map<string, TwinHold>();
  const silences: { verb: Verb; where: Silence }[] = [];
  const calls: Record<Verb, number> = {
    open: 0,
    read: 0,
    find: 0,
    capture: 0,
    raise: 0,
    release: 0,
    refund: 0,
    collect: 0,
    findCollection: 0,
    findRefund: 0,
    readDispute: 0,
    giveEvidence: 0,
  };

  const events: ProviderNews[] = [];
  const told = new Set<string>();
  const tell = (
    hold: TwinHold,
    of: Pick<ProviderNews, "type" | "kind" | "isOver" | "object">,
    at: Instant,
  ): ProviderNews => {
    const { tenant, session } = hold.labels;
    // As at the provider: a dispute and a warning carry nothing of ours, only the name of the hold behind them.
    const isOurs = of.kind === "hold" || of.kind === "refund";
    const news = {
      ...of,
      event: `evt_${of.object}_${of.type.replace("hold.", "")}`,
      intent: hold.intent,
      tenant: isOurs ? tenant : null,
      session: isOurs ? session : null,
      at,
    };
    if (!told.has(news.event)) events.push(news);
    told.add(news.event);
    return news;
  };
  const announceHold = (hold: TwinHold, at: Instant): void => void tell(hold, holdNews(hold), at);
  const byTime = (hold: TwinHold): TwinHold => {
    const now = clock();
    if (hold.standing === "open" && now >= hold.expiresAt) {
      hold.standing = "expired";
      announceHold(hold, hold.expiresAt);
    }
    if (hold.standing === "held" && hold.captureBefore !== null && now >= hold.captureBefore) {
      hold.standing = "lapsed";
      announceHold(hold, hold.captureBefore);
    }
    return hold;
  };
  const silenceOf = (verb: Verb): Silence | null => {
    calls[verb]++;
    const at = silences.findIndex((silence) => silence.verb === verb);
    return at < 0 ? null : (silences.splice(at, 1)[0]?.where ?? null);
  };

  return {
    clock,
    abilities,
    holds,
    collections: new Map(),
    calls,
    disputed: new Set(),
    events,
    announce: (hold, of) => tell(hold, of, clock()),
    holdOf(ref) {
      const hold = holds.get(ref.page ?? ref.intent?.replace(/^intent_/, "") ?? "");
      return hold && byTime(hold);
    },
    silenceOf,
    silence(verb, where) {
      silences.push({ verb, where });
    },
    keyed<A extends { readonly kind: string }>(verb: Verb): Keyed<A> {
      const answers = new Map<string, Kept<A>>();
      return (key, asked, act) => {
        const silence = silenceOf(verb);
        if (silence === "before") return lost;
        const words = JSON.stringify(asked, (_, value) =>
          typeof value === "bigint" ? value.toString() : value,
        );
        const kept = abilities.idempotencyKeys ? answers.get(key) : undefined;
        if (kept && clock() - kept.at < keptMs) {
          if (kept.words !== words) {
            return { kind: "refused", code: "idempotency_error", why: "The key was used with other words." };
          }
          return silence === null ? kept.answer : lost;
        }
        const answer = silence === "spent" ? lost : act();
        if (answer.kind !== "refused") answers.set(key, { at: clock(), words, answer });
        return silence === null ? answer : lost;
      };
    },
  };
}
