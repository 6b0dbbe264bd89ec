/**
 * Whose turn it is. Every call of a port waits here until the seed picks it; between two picks everything that can run has
 * run, so that a seed is an order of calls and nothing else. Time passes a little with each turn and leaps to the next timer
 * when nobody waits.
 */
import type { Instant } from "@barq/domain/instant";
import type { Choice } from "./seeded-choice.ts";

/** A process from its start to its crash: what it was waiting for then is never answered. */
export interface Life {
  readonly name: string;
  /** it runs the next version of the code */
  readonly isNext: boolean;
  hasEnded: boolean;
}

/** What must never be was so: the schedule ends here. */
export class Violation extends Error {}

export interface Turns {
  now(): Instant;
  /** how many there were */
  count(): number;
  /** Resolves when it is this call's turn; never, when its process has crashed by then. */
  turn(life: Life, label: string): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** The schedule has failed; nobody gets another turn. */
  fail(error: unknown): void;
  trace(line: () => string): void;
  /** Gives turns until the work is done. @throws Violation, or whatever the work throws */
  run(work: () => Promise<void>): Promise<void>;
}

interface Waiting {
  readonly life: Life;
  readonly label: string;
  readonly go: () => void;
}

interface Timer {
  readonly at: Instant;
  readonly go: () => void;
}

/** More turns than any schedule takes: a circle ends here, loudly. */
const mostTurns = 60_000;

export const never = <T>(): Promise<T> => new Promise<T>(() => {});

export function createTurns(of: {
  readonly choice: Choice;
  readonly startAt: Instant;
  readonly trace: ((line: string) => void) | null;
}): Turns {
  const { choice } = of;
  let now = of.startAt;
  let turns = 0;
  let waiting: Waiting[] = [];
  const timers: Timer[] = [];
  let failed: { readonly error: unknown } | null = null;
  let isDone = false;

  const trace = (line: () => string): void =>
    of.trace?.(`${String(turns).padStart(5)} ${new Date(now).toISOString()} ${line()}`);

  const next = (): boolean => {
    const timer = timers[0];
    if (timer && (waiting.length === 0 || timer.at <= now)) {
      timers.shift();
      now = Math.max(now, timer.at);
      timer.go();
      return true;
    }
    const at = choice.below(waiting.length);
    const chosen = waiting[at];
    if (!chosen) return false;
    const last = waiting.pop();
    if (last && last !== chosen) waiting[at] = last;
    if (chosen.life.hasEnded) return true;
    now += choice.between(1, 40);
    trace(() => `${chosen.life.name}: ${chosen.label}`);
    chosen.go();
    return true;
  };

  return {
    now: () => now,
    count: () => turns,
    trace,
    turn(life, label) {
      return new Promise((go) => {
        waiting.push({ life, label, go });
      });
    },
    sleep(ms) {
      return new Promise((go) => {
        const timer = { at: now + ms, go };
        let place = timers.length;
        while (place > 0 && (timers[place - 1]?.at ?? 0) > timer.at) place--;
        timers.splice(place, 0, timer);
      });
    },
    fail(error) {
      failed ??= { error };
    },
    run(work) {
      return new Promise((done, fail) => {
        const leave = (error: unknown): void => {
          isDone = true;
          waiting = [];
          timers.length = 0;
          fail(error);
        };
        // Ticks come after every promise that can be settled is settled: what runs in between is one step of a process.
        const tick = (): void => {
          if (isDone) return;
          turns++;
          if (failed) leave(failed.error);
          else if (turns > mostTurns) leave(new Violation(`no end after ${mostTurns} turns`));
          else if (!next()) leave(new Violation("nobody waits for anything, and the schedule is not over"));
          else queueMicrotask(() => process.nextTick(tick));
        };
        work().then(() => {
          if (failed) leave(failed.error);
          isDone = true;
          done();
        }, leave);
        queueMicrotask(() => process.nextTick(tick));
      });
    },
  };
}
