/**
 * The payment provider of a schedule as a process sees it through the network: the twin of its port, silent where the seed
 * says so. Beside it stand the people who have to do with it: drivers who pay, and somebody at the dashboard.
 */

import type { SagaPorts } from "@barq/actions/ports";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { MemoryPayments } from "@barq/payments/memory";
import { createMemoryPayments } from "@barq/payments/memory";
import type { TwinHold } from "@barq/payments/memory-state";
import type { HoldRef, PaymentCapabilities, Payments, ProviderNews } from "@barq/payments/port";
import type { Faults } from "./faults.ts";
import type { Network } from "./network.ts";
import { NoAnswer } from "./network.ts";
import type { Life, Turns } from "./turns.ts";

export interface Provider {
  readonly twin: MemoryPayments;
  portOf(
    life: Life,
  ): { readonly payments: Payments } & Pick<SagaPorts, "refunds" | "collecting" | "disputes" | "books">;
  /** Something has changed at the provider by other hands: its events go out. */
  look(): void;
  /** Resolves when a process has seen a page open, at an instant or later. */
  seenOpen(page: string, from: Instant): Promise<void>;
  /** The provider's events of refunds, disputes and warnings go out, each once. */
  tell(): void;
}

/** What a process of ours has made true of a hold. */
export interface Moved {
  readonly hold: Readonly<TwinHold>;
  readonly from: TwinHold["standing"] | null;
  /** every hold there is */
  readonly holds: readonly Readonly<TwinHold>[];
}

const lost = { kind: "unknown", why: "no_answer" } as const;

