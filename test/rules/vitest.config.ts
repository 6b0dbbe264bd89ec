import { defineConfig } from "vitest/config";
import { LastLine } from "../last-line.ts";

export default defineConfig({
  test: { include: ["test/rules/*.test.ts"], reporters: ["default", new LastLine()] },
});
