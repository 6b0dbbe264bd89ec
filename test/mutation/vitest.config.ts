/**
 * The tests that judge a mutant, run where the mutant is: packages are read from the folder that holds this file and not
 * through node_modules, whose links lead to the original.
 */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = join(import.meta.dirname, "../..");

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
      "test/properties/*.test.ts",
      "test/api/worked-examples.test.ts",
    ],
    setupFiles: [join(root, "test/mutation/same-cases.ts")],
    testTimeout: 60_000,
  },
});
