/**
 * What a station says, one thing at a time: BootNotification until it is accepted, then the statuses as they are, then
 * everything else in the order of its making. What the message follows from is saved before it is said.
 */
import type { Clock } from "@barq/domain/instant";
import * as v from "valibot";
import type { Call } from "./link.ts";
import { acknowledge } from "./queue.ts";
import type { Queued, StationState } from "./state.ts";

/** Said now or never: a status, a heartbeat, a question. */
export interface Passing {
  readonly action: string;
  readonly payload: Record<string, unknown>;
  /** undefined: there was no answer, or a refusal */
  readonly answered?: (answer: unknown) => void;
}

interface Line {
  /** the central system has accepted the boot, and the connection lasts */
  readonly open: boolean;
  /** nothing happens while there is no connection */
  say(message: Passing): void;
  /** something new may be in the queue */
  wake(): void;
  /** talks until the connection is closed */
  serve(call: Call, closed: AbortSignal): Promise<void>;
}

interface LineOptions {
  readonly state: StationState;
  readonly clock: { readonly now: Clock; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** resolves when everything that was changed is on disk */
  readonly settle: () => Promise<void>;
  readonly boot: () => Record<string, unknown>;
  readonly statuses: () => readonly Passing[];
  readonly booted: (heartbeatS: number) => void;
  /** the answer to a queued message; false where it is no acknowledgement */
  readonly acknowledged: (message: Queued, answer: unknown) => boolean;
  /** how long a message that was not acknowledged rests (real time) */
  readonly retryMs: number;
}

const bootAnswer = v.object({ status: v.string(), interval: v.number() });

export function createLine(options: LineOptions): Line {
  const { state, settle } = options;
  let passing: { readonly turn: number; readonly message: Passing }[] = [];
  let open = false;
  let resting = false;
  let wake = (): void => undefined;

  const say = (message: Passing): void => {
    if (!open) {
      message.answered?.(undefined);
      return;
    }
    state.lastTurn++;
    passing.push({ turn: state.lastTurn, message });
    wake();
  };

  const boot = async (call: Call, closed: AbortSignal): Promise<void> => {
    while (!closed.aborted) {
      const said = await attempt(call, "BootNotification", options.boot());
      const answer = v.safeParse(bootAnswer, said);
      if (answer.success && answer.output.status === "Accepted") {
        options.booted(answer.output.interval);
        return;
      }
      if (answer.success) await options.clock.sleep(Math.max(1, answer.output.interval) * 1000, closed);
      else await rest(closed, options.retryMs);
    }
  };

  const attempt = async (call: Call, action: string, payload: object): Promise<unknown> => {
    try {
      await settle();
      return await call(action, payload);
    } catch {
      // Unanswered, refused or cut off; who asked decides what comes of it.
      return undefined;
    }
  };

  /** Until woken or cut off, at the longest for so many milliseconds. */
  const rest = (closed: AbortSignal, ms: number | null): Promise<void> =>
    new Promise((done) => {
      const timer = ms === null ? undefined : setTimeout(end, ms);
      function end(): void {
        clearTimeout(timer);
        closed.removeEventListener("abort", end);
        wake = () => undefined;
        done();
      }
      if (closed.aborted) return end();
      closed.addEventListener("abort", end);
      wake = ms === null ? end : () => undefined;
    });

  const sendQueued = async (call: Call, message: Queued): Promise<void> => {
    const answer = await attempt(call, message.action, message.payload);
    if (answer !== undefined && options.acknowledged(message, answer)) {
      acknowledge(state, message);
      return;
    }
    // It stays first in its line; meanwhile what only passes may pass.
    resting = true;
    setTimeout(() => {
      resting = false;
      wake();
    }, options.retryMs).unref();
  };

  return {
    get open() {
      return open;
    },
    say,
    wake: () => wake(),
    async serve(call, closed) {
      await boot(call, closed);
      open = true;
      passing = options.statuses().map((message) => ({ turn: 0, message }));
      resting = false;
      while (!closed.aborted) {
        const [queued] = state.queue;
        const [first] = passing;
        if (first && (resting || !queued || first.turn < queued.turn)) {
          passing.shift();
          const answer = await attempt(call, first.message.action, first.message.payload);
          first.message.answered?.(answer);
        } else if (queued && !resting) await sendQueued(call, queued);
        else await rest(closed, null);
      }
      open = false;
      for (const { message } of passing.splice(0)) message.answered?.(undefined);
    },
  };
}
