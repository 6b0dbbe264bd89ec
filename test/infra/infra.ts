/**
 * What exists in AWS, checked without AWS: the platform is installed from npm, the configuration is checked by its types,
 * and a deployment of production is played with Pulumi's engine replaced by a recorder. Ends with `N passed, N failed`.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createChecks } from "./checks.ts";
import { checkGateways } from "./gateways.ts";
import { checkLambdas } from "./lambdas.ts";
import { ensurePlatform } from "./platform.ts";
import { bundleProgram, record } from "./record.ts";
import { worldOf } from "./recorded.ts";
import { checkRights } from "./rights.ts";
import { checkStorage } from "./storage.ts";

const root = join(import.meta.dirname, "../..");
const checks = createChecks();

checks.check("SST's platform installs from npm", () => ensurePlatform(root));
checks.check("sst.config.ts, infra and functions hold by their types", () => {
  execFileSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "infra/tsconfig.json"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
});
checks.check("production's deployment plays to its end", () => {
  const { app, resources } = record(root, bundleProgram(root), "production");
  const world = worldOf(resources);
  checks.check(
    "production keeps its tables and files when it is taken down, and is protected from that",
    () => {
      assert.partialDeepStrictEqual(app, { name: "barq", home: "aws", removal: "retain", protect: true });
    },
  );
  checkStorage(checks, world);
  checkLambdas(checks, world);
  checkRights(checks, world);
  checkGateways(checks, world);
});

console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);
