/**
 * What rarely changes, kept for a minute in the process that read it: stickers, stations, locations, tariff versions.
 * Whoever changes such a thing drops it here; other processes see the change within the minute.
 */
import type { Clock, Instant } from "@barq/domain/instant";

export interface Cache {
  /** the kept value, else what `load` answers; undefined is not kept */
  get<T>(name: string, load: () => Promise<T | undefined>): Promise<T | undefined>;
  drop(name: string): void;
}

export function createCache(clock: Clock, keepMs = 60_000, most = 10_000): Cache {
  const kept = new Map<string, { readonly until: Instant; readonly value: Promise<unknown> }>();
  return {
    async get<T>(name: string, load: () => Promise<T | undefined>): Promise<T | undefined> {
      const hit = kept.get(name);
      if (hit && hit.until > clock()) return hit.value as Promise<T | undefined>;
      const value = load();
      if (kept.size >= most) kept.clear();
      kept.set(name, { until: clock() + keepMs, value });
      try {
        const loaded = await value;
        if (loaded === undefined) kept.delete(name);
        return loaded;
      } catch (error) {
        kept.delete(name);
        throw error;
      }
    },
    drop(name) {
      kept.delete(name);
    },
  };
}
