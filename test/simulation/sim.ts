/**
 * `npm run sim -- --schedules N [--seed S] [--threads T] [--json]`: so many schedules of the life of money (schedule.ts) on all
 * cores; `--schedules 1 --seed S --trace` plays one of them turn by turn, `--provider gateway` and `--provider sale` with a
 * payment provider that can do less (stretch.ts). `--planted` shows that the bugs of planted-bugs.ts
 * are found.
 *
 * `npm run sim -- --properties [--cases 1000000] [--seed N] [--only NAME,NAME] [--json]`: what is guaranteed of every price, on many
 * cases and all cores. `--only NAME --seed N --path P` makes one failure again. Ends with `N passed, N failed`, a guarantee each.
 */
import { parseArgs } from "node:util";
import { tableText } from "@barq/local/cli/command";
import type { Failure } from "../properties/guarantee.ts";
import { guarantees } from "../properties/guarantees.ts";
import type { Checked } from "../properties/many-cases.ts";
import { checkManyCases } from "../properties/many-cases.ts";
import { providerNames } from "./stretch.ts";
import { planted, schedules } from "./told.ts";

const usage = [
  "npm run sim -- --schedules N [--seed S] [--provider card|gateway|sale] [--threads T] [--trace] [--json]",
  "npm run sim -- --planted [--only NAME,NAME] [--json]",
  "npm run sim -- --properties [--cases N] [--seed N] [--only NAME,NAME] [--path P] [--json]",
].join("\n");
const { values } = read();
if (!values.properties && !values.planted && values.schedules === undefined)
  leave(`What is to be simulated? There are --schedules, --planted and --properties.\n${usage}`);
if (values.planted) process.exit(await planted({ only: values.only?.split(",") ?? null, json: values.json }));
if (values.schedules !== undefined) {
  const count = wholeNumber("schedules", values.schedules, 1);
  const from = wholeNumber("seed", values.seed, Math.floor(Math.random() * 2 ** 31));
  const threads = values.threads === undefined ? undefined : wholeNumber("threads", values.threads, 1);
  const provider = providerNames.find((name) => name === values.provider);
  if (!provider) leave(`--provider is one of ${providerNames.join(", ")}.`);
  const { trace, json, bug } = values;
  process.exit(await schedules({ count, from, threads, trace, json, bug, provider }));
}
const known = guarantees.map(({ name }) => name);
const names = values.only?.split(",") ?? known;
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) leave(`There is no ${unknown.join(", ")}; there are ${known.join(", ")}.`);
const chosen = guarantees.filter(({ name }) => names.includes(name));
const seed = wholeNumber("seed", values.seed, Math.floor(Math.random() * 2 ** 31));
const cases = wholeNumber("cases", values.cases, 1_000_000);

const began = process.uptime();
const checked = values.path === undefined ? await many() : once(values.path);
const seconds = Math.round(process.uptime() - began);
const failed = checked.filter(({ failures }) => failures.length > 0).length;
if (values.json) console.log(JSON.stringify({ seed, seconds, guarantees: checked }));
else tell();
process.exit(failed === 0 ? 0 : 1);

async function many(): Promise<readonly Checked[]> {
  const isWatched = process.stderr.isTTY;
  const answer = await checkManyCases({
    guarantees: chosen,
    cases,
    seed,
    onProgress: (done, of, failures) => {
      if (isWatched) process.stderr.write(`\r${done} of ${of} cases, ${failures} failures `);
    },
  });
  if (isWatched) process.stderr.write("\n");
  return answer;
}

/** One failure again: the seed is its own, and not the one of a whole run. */
function once(path: string): readonly Checked[] {
  const [own, other] = chosen;
  if (!own || other || values.seed === undefined) return leave("--path belongs to one NAME and its seed.");
  const { failure, ...outcome } = own.check({ cases: 1, seed, path });
  return [{ name: own.name, says: own.says, ...outcome, failures: failure ? [failure] : [] }];
}

function tell(): void {
  console.log(
    tableText(
      ["guarantee", "cases", "drawn again", "failures"],
      checked.map(({ name, cases: own, skipped, failures }) => [
        name,
        `${own}`,
        `${skipped}`,
        `${failures.length}`,
      ]),
    ),
  );
  for (const { says, failures } of checked) for (const failure of failures) tellFailure(says, failure);
  const all = checked.reduce((sum, each) => sum + each.cases, 0);
  console.log(`${all} cases in ${seconds} s, from seed ${seed}`);
  console.log(`${checked.length - failed} passed, ${failed} failed`);
}

function tellFailure(says: string, { name, seed: own, path, why, counterexample }: Failure): void {
  console.error(`NO: ${says}\n  ${why}\n  ${counterexample}`);
  console.error(`  npm run sim -- --properties --only ${name} --seed ${own} --path "${path}"`);
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  return Number.isSafeInteger(value) && text.trim() !== ""
    ? value
    : leave(`--${name} is a whole number, and "${text}" is none.`);
}

function read() {
  try {
    return parseArgs({
      options: {
        properties: { type: "boolean", default: false },
        cases: { type: "string" },
        seed: { type: "string" },
        only: { type: "string" },
        path: { type: "string" },
        schedules: { type: "string" },
        threads: { type: "string" },
        trace: { type: "boolean", default: false },
        planted: { type: "boolean", default: false },
        bug: { type: "string" },
        provider: { type: "string", default: "card" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return leave(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

function leave(why: string): never {
  console.error(why);
  process.exit(2);
}
