import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hour, minute, second } from "@barq/domain/instant";
import { holdClock, moveClock, openClock, settleClock } from "@barq/local/clock";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const home = mkdtempSync(join(tmpdir(), "barq-clock-"));
afterAll(() => rmSync(home, { recursive: true }));
const newFolder = (): string => mkdtempSync(join(home, "f-"));

const start = Date.parse("2026-11-24T15:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether a promise is done by now. */
const watch = (promise: Promise<unknown>): { done: boolean } => {
  const state = { done: false };
  void promise.then(() => {
    state.done = true;
  });
  return state;
};

describe("the clock's setting", () => {
  it("is refused in words when it is none, and nothing is written", () => {
    for (const wish of ["", "fast", "x", "x0", "x-1", "x1.5", "x100000", "X60", "60", "manual ", "Real"]) {
      const folder = newFolder();
      expect(() => settleClock(folder, wish), wish).toThrow(`BARQ_CLOCK is "${wish}"; it may be real, xN`);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it("is whole in its file or not there: no draft is left", () => {
    const folder = join(newFolder(), "new", "deeper");
    settleClock(folder, "x60");
    expect(readdirSync(folder)).toEqual(["clock.json"]);
    expect(JSON.parse(readFileSync(join(folder, "clock.json"), "utf8"))).toMatchObject({
      kind: "fast",
      factor: 60,
    });
  });

  it("is real where nobody has settled anything", () => {
    const clock = openClock(newFolder());
    expect(clock.setting).toEqual({ kind: "real" });
    vi.advanceTimersByTime(1234);
    expect(clock.now()).toBe(start + 1234);
  });
});

describe("a folder whose clock stands ahead of the real time", () => {
  it.each(["manual", "x60"])(
    "is not given the real time: what was done there lies in its future (%s)",
    (wish) => {
      const folder = newFolder();
      settleClock(folder, wish, start);
      if (wish === "manual") moveClock(folder, start + hour);
      else vi.advanceTimersByTime(minute);
      const before = readFileSync(join(folder, "clock.json"), "utf8");
      expect(() => settleClock(folder, "real")).toThrow(/ahead of the real time, and never goes back/);
      expect(readFileSync(join(folder, "clock.json"), "utf8")).toBe(before);
    },
  );

  it("is given it as soon as that has caught up", () => {
    const folder = newFolder();
    settleClock(folder, "manual", start);
    vi.advanceTimersByTime(minute);
    expect(settleClock(folder, "real")).toEqual({ kind: "real" });
  });
});

describe("a manual clock", () => {
  it("never goes back: not by a move, not by a file that says so, not by a restart", () => {
    const folder = newFolder();
    settleClock(folder, "manual", start);
    const clock = openClock(folder);
    moveClock(folder, start + 10 * minute);
    vi.advanceTimersByTime(5);
    expect(clock.now()).toBe(start + 10 * minute);

    moveClock(folder, start + 5 * minute);
    vi.advanceTimersByTime(5);
    expect(clock.now()).toBe(start + 10 * minute);
    writeFileSync(join(folder, "clock.json"), JSON.stringify({ kind: "manual", now: start }));
    vi.advanceTimersByTime(5);
    expect(clock.now()).toBe(start + 10 * minute);

    moveClock(folder, start + 10 * minute);
    settleClock(folder, "manual", start);
    expect(openClock(folder).now()).toBe(start + 10 * minute);
  });

  it("stands still until it is moved, and every process sees the move within 5 ms", () => {
    const folder = newFolder();
    settleClock(folder, "manual", start);
    const [one, other] = [openClock(folder), openClock(folder)];
    expect([one.now(), other.now()]).toEqual([start, start]);
    vi.advanceTimersByTime(hour);
    expect(one.now()).toBe(start);
    moveClock(folder, start + hour);
    vi.advanceTimersByTime(5);
    expect([one.now(), other.now()]).toEqual([start + hour, start + hour]);
  });

  it("is the only one that can be moved; the others say so", () => {
    for (const wish of ["real", "x60"]) {
      const folder = newFolder();
      settleClock(folder, wish);
      expect(() => moveClock(folder, start + hour), wish).toThrow("The clock is not manual");
    }
    expect(() => moveClock(newFolder(), start)).toThrow("The clock is not manual");
  });

  it("wakes a sleeper when it is moved past his time, and not before", async () => {
    const folder = newFolder();
    settleClock(folder, "manual", start);
    const sleeper = watch(openClock(folder).sleep(10 * minute));
    await vi.advanceTimersByTimeAsync(2 * second);
    expect(sleeper.done).toBe(false);
    moveClock(folder, start + 10 * minute - 1);
    await vi.advanceTimersByTimeAsync(100);
    expect(sleeper.done).toBe(false);
    moveClock(folder, start + 10 * minute);
    await vi.advanceTimersByTimeAsync(100);
    expect(sleeper.done).toBe(true);
  });
});

describe("a clock that is held in hand", () => {
  it("shows a move at once here and in a moment to the folder's others, and never goes back", () => {
    const folder = newFolder();
    const held = holdClock(folder, start);
    const other = openClock(folder);
    held.move(start + hour);
    expect(held.now()).toBe(start + hour);
    held.move(start + minute);
    expect(held.now()).toBe(start + hour);
    vi.advanceTimersByTime(5);
    expect(other.now()).toBe(start + hour);
    expect(openClock(folder).now()).toBe(start + hour);
  });
});

describe("a clock N times faster", () => {
  it("goes on over a restart: the time that nobody ran counts too", () => {
    const folder = newFolder();
    settleClock(folder, "x60", start);
    const before = openClock(folder);
    vi.advanceTimersByTime(10 * second);
    expect(before.now()).toBe(start + 10 * minute);

    vi.advanceTimersByTime(5 * second);
    settleClock(folder, "x60", start);
    const after = openClock(folder);
    expect(after.now()).toBe(start + 15 * minute);
    expect(after.now()).toBe(before.now());
    vi.advanceTimersByTime(1);
    expect(after.now()).toBe(start + 15 * minute + 60);
  });

  it("never goes back between two looks, and shows whole milliseconds", () => {
    const folder = newFolder();
    settleClock(folder, "x7", start);
    const clock = openClock(folder);
    let last = clock.now();
    for (let look = 0; look < 500; look++) {
      vi.advanceTimersByTime(look % 3);
      const now = clock.now();
      expect(Number.isSafeInteger(now)).toBe(true);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it("sleeps so much less of real time, and never wakes early", async () => {
    const folder = newFolder();
    settleClock(folder, "x60", start);
    const sleeper = watch(openClock(folder).sleep(10 * minute));
    await vi.advanceTimersByTimeAsync(10 * second - 1);
    expect(sleeper.done).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(sleeper.done).toBe(true);
  });
});

describe("sleeping", () => {
  it("ends at once by abort, on every kind of clock, and leaves no timer behind", async () => {
    for (const wish of ["real", "x60", "manual"]) {
      const folder = newFolder();
      settleClock(folder, wish);
      const abort = new AbortController();
      const sleeper = watch(openClock(folder).sleep(24 * hour, abort.signal));
      await vi.advanceTimersByTimeAsync(second);
      expect(sleeper.done, wish).toBe(false);
      abort.abort();
      await vi.advanceTimersByTimeAsync(0);
      expect(sleeper.done, wish).toBe(true);
      expect(vi.getTimerCount(), wish).toBe(0);
    }
  });

  it("does not begin when it is aborted already, and takes no time for none", async () => {
    const clock = openClock(newFolder());
    const both = [
      watch(clock.sleep(hour, AbortSignal.abort())),
      watch(clock.sleep(0)),
      watch(clock.sleep(-5)),
    ];
    await vi.advanceTimersByTimeAsync(0);
    expect(both.map(({ done }) => done)).toEqual([true, true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lasts longer than the longest timer there is (2^31 ms), and holds no listener for each round", async () => {
    const clock = openClock(newFolder());
    const abort = new AbortController();
    const added = vi.spyOn(abort.signal, "addEventListener");
    const removed = vi.spyOn(abort.signal, "removeEventListener");
    const long = 2 ** 31 + 60_000;
    const sleeper = watch(clock.sleep(long, abort.signal));
    await vi.advanceTimersByTimeAsync(3 * hour);
    expect(sleeper.done).toBe(false);
    expect(added.mock.calls.length - removed.mock.calls.length).toBeLessThanOrEqual(1);
    vi.setSystemTime(start + long);
    await vi.advanceTimersByTimeAsync(minute);
    expect(sleeper.done).toBe(true);
  });
});
