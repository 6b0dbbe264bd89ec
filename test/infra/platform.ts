/** SST's platform: the types and sources behind sst.config.ts, installed from npm once for each version of SST. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names what SST should leave alone: its own downloads, its telemetry, and another package manager. */
const quiet = { SST_SKIP_DEPENDENCY_CHECK: "1", SST_TELEMETRY_DISABLED: "1", NO_BUN: "1" };

const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8").trim() : "");

export function ensurePlatform(root: string): void {
  const platform = join(root, ".sst/platform");
  const wanted: unknown = JSON.parse(read(join(root, "node_modules/sst/package.json"))).version;
  const complete =
    read(join(platform, "version")) === wanted &&
    existsSync(join(platform, "config.d.ts")) &&
    existsSync(join(platform, "node_modules/@pulumi/aws/package.json"));
  if (complete) return;
  execFileSync(join(root, "node_modules/.bin/sst"), ["install", "--stage", "ci"], {
    cwd: root,
    stdio: "inherit",
    timeout: 110_000,
    env: { ...process.env, ...quiet },
  });
}
