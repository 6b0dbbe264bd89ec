/** Plays a deployment of one stage in a process of its own and hands back what it would create. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Resource } from "./mocks.ts";

interface Recorded {
  readonly app: Readonly<Record<string, unknown>>;
  readonly resources: readonly Resource[];
}

/** The program; it lies in the platform's folder, so that the platform's packages are found from there. */
const program = `
import { prepare } from "../../test/infra/mocks.ts";
const pulumi = await import("@pulumi/pulumi");
const stage = await prepare(pulumi, process.argv[2], process.argv[3], process.argv[4]);
Object.assign(globalThis, await import("./src/shim/run.js"), {
  sst: await import("./src/components/index.ts"),
  aws: await import("@pulumi/aws"),
});
await stage.run(async () => (await import("../../sst.config.ts")).default);
`;

const secretNames = [
  "ServerSecret",
  "QrKeys",
  "AccessKey",
  "ReceiptKey",
  "DocumentKey",
  "StripeKey",
  "StripeWebhookSecret",
];

export function bundleProgram(root: string): string {
  const outfile = join(root, ".sst/platform/infra-test.mjs");
  buildSync({
    stdin: {
      contents: program,
      resolveDir: join(root, ".sst/platform"),
      loader: "ts",
      sourcefile: "program.ts",
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    outfile,
    logLevel: "error",
  });
  return outfile;
}

export function record(root: string, bundle: string, stage: string): Recorded {
  const out = join(root, `.sst/infra-test-${stage}.json`);
  execFileSync(process.execPath, [bundle, root, stage, out], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 90_000,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      BARQ_NOTICES_FROM: "receipts@barq.example",
      ...Object.fromEntries(
        // A document key whose private half must not come out again, and texts for the rest.
        secretNames.map((name) => [
          `SST_SECRET_${name}`,
          name === "DocumentKey"
            ? JSON.stringify([{ kty: "EC", crv: "P-256", kid: "d1", x: "x1", y: "y1", d: "private" }])
            : `value of ${name}`,
        ]),
      ),
    },
  });
  // Pulumi wraps what is secret; here everything is a stand-in's.
  return JSON.parse(readFileSync(out, "utf8"), (_, value) =>
    typeof value === "object" && value !== null && secretMark in value ? value.value : value,
  );
}

const secretMark = "4dabf18193072939515e22adb298388d";
