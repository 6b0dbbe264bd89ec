/** What the load bench has found: what must be true, and what it came to. */
import { tableText } from "@barq/local/cli/command";
import type { Offered } from "./offer.ts";
import { quantile } from "./offer.ts";
import type { Cost } from "./process.ts";

interface Rates {
  readonly messages: number;
  readonly messagesPerS: number;
  readonly cpuMsPerMessage: number;
  /** from sending to the answer */
  readonly answeredMs: { readonly median: number; readonly p99: number; readonly most: number };
  /** how long after its instant a message was answered */
  readonly behindMs: { readonly median: number; readonly p99: number; readonly most: number };
  readonly errors: readonly string[];
}

export interface Round extends Rates {
  /** processors that the product kept busy while messages came, and the stations' process */
  readonly productBusy: number;
  readonly clientBusy: number;
  /** the part of all processors that was busy, with whatever else; null where nobody tells */
  readonly machineBusy: number | null;
  readonly readsPerMessage: number;
  readonly commitsPerMessage: number;
  readonly datasyncsPerMessage: number;
  readonly settlementsPerS: number;
  readonly settlementCpuMs: number;
  /** of the store, with those of whoever waits for it and looks */
  readonly settlementCalls: number;
  readonly after: Cost;
}

export interface LoadResult {
  readonly asked: {
    readonly stations: number;
    readonly ratePerS: number;
    readonly readings: number;
    readonly rounds: number;
  };
  readonly starts: { readonly count: number; readonly perS: number };
  readonly floor: Rates;
  readonly before: Cost;
  readonly rounds: readonly Round[];
  readonly killed: { readonly messages: number; readonly reopened: number; readonly unfinished: number };
  readonly acknowledged: number;
  readonly errors: readonly string[];
  readonly wrong: readonly string[];
}

export function ratesOf(offered: Offered, cpuUs: number): Rates {
  const summed = (values: readonly number[]) => ({
    median: quantile(values, 0.5),
    p99: quantile(values, 0.99),
    most: quantile(values, 1),
  });
  return {
    messages: offered.messages,
    messagesPerS: offered.messages / offered.seconds,
    cpuMsPerMessage: cpuUs / 1000 / offered.messages,
    answeredMs: summed(offered.answeredMs),
    behindMs: summed(offered.dueMs),
    errors: offered.errors,
  };
}

/** After the first rounds, when what is kept is kept, memory may not grow by more than this part. */
const growth = 0.1;

interface Check {
  readonly what: string;
  readonly isGood: boolean;
}

export function checksOf(result: LoadResult): readonly Check[] {
  const { asked, errors, wrong, rounds, acknowledged, starts } = result;
  const expected = asked.stations * asked.readings * (asked.rounds + 1);
  const [half, end] = [rounds[Math.ceil(rounds.length / 2) - 1], rounds.at(-1)];
  return [
    {
      what: `every one of ${starts.count} sessions began`,
      isGood: starts.count === asked.stations * (asked.rounds + 1),
    },
    { what: `${errors.length} errors`, isGood: errors.length === 0 },
    { what: `${acknowledged} of ${expected} messages acknowledged`, isGood: acknowledged === expected },
    {
      what: `${wrong.length} of ${starts.count} sessions are not right to the Wh and the centime, or lack a reading that was acknowledged`,
      isGood: wrong.length === 0,
    },
    {
      what: `memory at the end is ${ratioOf(half, end).toFixed(2)} times that at half`,
      isGood: ratioOf(half, end) <= 1 + growth,
    },
  ];
}

const ratioOf = (half: Round | undefined, end: Round | undefined): number =>
  half && end ? end.after.heapBytes / half.after.heapBytes : Number.NaN;

const mib = (bytes: number): string => (bytes / 1048576).toFixed(0);
const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const percent = (part: number): string => `${Math.round(part * 100)} %`;

export function tell(result: LoadResult): void {
  const { asked, floor, rounds, starts, killed, before } = result;
  console.log(
    `${asked.stations} stations, ${asked.readings} readings each in each of ${asked.rounds} rounds, ` +
      `offered at ${asked.ratePerS} a second: ${starts.count} sessions began at ${starts.perS.toFixed(1)} a second\n`,
  );
  const row = (name: string, rates: Rates, more: readonly string[]): readonly string[] => [
    name,
    rates.messagesPerS.toFixed(0),
    ms(rates.answeredMs.median),
    ms(rates.answeredMs.p99),
    ms(rates.behindMs.p99),
    rates.cpuMsPerMessage.toFixed(3),
    ...more,
  ];
  console.log(
    tableText(
      [
        "",
        "messages/s",
        "answer ms",
        "p99",
        "behind p99",
        "CPU ms each",
        "times echo",
        "product",
        "stations",
        "machine",
      ],
      [
        row("echo", floor, ["1.0", "", "", ""]),
        ...rounds.map((round, n) =>
          row(`round ${n + 1}`, round, [
            (round.cpuMsPerMessage / floor.cpuMsPerMessage).toFixed(1),
            percent(round.productBusy),
            percent(round.clientBusy),
            round.machineBusy === null ? "" : percent(round.machineBusy),
          ]),
        ),
      ],
    ),
  );
  console.log(
    `\n${tableText(
      [
        "",
        "settled/s",
        "CPU ms each",
        "store calls",
        "reads a message",
        "commits",
        "fdatasyncs",
        "heap MiB",
        "RSS MiB",
      ],
      [
        ["before", "", "", "", "", "", "", mib(before.heapBytes), mib(before.rssBytes)],
        ...rounds.map((round, n) => [
          `round ${n + 1}`,
          round.settlementsPerS.toFixed(1),
          round.settlementCpuMs.toFixed(1),
          round.settlementCalls.toFixed(1),
          round.readsPerMessage.toFixed(3),
          round.commitsPerMessage.toFixed(3),
          round.datasyncsPerMessage.toFixed(3),
          mib(round.after.heapBytes),
          mib(round.after.rssBytes),
        ]),
      ],
    )}\n`,
  );
  console.log(
    `killed in the middle of ${killed.messages} messages: ${killed.reopened} stations came back, ` +
      `${killed.unfinished} said a message again`,
  );
  for (const line of [...result.errors, ...result.wrong].slice(0, 20)) console.log(`NO: ${line}`);
  const checks = checksOf(result);
  for (const { what, isGood } of checks) console.log(`${isGood ? "yes" : "NO "}  ${what}`);
  console.log(limitOf(result));
  const failed = checks.filter(({ isGood }) => !isGood).length;
  console.log(`${checks.length - failed} passed, ${failed} failed`);
}

/** What kept it from more, as far as the figures of this run show. */
function limitOf({ asked, rounds, floor }: LoadResult): string {
  const best = Math.max(...rounds.map(({ messagesPerS }) => messagesPerS));
  if (best >= asked.ratePerS * 0.95) return `${asked.ratePerS} messages a second were reached`;
  const of = rounds.find(({ messagesPerS }) => messagesPerS === best);
  const words = [
    `${best.toFixed(0)} of ${asked.ratePerS} messages a second were reached`,
    ...(floor.messagesPerS < asked.ratePerS * 0.95
      ? [
          `the echo server did not reach them either (${floor.messagesPerS.toFixed(0)}): the machine is the limit`,
        ]
      : []),
    ...((of?.productBusy ?? 0) > 0.9 ? ["the product's one thread was busy all the time"] : []),
    ...((of?.machineBusy ?? 0) > 0.95 ? ["all processors were busy, with whatever else runs here"] : []),
  ];
  return words.join("; ");
}
