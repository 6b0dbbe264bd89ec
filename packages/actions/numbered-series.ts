/**
 * Numbers of documents: gapless, because a number is taken in the commit that issues the document and nowhere else. Within
 * a series dates never fall as numbers rise.
 */
import type { Instant } from "@barq/domain/instant";
import { numberOr } from "@barq/store/fields";
import { counterKey, numberKey } from "@barq/store/keys";
import type { Change, Key } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

/** Others take numbers of the series at the same time; each loss is somebody else's document. */
export const mostRaces = 50;

interface NextNumber {
  readonly n: number;
  readonly issuedAt: Instant;
  /** go into the commit that issues the document; where it is lost by one of them, somebody else has the number */
  readonly changes: readonly Change[];
}

/** The next number of a series, for one try to take it. `document` is what the number's own row remembers. */
export async function nextNumber(
  ports: ReadPorts,
  tenant: string,
  series: string,
  document: Readonly<Record<string, string>>,
): Promise<NextNumber> {
  const key = counterKey(tenant, series);
  const { used, at } = await lastNumber(ports, key);
  ports.cache.drop(hintOf(key));
  const issuedAt = Math.max(ports.clock(), at);
  const n = (used ?? 0) + 1;
  return {
    n,
    issuedAt,
    changes: [
      { update: key, set: { n, at: issuedAt }, guards: [{ field: "n", in: [used] }] },
      {
        put: { ...numberKey(tenant, series, n), ...document, at: issuedAt },
        guards: [{ absent: true }],
      },
    ],
  };
}

/** Reads the counter while something else is being read, so that the commit waits for nothing. */
export async function foresee(ports: ReadPorts, tenant: string, series: string): Promise<void> {
  const key = counterKey(tenant, series);
  ports.cache.drop(hintOf(key));
  await lastNumber(ports, key);
}

export const sixDigits = (n: number): string => n.toString().padStart(6, "0");

const hintOf = (key: Key): string => `number|${key.pk}`;

/** The last number of a series, as it was a moment ago: the commit's guard decides, a wrong guess is read again. */
async function lastNumber(
  ports: ReadPorts,
  key: Key,
): Promise<{ readonly used: number | null; readonly at: number }> {
  const read = async (): Promise<{ used: number | null; at: number }> => {
    const [counter] = await ports.store.read([key], { strong: true });
    return { used: counter ? numberOr(counter, "n") : null, at: (counter && numberOr(counter, "at")) ?? 0 };
  };
  return (await ports.cache.get(hintOf(key), read)) ?? read();
}
