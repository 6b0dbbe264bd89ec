/**
 * The one Clock of a running product, shared by its processes: the real time, a time N times faster, or one that stands
 * still until `barq clock +10m` moves it. The setting lies in BARQ_DATA/clock.json, so that stand-in and stations agree.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";

export type ClockSetting =
  | { readonly kind: "real" }
  /** clock = clockBase + (real - realBase) * factor */
  | { readonly kind: "fast"; readonly factor: number; readonly realBase: number; readonly clockBase: number }
  | { readonly kind: "manual"; readonly now: Instant };

export interface LocalClock {
  readonly now: Clock;
  readonly setting: ClockSetting;
  /** resolves when that much clock time has passed */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const fileOf = (folder: string): string => join(folder, "clock.json");

function write(folder: string, setting: ClockSetting): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${fileOf(folder)}.tmp`, JSON.stringify(setting));
  renameSync(`${fileOf(folder)}.tmp`, fileOf(folder));
}

function read(folder: string): ClockSetting | undefined {
  return existsSync(fileOf(folder)) ? JSON.parse(readFileSync(fileOf(folder), "utf8")) : undefined;
}

/** Reads `real`, `xN` or `manual` (BARQ_CLOCK) and keeps what the folder already agreed on, so that time goes on after a restart. @throws Error in words for a person */
export function settleClock(folder: string, wish: string, startAt: Instant = Date.now()): ClockSetting {
  const before = read(folder);
  // Another setting than before goes on where the clock stood: time never goes back on a folder.
  const goOn = before && before.kind !== "real" ? Math.max(startAt, openClock(folder).now()) : startAt;
  let setting: ClockSetting;
  if (wish === "real") {
    if (goOn > startAt)
      throw new Error(
        `The clock of ${folder} stands at ${isoText(goOn)}, ahead of the real time, and never goes back: start with BARQ_CLOCK=manual, or with another BARQ_DATA.`,
      );
    setting = { kind: "real" };
  } else if (wish === "manual") setting = before?.kind === "manual" ? before : { kind: "manual", now: goOn };
  else if (/^x[1-9]\d{0,4}$/.test(wish)) {
    const factor = Number(wish.slice(1));
    setting =
      before?.kind === "fast" && before.factor === factor
        ? before
        : { kind: "fast", factor, realBase: Date.now(), clockBase: goOn };
  } else
    throw new Error(`BARQ_CLOCK is "${wish}"; it may be real, xN (x60 is sixty times faster) or manual.`);
  write(folder, setting);
  return setting;
}

/** Moves a manual clock forward; it never goes back. */
export function moveClock(folder: string, to: Instant): void {
  const before = read(folder);
  if (before?.kind !== "manual") throw new Error("The clock is not manual: start with BARQ_CLOCK=manual.");
  if (to > before.now) write(folder, { kind: "manual", now: to });
}

/** A manual clock that is moved from here: this process sees the new time at once, the others of the folder in a moment. */
export function holdClock(folder: string, startAt: Instant): LocalClock & { move(to: Instant): void } {
  write(folder, { kind: "manual", now: startAt });
  const { setting, sleep } = openClock(folder);
  let now = startAt;
  return {
    setting,
    sleep,
    now: () => now,
    move(to) {
      if (to <= now) return;
      now = to;
      write(folder, { kind: "manual", now });
    },
  };
}

/** The clock of a folder. A manual one is read again at most every 5 ms of real time. */
export function openClock(folder: string): LocalClock {
  const setting: ClockSetting = read(folder) ?? { kind: "real" };
  let lastRead = 0;
  let manualNow = setting.kind === "manual" ? setting.now : 0;
  const now = (): Instant => {
    const real = Date.now();
    if (setting.kind === "real") return real;
    if (setting.kind === "fast")
      return Math.floor(setting.clockBase + (real - setting.realBase) * setting.factor);
    if (real - lastRead >= 5) {
      lastRead = real;
      const current = read(folder);
      if (current?.kind === "manual" && current.now > manualNow) manualNow = current.now;
    }
    return manualNow;
  };
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    const until = now() + ms;
    while (now() < until && !signal?.aborted) {
      const left = until - now();
      const wait = setting.kind === "fast" ? left / setting.factor : setting.kind === "real" ? left : 20;
      await new Promise<void>((done) => {
        const end = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", end);
          done();
        };
        const timer = setTimeout(end, Math.max(1, Math.min(wait, 60_000)));
        signal?.addEventListener("abort", end);
      });
    }
  };
  return { now, setting, sleep };
}
