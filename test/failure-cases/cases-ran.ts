/**
 * The names of a table of cases are put together when they run, so only a run can tell whether each test that a case names is
 * really there. Looks at the files that ran; a name that none of them has fails the run.
 */
import type { Reporter, TestModule } from "vitest/node";
import { failureCases } from "./cases.ts";
import { within } from "./named-tests.ts";

/** What a run has to say of the cases' tests in its own files; empty where all of them were there, and none was left out. */
export function missingIn(ran: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly string[] {
  return failureCases.flatMap(({ number, tests }) =>
    Object.entries(tests).flatMap(([file, names]) => {
      const found = ran.get(file);
      if (!found) return [];
      return names.flatMap((name) => {
        const state = found.get(name) ?? "not there";
        return state === "not there" || state === "skipped"
          ? [`case ${number}: ${file}: "${name}" is ${state}`]
          : [];
      });
    }),
  );
}

export class CasesRan implements Reporter {
  private isNarrowed = false;

  onInit(vitest: { readonly config: { readonly testNamePattern?: RegExp | undefined } }): void {
    this.isNarrowed = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Whoever runs some tests of a file has left the others out on purpose, and a file that fails to load says so itself.
    if (this.isNarrowed) return;
    const ran = new Map(
      modules
        .filter((module) => module.state() !== "failed" || [...module.children.allTests()].length > 0)
        .map((module) => [
          module.relativeModuleId,
          new Map(
            [...module.children.allTests()].map((test) => [
              test.fullName.split(" > ").join(within),
              test.result().state,
            ]),
          ),
        ]),
    );
    const missing = missingIn(ran);
    if (missing.length === 0) return;
    console.error(`What a failure case promises did not run:\n${missing.join("\n")}`);
    process.exitCode = 1;
  }
}
