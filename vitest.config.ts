import { defineConfig } from "vitest/config";
import { CasesRan } from "./test/failure-cases/cases-ran.ts";
import { LastLine } from "./test/last-line.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/rules/**", "node_modules/**"],
    pool: "threads",
    // Many journeys wait for a clock: a worker for every core, where one core would be left idle otherwise.
    maxWorkers: "100%",
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default", new CasesRan(), new LastLine()],
  },
});
