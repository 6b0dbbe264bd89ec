/**
 * The twin of a payment provider, in memory: holds, captures, releases, keys that are kept for 24 hours, pages that end
 * and holds that lapse by the clock handed in. Beside the port it has what tests need: a driver who pays or is declined,
 * and calls that stay silent. What it can do is handed in (memory-abilities.ts), and what it cannot it refuses.
 *
 *   const { payments, driver, faults } = createMemoryPayments({ clock });
 *   driver.pay(opened.ref.page);            // the hold stands
 *   faults.silence("capture", "after");     // the next capture is made, and its answer is lost
 */
import { createHmac } from "node:crypto";
import type { Clock, Instant } from "@barq/domain/instant";
import { day, second } from "@barq/domain/instant";
import { cardFloor } from "@barq/domain/money";
import { leastMoney } from "./least.ts";
import { cardProvider } from "./memory-abilities.ts";
import type { MemoryBooks } from "./memory-books.ts";
import { createMemoryBooks } from "./memory-books.ts";
import type { MemoryCollecting } from "./memory-collecting.ts";
import { createMemoryCollecting } from "./memory-collecting.ts";
import type { MemoryDisputes } from "./memory-disputes.ts";
import { createMemoryDisputes } from "./memory-disputes.ts";
import type { MemoryRefunds } from "./memory-refunds.ts";
import { createMemoryRefunds } from "./memory-refunds.ts";
import type { Silence, TwinCard, TwinHold, Verb } from "./memory-state.ts";
import { createTwinState, holdNews, lost } from "./memory-state.ts";
import { mayBeRaised, mostCaptured, twinTruth } from "./memory-truth.ts";
import type {
  Captured,
  HoldTruth,
  Opened,
  OpenHold,
  PaymentCapabilities,
  Payments,
  ProviderNews,
  Raised,
  Released,
  VerifiedNews,
} from "./port.ts";

export interface MemoryPayments extends MemoryRefunds, MemoryDisputes, MemoryBooks, MemoryCollecting {
  readonly payments: Payments;
  /** everything that was ever told, in order */
  readonly events: readonly ProviderNews[];
  readonly driver: {
    /** The hold stands from now on. @throws when the page is not open */
    pay(page: string | null, card?: TwinCard): void;
    /** The page stays open for another card. */
    decline(page: string | null, card?: TwinCard): void;
  };
  readonly faults: {
    silence(verb: Verb, where: Silence): void;
    /** The provider's window is over now, whatever the clock says. */
    lapse(page: string | null): void;
    /** A person captures or cancels in the provider's dashboard. @throws when the hold does not stand */
    dashboard(page: string | null, act: { readonly capture: bigint } | "cancel"): void;
    /** The provider answers with a state that nobody knows, until it is set right with null. */
    confuse(page: string | null, state: string | null): void;
  };
  /** News as the provider would send it, signed; `at` is the signing time, now by default. */
  news(page: string | null, at?: Instant): { readonly body: string; readonly signature: string };
  /** every hold there ever was, as it stands by now */
  readonly holds: () => readonly Readonly<TwinHold>[];
  /** Any news, signed: what the hook would be sent. */
  sign(news: ProviderNews, at?: Instant): { readonly body: string; readonly signature: string };
  /** How often each verb was called. */
  readonly calls: Readonly<Record<Verb, number>>;
}

/** As at the provider: a hold can be captured for a week. */
const windowMs = 7 * day;
const toleranceS = 300;
/** As at the provider, declines included. */
const mostRaises = 10;

