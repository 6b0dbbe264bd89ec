/**
 * How a Lambda of ours is made: a finished bundle on arm64 and Node 24, with the memory and patience of its door, told what
 * it needs by environment and allowed what it does. Nothing is linked: a link allows everything on what it links.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { archive } from "./archive.ts";
import { buildEntry } from "./bundle/build.ts";
import type { EntryName } from "./bundle/entries.ts";
import { documentJwks, secrets } from "./secrets.ts";
import { beyondHold, staff } from "./settings.ts";
import { core, meter } from "./tables.ts";

// The project's own esbuild, the one that the budgets are measured with; the platform has another.
const esbuild: typeof import("esbuild") = createRequire(join($cli.paths.root, "package.json"))("esbuild");

/** CPU comes with memory: about a whole one at 1,769 MB. */
const sizes = {
  open: { memory: "1024 MB", timeout: "10 seconds" },
  read: { memory: "1024 MB", timeout: "10 seconds" },
  pages: { memory: "1024 MB", timeout: "10 seconds" },
  // Stripe may take 25.5 s in three tries, and API Gateway hangs up after 30.
  money: { memory: "1024 MB", timeout: "29 seconds" },
  pay: { memory: "1024 MB", timeout: "29 seconds" },
  hooks: { memory: "1024 MB", timeout: "29 seconds" },
  field: { memory: "1024 MB", timeout: "10 seconds" },
  network: { memory: "1024 MB", timeout: "10 seconds" },
  support: { memory: "1024 MB", timeout: "10 seconds" },
  // Hundreds of proofs are read and priced anew in one call.
  tariffs: { memory: "1024 MB", timeout: "29 seconds" },
  office: { memory: "1024 MB", timeout: "10 seconds" },
  sites: { memory: "1024 MB", timeout: "10 seconds" },
  desk: { memory: "1024 MB", timeout: "29 seconds" },
  paper: { memory: "1769 MB", timeout: "20 seconds" },
  station: { memory: "1024 MB", timeout: "20 seconds" },
  drain: { memory: "1024 MB", timeout: "30 seconds" },
  // A batch of five records, each of which may wait for Stripe to the end.
  saga: { memory: "1024 MB", timeout: "180 seconds" },
  sweep: { memory: "1024 MB", timeout: "300 seconds" },
  // A day of the provider's lists, read to the end.
  books: { memory: "1024 MB", timeout: "900 seconds" },
} as const satisfies Readonly<Record<EntryName, { memory: string; timeout: string }>>;

/** Told to doors that remember something, which all but the open one do (functions/wire/environment.ts). */
export const remembering = {
  CORE_TABLE: core.name,
  METER_TABLE: meter.name,
  ARCHIVE_BUCKET: archive.name,
  ENVIRONMENT: $app.stage,
  SERVER_SECRET: secrets.server.value,
  QR_KEYS: secrets.qrKeys.value,
};

/** All that the open door is told beside its own address, and nothing of it is secret. */
export const open = { DOCUMENT_JWKS: documentJwks };

/** Told to doors that ask who is asking, to those that move money, and to the one that seals. */
export const asking = {
  ACCESS_KEY: secrets.access.value,
  RECEIPT_KEY: secrets.receipt.value,
  ...open,
  ...staff,
};
export const paying = {
  STRIPE_KEY: secrets.stripe.value,
  STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook.value,
  STRIPE_BEYOND_HOLD: beyondHold,
};
export const sealing = { DOCUMENT_KEY: secrets.document.value };

interface LambdaOf {
  readonly origin: $util.Input<string>;
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly permissions: readonly sst.aws.FunctionPermissionArgs[];
  /** the export that is called; `handler` where it is left out */
  readonly calls?: string;
}

const built = new Map<EntryName, string>();

export function lambda(name: EntryName, of: LambdaOf): sst.aws.FunctionArgs {
  const bundle =
    built.get(name) ?? buildEntry(esbuild, $cli.paths.root, join($cli.paths.work, "bundles"), name).folder;
  built.set(name, bundle);
  return {
    bundle,
    handler: `${name}.${of.calls ?? "handler"}`,
    runtime: "nodejs24.x",
    architecture: "arm64",
    ...sizes[name],
    environment: { ORIGIN: of.origin, ...of.environment },
    permissions: [...of.permissions],
    transform: {
      // SST lets the whole account take the role on; only Lambda has to.
      role: (role) => {
        role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
      },
    },
  };
}
