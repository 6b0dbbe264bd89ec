/**
 * Events delivered as Stripe delivers them: signed anew for each try, at least once, in no promised order, tried again
 * with growing pauses for three days. What was on disk and not taken goes out again after a restart.
 */
import { createHmac } from "node:crypto";
import type { Clock } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import type { Books } from "./books.ts";
import { thinOf } from "./thin-events.ts";

interface WebhookMode {
  /** each event is sent so many times */
  copies: number;
  /** events wait a little and go out in another order */
  shuffle: boolean;
  /** events wait so long, in real milliseconds */
  delayMs: number;
  /** events tell what they are about and no more, as those of event destinations do */
  thin: boolean;
  /** events are not sent; they stay listable as not delivered */
  lose: boolean;
}

export interface Webhooks {
  readonly mode: WebhookMode;
  deliver(event: string): void;
  /** everything that is not yet taken */
  deliverPending(): void;
  close(): Promise<void>;
}

const tryForS = 3 * 86_400;
const firstPauseMs = 250;
const longestPauseMs = 30_000;
const atOnce = 16;
const answerWithinMs = 10_000;

export const signatureOf = (secret: string, atS: number, body: string): string =>
  `t=${atS},v1=${createHmac("sha256", secret).update(`${atS}.${body}`).digest("hex")}`;

export function createWebhooks(options: {
  readonly books: Books;
  readonly clock: Clock;
  readonly target: { readonly url: string; readonly secret: string } | null;
  /** called when an event was taken, to write that down */
  readonly onTaken: () => void;
}): Webhooks {
  const { target, books, clock, onTaken } = options;
  const mode: WebhookMode = { copies: 1, shuffle: false, delayMs: 0, lose: false, thin: false };
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  const queue: { readonly event: string; readonly tries: number }[] = [];
  const closing = new AbortController();

  const later = (ms: number, event: string, tries: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      queue.push({ event, tries });
      pump();
    }, ms);
    timers.add(timer);
  };

  const pump = (): void => {
    while (!closing.signal.aborted && underWay.size < atOnce) {
      const next = queue.shift();
      if (!next) return;
      const run: Promise<void> = attempt(next.event, next.tries).finally(() => {
        underWay.delete(run);
        pump();
      });
      underWay.add(run);
    }
  };

  const attempt = async (id: string, tries: number): Promise<void> => {
    const event = books.find("event", id);
    if (!target || !event) return;
    const taken = await post(JSON.stringify(mode.thin ? thinOf(event) : event), target);
    const now = books.find("event", id);
    if (closing.signal.aborted || !now) return;
    if (taken) {
      if (now.pending_webhooks > 0) {
        books.put("event", { ...now, pending_webhooks: 0 });
        onTaken();
      }
    } else if (now.pending_webhooks > 0 && books.nowS() - event.created < tryForS) {
      later(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)), id, tries + 1);
    }
  };

  const post = async (
    body: string,
    to: { readonly url: string; readonly secret: string },
  ): Promise<boolean> => {
    try {
      const answer = await fetch(to.url, {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "stripe-signature": signatureOf(to.secret, Math.floor(clock() / second), body),
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerWithinMs)]),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      // Nobody answers: tried again like any other refusal.
      return false;
    }
  };

  const deliver = (event: string): void => {
    if (!target || mode.lose) return;
    for (let copy = 0; copy < mode.copies; copy++) {
      const shuffleMs = mode.shuffle ? (event.charCodeAt(event.length - 1) * 37 + copy * 101) % 300 : 0;
      later(mode.delayMs + shuffleMs, event, 0);
    }
  };

  return {
    mode,
    deliver,
    deliverPending() {
      for (const event of books.shelf("event").byId.values()) {
        if (event.pending_webhooks > 0 && books.nowS() - event.created < tryForS) deliver(event.id);
      }
    },
    async close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