export function createMemoryPayments(options: {
  readonly clock: Clock;
  readonly webhookSecret?: string;
  readonly abilities?: PaymentCapabilities;
}): MemoryPayments {
  const { clock, webhookSecret = "whsec_twin", abilities = cardProvider } = options;
  const state = createTwinState(clock, abilities);
  const { holds, holdOf, silenceOf } = state;
  const openings = state.keyed<Opened>("open");
  const captures = state.keyed<Captured>("capture");
  const raises = state.keyed<Raised>("raise");
  const releases = state.keyed<Released>("release");
  const refunds = createMemoryRefunds(state);
  const disputes = createMemoryDisputes(state);
  let count = 0;

  const known = (page: string | null): TwinHold => {
    const hold = holdOf({ page, intent: null });
    if (!hold) throw new Error(`the twin knows no page ${page}`);
    return hold;
  };
  const truthOf = (hold: TwinHold): HoldTruth => twinTruth(abilities, hold);
  const payments: Payments = {
    capabilities: abilities,
    least: leastMoney,
    async open(request) {
      return openings(request.key, request, () => openOnce(request));
    },
    async read(ref) {
      if (silenceOf("read") !== null) return lost;
      const hold = holdOf(ref);
      const collection = hold ? undefined : state.collections.get(ref.intent ?? "");
      if (collection && !collection.declined)
        return { kind: "captured", ref, capturedAmount: collection.collectAmount };
      return hold ? truthOf(hold) : { kind: "unknown", why: "resource_missing" };
    },
    async find(labels, since) {
      if (silenceOf("find") !== null) return lost;
      const found = [...holds.values()].filter(
        (hold) =>
          hold.openedAt >= since &&
          hold.labels.session === labels.session &&
          hold.labels.tenant === labels.tenant &&
          hold.labels.hold === labels.hold &&
          hold.labels.environment === labels.environment,
      );
      const last =
        found.findLast(({ standing }) => standing === "held" || standing === "captured") ??
        found.findLast((hold) => hold.intent !== null) ??
        found.at(-1);
      const hold = last && holdOf({ page: last.page, intent: null });
      return hold ? truthOf(hold) : { kind: "none" };
    },
    async capture({ key, ref, captureAmount }) {
      return captures(key, [ref.intent ?? ref.page, captureAmount], () => {
        const hold = holdOf(ref);
        if (!hold?.intent) return { kind: "refused", code: "no_hold", why: "Nobody has paid on this page." };
        if (!abilities.hold) return { kind: "refused", code: "no_capture", why: "The deposit was taken." };
        if (hold.standing === "captured" && hold.capturedAmount && abilities.idempotencyKeys) {
          return { kind: "captured", capturedAmount: hold.capturedAmount };
        }
        if (hold.standing !== "held") {
          return { kind: "refused", code: "payment_intent_unexpected_state", why: hold.standing };
        }
        if (cardFloor(captureAmount).minor !== captureAmount.minor)
          return { kind: "refused", code: "amount_invalid", why: "No card could pay it." };
        if (captureAmount.minor > mostCaptured(abilities, hold).minor || captureAmount.minor <= 0n) {
          const code = captureAmount.minor <= 0n ? "amount_too_small" : "amount_too_large";
          return { kind: "refused", code, why: "More or less than can be captured." };
        }
        if (!abilities.partialCapture && captureAmount.minor !== hold.holdAmount.minor) {
          return { kind: "refused", code: "amount_differs", why: "The whole hold is captured, or nothing." };
        }
        hold.standing = "captured";
        hold.capturedAmount = captureAmount;
        hold.capturedAt = clock();
        state.announce(hold, holdNews(hold));
        return { kind: "captured", capturedAmount: captureAmount };
      });
    },
    async raise({ key, ref, holdAmount }) {
      return raises(key, [ref.intent, holdAmount], () => {
        const hold = holdOf(ref);
        if (hold?.standing !== "held")
          return { kind: "refused", code: "payment_intent_unexpected_state", why: "It does not stand." };
        if (!mayBeRaised(abilities, hold) || hold.raises === mostRaises)
          return { kind: "refused", code: "incremental_authorization_not_allowed", why: "Not this one." };
        if (holdAmount.minor <= hold.holdAmount.minor)
          return { kind: "refused", code: "amount_too_small", why: "It is no more than is held." };
        if (hold.raises++ >= (hold.card.raises ?? 0)) return { kind: "declined", code: "card_declined" };
        hold.holdAmount = holdAmount;
        return { kind: "raised", heldAmount: holdAmount };
      });
    },
    async release({ key, ref, pageOnly }) {
      return releases(key, ref.page ?? ref.intent, () => {
        const hold = holdOf(ref);
        if (!hold) return { kind: "unknown", why: "resource_missing" };
        if (hold.standing === "captured") {
          return { kind: "refused", code: "already_captured", why: "The hold was captured before." };
        }
        if (hold.standing === "held" && pageOnly)
          return { kind: "refused", code: "hold_stands", why: "The page is complete." };
        if (hold.standing === "held" && !abilities.hold) {
          return { kind: "refused", code: "deposit_taken", why: "What was taken goes back as a refund." };
        }
        if (hold.standing !== "open" && hold.standing !== "held" && !abilities.idempotencyKeys) {
          return { kind: "refused", code: "unexpected_state", why: hold.standing };
        }
        if (hold.standing === "open") hold.standing = "expired";
        if (hold.standing === "held") hold.standing = "released";
        state.announce(hold, holdNews(hold));
        return { kind: "released" };
      });
    },
    async verifyNews(body, signature): Promise<VerifiedNews> {
      const [, at, sign] = /^t=(\d{1,12}),twin=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
      if (at === undefined || sign !== signatureOf(body, at))
        return { kind: "forged", why: "signature_differs" };
      const ageS = Math.floor(clock() / second) - Number(at);
      if (ageS > toleranceS) return { kind: "old", why: "signed_too_long_ago" };
      if (-ageS > toleranceS) return { kind: "old", why: "signed_in_the_future" };
      const news: ProviderNews = JSON.parse(body);
      return { kind: "news", news };
    },
  };

  const openOnce = (request: OpenHold): Opened => {
    if (request.expiresAt <= clock()) {
      return { kind: "refused", code: "expires_at_invalid", why: "The page would be over at once." };
    }
    if (!/^[A-Za-z0-9 .-]{1,22}$/.test(request.statement)) {
      return { kind: "refused", code: "parameter_invalid_string", why: "No bank could print it." };
    }
    if (request.holdAmount.minor < leastMoney(request.holdAmount.currency).minor) {
      return { kind: "refused", code: "amount_too_small", why: "Less than the least that can be held." };
    }
    if (cardFloor(request.holdAmount).minor !== request.holdAmount.minor) {
      return { kind: "refused", code: "amount_invalid", why: "No card could pay it." };
    }
    const page = `page_${++count}`;
    holds.set(page, {
      page,
      intent: null,
      labels: request.labels,
      openedAt: clock(),
      intentAt: null,
      capturedAt: null,
      expiresAt: request.expiresAt,
      holdAmount: request.holdAmount,
      savesCard: request.savesCard === true && abilities.savedCard,
      raises: 0,
      standing: "open",
      captureBefore: null,
      capturedAmount: null,
      card: { brand: "visa", last4: "4242", fingerprint: "twin_4242" },
      declinedCard: null,
      confusion: null,
    });
    return { kind: "opened", ref: { page, intent: null }, url: `https://pay.example/${page}` };
  };
  const signatureOf = (body: string, at: string): string =>
    createHmac("sha256", webhookSecret).update(`${at}.${body}`).digest("hex");

  const sign: MemoryPayments["sign"] = (news, at = clock()) => {
    const body = JSON.stringify(news);
    const seconds = Math.floor(at / second).toString();
    return { body, signature: `t=${seconds},twin=${signatureOf(body, seconds)}` };
  };

  return {
    payments,
    ...refunds,
    ...createMemoryCollecting(state),
    holds: () => [...holds.keys()].flatMap((page) => holdOf({ page, intent: null }) ?? []),
    ...disputes,
    ...createMemoryBooks(state, { refunds: refunds.all, disputes: disputes.allDisputes }),
    events: state.events,
    sign,
    calls: state.calls,
    driver: {
      pay(page, card) {
        const hold = known(page);
        if (hold.standing !== "open") throw new Error(`the page is ${hold.standing}`);
        hold.intent ??= `intent_${hold.page}`;
        hold.intentAt ??= clock();
        hold.standing = "held";
        hold.captureBefore = abilities.hold ? clock() + windowMs : null;
        if (card) hold.card = card;
        state.announce(hold, holdNews(hold));
      },
      decline(page, card) {
        const hold = known(page);
        hold.declinedCard = (card ?? hold.card).fingerprint;
        hold.intent ??= `intent_${hold.page}`;
        hold.intentAt ??= clock();
      },
    },
    faults: {
      silence: state.silence,
      lapse(page) {
        const hold = known(page);
        if (hold.standing === "held") hold.standing = "lapsed";
        state.announce(hold, holdNews(hold));
      },
      dashboard(page, act) {
        const hold = known(page);
        if (hold.standing !== "held") throw new Error(`the hold is ${hold.standing}`);
        hold.standing = act === "cancel" ? "released" : "captured";
        if (act !== "cancel") hold.capturedAmount = { ...hold.holdAmount, minor: act.capture };
        state.announce(hold, holdNews(hold));
      },
      confuse(page, state) {
        known(page).confusion = state;
      },
    },
    news(page, at = clock()) {
      const hold = known(page);
      return sign(state.announce(hold, holdNews(hold)), at);
    },
  };
}