export function createProvider(of: {
  readonly turns: Turns;
  readonly network: Network;
  readonly faults: Faults;
  readonly abilities: PaymentCapabilities;
  readonly onMoved: (moved: Moved, byUs: boolean) => void;
  readonly onNews: (news: ProviderNews) => void;
  /** a read of a session's hold has told the truth */
  readonly onLooked: (session: string) => void;
  readonly onRefused: (code: string) => void;
  readonly onWrong: (why: string) => void;
}): Provider {
  const { turns, network, faults } = of;
  const twin = createMemoryPayments({ clock: turns.now, abilities: of.abilities });
  const { payments } = twin;
  let told = 0;
  const standings = new Map<string, TwinHold["standing"]>();

  const look = (byUs: boolean): void => {
    const holds = twin.holds();
    for (const hold of holds) {
      const from = standings.get(hold.page) ?? null;
      if (from === hold.standing) continue;
      standings.set(hold.page, hold.standing);
      turns.trace(() => `  ${hold.page} of ${hold.labels.session}: ${from ?? "-"} -> ${hold.standing}`);
      if (hold.standing === "lapsed") faults.count("hold lapses");
      of.onMoved({ hold, from, holds }, byUs && hold.standing !== "lapsed");
      if (from !== null)
        of.onNews({
          event: `evt_${hold.page}_${hold.standing}`,
          type: `hold.${hold.standing}`,
          kind: "hold",
          isOver: hold.standing !== "open" && hold.standing !== "held",
          object: hold.page,
          intent: hold.intent,
          tenant: hold.labels.tenant,
          session: hold.labels.session,
          at: turns.now(),
        });
    }
  };
  /** Pages end and holds lapse by the clock: that is told before a call of ours is, so that it is not taken for ours. */
  const ours = async <A extends { readonly kind: string }>(act: () => Promise<A>): Promise<A> => {
    look(false);
    const answer = await actNow(act);
    if (answer.kind === "refused" && "code" in answer) of.onRefused(String(answer.code));
    return answer;
  };
  const actNow = <A>(act: () => Promise<A>): Promise<A> => {
    const answer = act();
    look(true);
    return answer;
  };
  const holdOf = (ref: HoldRef): Readonly<TwinHold> | undefined =>
    twin.holds().find(({ page, intent }) => (ref.page === null ? intent === ref.intent : page === ref.page));
  const standingOf = (ref: HoldRef): TwinHold["standing"] | null => holdOf(ref)?.standing ?? null;
  const sessionOf = (ref: HoldRef): string | null => holdOf(ref)?.labels.session ?? null;

  const refunded = (
    request: Parameters<SagaPorts["refunds"]["refund"]>[0],
  ): ReturnType<SagaPorts["refunds"]["refund"]> => {
    const answer = ours(() => twin.refunds.refund(request));
    const own = twin
      .all()
      .filter(({ refund, standing }) => refund === request.refund && standing !== "failed");
    if (own.length > 1) of.onWrong(`the refund ${request.refund} was given ${own.length} times`);
    return answer;
  };
  const pay = <A extends { readonly kind: string }>(
    life: Life,
    verb: "open" | "capture" | "raise",
    label: string,
    act: () => Promise<A>,
  ): Promise<A | typeof lost> =>
    network.call<A | typeof lost>(life, {
      kind: "pay",
      label: `${verb} ${label}`,
      effect: () => ours(act),
      silence: () => lost,
      spent() {
        twin.faults.silence(verb, "spent");
        return ours(act);
      },
    });
  const watchers: { readonly page: string; readonly from: Instant; readonly go: () => void }[] = [];
  const tellWatchers = (page: string | null): void => {
    const at = watchers.findIndex((watcher) => watcher.page === page && turns.now() >= watcher.from);
    if (at >= 0) watchers.splice(at, 1)[0]?.go();
  };
  return {
    twin,
    look: () => look(false),
    seenOpen: (page, from) =>
      new Promise((go) => {
        watchers.push({ page, from, go });
      }),
    tell() {
      for (const news of twin.events.slice(told)) if (news.kind !== "hold") of.onNews(news);
      told = twin.events.length;
    },
    portOf: (life) => ({
      disputes: {
        read: (id) =>
          network.call(life, {
            kind: "look",
            label: `look at ${id}`,
            effect: () => twin.disputes.read(id),
            silence: () => lost,
          }),
        give: (request) =>
          network.call(life, {
            kind: "give",
            label: `give evidence ${request.key}`,
            effect: () => ours(() => twin.disputes.give(request)),
            silence: () => lost,
            spent() {
              twin.faults.silence("giveEvidence", "spent");
              return ours(() => twin.disputes.give(request));
            },
          }),
      },
      books: {
        ...twin.books,
        async *list(book, period) {
          const rows = await network.call(life, {
            kind: "look",
            label: `list ${book}`,
            effect: () => Array.fromAsync(twin.books.list(book, period)),
            silence: noAnswer,
          });
          yield* rows;
        },
        whose: (object) =>
          network.call(life, {
            kind: "look",
            label: `whose is ${object}`,
            effect: () => twin.books.whose(object),
            silence: () => lost,
          }),
      },
      payments: {
        ...payments,
        open: (request) => pay(life, "open", request.key, () => payments.open(request)),
        capture: (request) =>
          pay(life, "capture", `${request.key} ${request.captureAmount.minor}`, () =>
            payments.capture(request),
          ),
        raise: (request) =>
          pay(life, "raise", `${request.key} ${request.holdAmount.minor}`, () => payments.raise(request)),
        release(request) {
          // The adapter reads first and then ends what it has read: a page, or an intent. Done late it still ends only that.
          let meant: TwinHold["standing"] | null | undefined;
          return network.call(life, {
            kind: "pay",
            label: `release ${request.key}`,
            async effect() {
              look(false);
              const standing = standingOf(request.ref);
              meant ??= standing;
              if (meant === "open" && standing === "held")
                return { kind: "refused", code: "hold_stands", why: "The page is complete." };
              return ours(() => payments.release(request));
            },
            silence() {
              meant ??= standingOf(request.ref);
              return lost;
            },
            spent() {
              twin.faults.silence("release", "spent");
              return ours(() => payments.release(request));
            },
          });
        },
        read: (ref) =>
          network.call(life, {
            kind: "look",
            label: `look at ${ref.page}`,
            async effect() {
              look(false);
              const truth = await payments.read(ref);
              const session = sessionOf(ref);
              if (truth.kind !== "unknown" && session !== null) of.onLooked(session);
              if (truth.kind === "open") tellWatchers(truth.ref.page);
              return truth;
            },
            silence: () => lost,
          }),
        find: (labels, since) =>
          network.call(life, {
            kind: "look",
            label: `find ${labels.session}`,
            async effect() {
              look(false);
              const truth = await payments.find(labels, since);
              if (truth.kind !== "unknown") of.onLooked(labels.session);
              return truth;
            },
            silence: () => lost,
          }),
        // Signatures are the adapters' affair: here every event is the provider's own.
        async verifyNews(body) {
          const news: ProviderNews = JSON.parse(body);
          return turns.now() - news.at > 400 * day ? { kind: "old", why: "old" } : { kind: "news", news };
        },
      },
      refunds: {
        refund: (request) =>
          network.call(life, {
            kind: "give",
            label: `refund ${request.key} ${request.refundAmount.minor}`,
            effect: () => refunded(request),
            silence: () => lost,
            spent() {
              twin.faults.silence("refund", "spent");
              return refunded(request);
            },
          }),
        find: (request) =>
          network.call(life, {
            kind: "look",
            label: `find refund ${request.refund}`,
            effect: () => twin.refunds.find(request),
            silence: () => lost,
          }),
      },
      collecting: {
        collect: (request) =>
          network.call(life, {
            kind: "give",
            label: `collect ${request.key} ${request.collectAmount.minor}`,
            effect: () => twin.collecting.collect(request),
            silence: () => lost,
          }),
        findCollection: (of) =>
          network.call(life, {
            kind: "look",
            label: `find collection ${of.labels.session}`,
            effect: () => twin.collecting.findCollection(of),
            silence: () => lost,
          }),
      },
    }),
  };
}

export const noAnswer = (): never => {
  throw new NoAnswer("no answer");
};
