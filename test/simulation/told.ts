/** What `npm run sim` says of schedules and of planted bugs. Each answers the exit code. */
import { tableText } from "@barq/local/cli/command";
import { faultKinds } from "./faults.ts";
import { simulate } from "./many-schedules.ts";
import { theOperator } from "./operator.ts";
import { plantedBugs } from "./planted-bugs.ts";
import { runSchedule } from "./schedule.ts";
import type { ProviderName } from "./stretch.ts";
import { providers } from "./stretch.ts";

export async function schedules(of: {
  readonly count: number;
  readonly from: number;
  readonly threads: number | undefined;
  readonly trace: boolean;
  readonly json: boolean;
  /** the name of a planted bug, to play its failure again */
  readonly bug: string | undefined;
  readonly provider: ProviderName;
}): Promise<number> {
  if (of.trace) return playAgain(of.from, of.bug, of.provider);
  const began = process.uptime();
  const isWatched = process.stderr.isTTY;
  const ran = await simulate({
    schedules: of.count,
    seed: of.from,
    threads: of.threads,
    bug: of.bug ?? null,
    provider: of.provider,
    onProgress(done, failures) {
      if (isWatched)
        process.stderr.write(
          `\r${progress(done, of.count)} ${done} of ${of.count} schedules, ${failures} failures `,
        );
    },
  });
  if (isWatched) process.stderr.write("\n");
  const seconds = Math.round(process.uptime() - began);
  const { faults, ends, failures, ...numbers } = ran;
  if (of.json) {
    const told = {
      seed: of.from,
      seconds,
      ...numbers,
      faults: Object.fromEntries(faults),
      ends: Object.fromEntries(ends),
      failures,
    };
    console.log(JSON.stringify(told));
    return failures.length === 0 ? 0 : 1;
  }
  const byCount = (counts: ReadonlyMap<string, number>): string[][] =>
    [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => [name, `${count}`]);
  console.log(
    tableText(
      ["fault", "injected"],
      faultKinds.map((kind) => [kind, `${faults.get(kind) ?? 0}`]),
    ),
  );
  console.log(tableText(["sessions ended as", "sessions"], byCount(ends)));
  for (const { seed, why } of failures) {
    console.error(`NO: ${why}`);
    const provider = of.provider === "card" ? "" : ` --provider ${of.provider}`;
    console.error(`  npm run sim -- --schedules 1 --seed ${seed}${provider} --trace`);
  }
  const all = [...faults.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `${ran.schedules} schedules (${ran.faultless} more had no fault and do not count), ${ran.sessions} sessions, ${ran.turns} turns, ` +
      `${all} faults in ${seconds} s, from seed ${of.from}; ${(ran.cpuMs / Math.max(1, ran.schedules)).toFixed(2)} ms of processor each`,
  );
  console.log(`${ran.schedules - failures.length} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

const progress = (done: number, of: number): string => {
  const filled = Math.floor((20 * done) / Math.max(1, of));
  return `[${"=".repeat(filled)}${" ".repeat(Math.max(0, 20 - filled))}]`;
};

async function playAgain(seed: number, bug: string | undefined, provider: ProviderName): Promise<number> {
  try {
    const outcome = await runSchedule({
      operator: await theOperator(),
      seed,
      abilities: providers[provider],
      plant: plantedBugs.find(({ name }) => name === bug)?.plant ?? null,
      trace: (line) => console.log(line),
    });
    console.log(
      `${outcome.sessions} sessions, ${outcome.turns} turns: ${[...outcome.ends.keys()].join(", ")}`,
    );
    console.log("1 passed, 0 failed");
    return 0;
  } catch (error) {
    console.error(`NO: ${error instanceof Error ? error.message : error}`);
    console.log("0 passed, 1 failed");
    return 1;
  }
}

const mostForABug = 10_000;

/** Each planted bug with the first schedule that finds it. */
export async function planted(of: {
  readonly only: readonly string[] | null;
  readonly json: boolean;
}): Promise<number> {
  const rows = [];
  for (const { name } of plantedBugs.filter((bug) => of.only === null || of.only.includes(bug.name))) {
    const { failures } = await simulate({ schedules: mostForABug, seed: 1, bug: name, isFirstEnough: true });
    const [first] = failures;
    rows.push({ name, seed: first?.seed ?? null, why: first?.why ?? "not found" });
    if (process.stderr.isTTY) process.stderr.write(`\r${rows.length} of ${plantedBugs.length} `);
  }
  const missed = rows.filter(({ seed }) => seed === null).length;
  if (of.json) console.log(JSON.stringify(rows));
  else
    console.log(
      tableText(
        ["planted bug", "found by schedule", "what must never be"],
        rows.map(({ name, seed, why }) => [name, seed === null ? "-" : `${seed}`, why.slice(0, 90)]),
      ),
    );
  console.log(`${rows.length - missed} passed, ${missed} failed`);
  return missed === 0 ? 0 : 1;
}
