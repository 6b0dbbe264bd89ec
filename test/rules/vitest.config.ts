import { defineConfig } from "vitest/config";
import { CasesRan } from "../failure-cases/cases-ran.ts";
import { LastLine } from "../last-line.ts";

export default defineConfig({
  test: { include: ["test/rules/*.test.ts"], reporters: ["default", new CasesRan(), new LastLine()] },
});
