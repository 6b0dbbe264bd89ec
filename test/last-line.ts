/** One last line that a machine can read, whatever the CI: `N passed, N failed`. */
import type { Reporter, TestModule } from "vitest/node";

export class LastLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()].map((test) => test.result().state);
      passed += tests.filter((state) => state === "passed").length;
      failed += tests.filter((state) => state === "failed").length;
      if (tests.length === 0 && module.state() === "failed") failed++;
    }
    console.log(`${passed} passed, ${failed} failed`);
  }
}
