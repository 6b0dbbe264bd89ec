/**
 * `npm run mutate [-- --only tariffs,price-lines] [--concurrency 2] [--least 90] [--resume] [--quick]`: every file of tariffs, prices, meters
 * and money is changed in one place after another, and the tests of the domain are run on each change; a change that no test
 * notices has survived. Stryker comes from npm into a folder beside the installed packages, outside the lockfile. Ends with
 * `N passed, N failed`, a file each; a file passes when at least 90 % of its mutants are killed. A file takes 2 to 10 minutes.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { tableText } from "@barq/local/cli/command";
import type { Mutated } from "./report.ts";
import { readReport, survivorText } from "./report.ts";
import { pathOf, targets } from "./targets.ts";

const strykerVersion = "10.1.1";
const root = join(import.meta.dirname, "../..");
/** Below node_modules, so that Stryker's runner finds the project's own vitest. */
const home = join(root, "node_modules/.cache/mutation");

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    concurrency: { type: "string", default: "1" },
    least: { type: "string", default: "90" },
    /** mutants whose file and tests have not changed since are not run again */
    resume: { type: "boolean", default: false },
    /** without the tests that draw thousands of cases: what is killed is killed, and the rest may only seem to survive */
    quick: { type: "boolean", default: false },
  },
});

ensureStryker();
const groups: Readonly<Record<string, readonly string[]>> = targets;
const asked = values.only?.split(",") ?? Object.keys(targets);
const known = new Set(Object.values(targets).flat().map(String));
const names = asked.flatMap((name) => groups[name] ?? (known.has(name) ? [name] : []));
if (names.length === 0) {
  console.error(`There is none of ${asked.join(", ")}; there are ${Object.keys(targets).join(", ")}.`);
  process.exit(2);
}
// A file that has moved since is no longer a target under its old name.
const files = names.filter((name) => existsSync(join(root, pathOf(name))));
const least = Number(values.least);
const results = files.flatMap((name) => mutate(name));

console.log(
  tableText(
    ["file", "mutants", "killed", "survived", "not covered", "of 100"],
    results.map(({ name, killed, survivors, uncovered, score }) => [
      name,
      `${killed + survivors.length}`,
      `${killed}`,
      `${survivors.length - uncovered}`,
      `${uncovered}`,
      score.toFixed(1),
    ]),
  ),
);
const failed = files.length - results.filter(({ score }) => score >= least).length;
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Installed once for each version. The peer it asks for is the project's own vitest. */
function ensureStryker(): void {
  const wanted = `@stryker-mutator/core@${strykerVersion} @stryker-mutator/vitest-runner@${strykerVersion}`;
  const note = join(home, "installed");
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{"private":true}\n');
  const quiet = ["--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  execFileSync("npm", ["install", ...quiet, ...wanted.split(" ")], { cwd: home, stdio: "inherit" });
  writeFileSync(note, wanted);
}

/** One file in a sandbox of its own; none where Stryker itself failed, which it says. */
function mutate(name: string): readonly Mutated[] {
  const folder = mkdtempSync(join(tmpdir(), "barq-mutation-"));
  const reportFile = join(folder, "report.json");
  const config = {
    testRunner: "vitest",
    plugins: [join(home, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    vitest: { configFile: "test/mutation/vitest.config.ts", related: true },
    mutate: [pathOf(name)],
    // Without tsconfig.json: Stryker would rewrite it with a compiler that has another interface.
    ignorePatterns: ["*", "!packages/**", "!functions/**", "!test/**", "!package.json", "**/node_modules"],
    disableTypeChecks: false,
    tempDirName: join(folder, "sandbox"),
    coverageAnalysis: "perTest",
    reporters: process.stderr.isTTY ? ["progress", "json"] : ["json"],
    jsonReporter: { fileName: reportFile },
    incremental: values.resume,
    incrementalFile: join(home, `${name}.json`),
    concurrency: Number(values.concurrency),
    timeoutMS: values.quick ? 4000 : 20_000,
    logLevel: "warn",
  };
  const configFile = join(folder, "config.json");
  writeFileSync(configFile, JSON.stringify(config));
  const stryker = join(home, "node_modules/@stryker-mutator/core/bin/stryker.js");
  spawnSync(process.execPath, [stryker, "run", configFile], {
    cwd: root,
    env: { ...process.env, BARQ_MUTATION_QUICK: values.quick ? "yes" : "no" },
    stdio: ["ignore", process.stderr.isTTY ? "inherit" : "ignore", "inherit"],
  });
  if (!existsSync(reportFile)) {
    console.error(`NO: ${name} could not be mutated`);
    rmSync(folder, { recursive: true, force: true });
    return [];
  }
  const mutated = readReport(name, readFileSync(reportFile, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  for (const survivor of mutated.survivors) console.log(survivorText(survivor));
  console.log(`${name}: ${mutated.score.toFixed(1)} of 100 killed\n`);
  return [mutated];
}
