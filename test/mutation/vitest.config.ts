/**
 * The tests that judge a mutant, run where the mutant is: packages are read from the folder that holds this file and not
 * through node_modules, whose links lead to the original.
 */
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

const root = join(import.meta.dirname, "../..");

/** Tests that draw thousands of cases: what a small one notices needs none of them, and with `--quick` none are run. */
const slow = /properties|agreement|walking|legal-zones/;

class QuickOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => (slow.test(moduleId) ? 1 : 0);
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^@barq\/functions\/(.*)$/, replacement: join(root, "functions/$1.ts") },
      { find: /^@barq\/([\w-]+)\/(.*)$/, replacement: join(root, "packages/$1/$2.ts") },
    ],
  },
  test: {
    include: [
      "test/domain/*.test.ts",
      "test/oracle/*.test.ts",
      "test/agreement/*.test.ts",
      "test/properties/*.test.ts",
      "test/api/worked-examples.test.ts",
    ],
    exclude:
      process.env.BARQ_MUTATION_QUICK === "yes"
        ? ["**/*properties*", "test/agreement/**", "test/properties/**", "**/legal-zones*"]
        : [],
    setupFiles: [join(root, "test/mutation/same-cases.ts")],
    sequence: { sequencer: QuickOnesFirst },
    isolate: false,
    testTimeout: 60_000,
  },
});
