import { defineConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";

/** One last line that a machine can read, whatever the CI. */
class LastLine implements Reporter {
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

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/rules/**", "node_modules/**"],
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
    reporters: ["default", new LastLine()],
  },
});
