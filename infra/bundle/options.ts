/**
 * How a Lambda is bundled. ESM with the `module` field first, because the AWS SDK's CommonJS does not shake; Stripe's
 * worker build and credentials from the environment in the place of what a Lambda never needs (together 170 KB).
 *
 * SST's own bundling takes no aliases, so Lambdas are handed to it as finished folders.
 */
import { join } from "node:path";
import type { BuildOptions } from "esbuild";
import type { EntryName } from "./entries.ts";
import { entries } from "./entries.ts";

/** @param root of the project, @param stripe the build of Stripe's SDK that is bundled, both absolute */
export const bundleOptions = (root: string, name: EntryName, stripe: string) =>
  ({
    entryPoints: [join(root, entries[name].file)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    conditions: ["module", "import"],
    alias: {
      stripe,
      "@aws-sdk/credential-provider-node": join(root, "infra/bundle/env-credentials.ts"),
      "@aws-sdk/endpoint-cache": join(root, "infra/bundle/no-endpoint-cache.ts"),
      "@smithy/core/checksum": join(root, "functions/wire/sha256.ts"),
    },
    // Imported by the SDK at the first call that streams events; no call of DynamoDB does.
    external: ["@smithy/core/event-streams"],
    banner: {
      js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);',
    },
    // Arabic as itself: escaped, each letter would be six bytes instead of two.
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
  }) satisfies BuildOptions;
