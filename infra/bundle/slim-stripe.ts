/**
 * Stripe's SDK without what no adapter of ours calls: a copy beside the bundles in which such a resource is an empty class.
 * The SDK makes every resource with every client, so that nothing of it can be shaken out.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Cards that are issued, subscriptions, offers, links: whoever needs one of them takes it out of this list. */
export const leftOut = [
  "TestHelpers/Issuing/Authorizations",
  "Issuing/Authorizations",
  "Issuing/Cards",
  "Subscriptions",
  "SubscriptionSchedules",
  "Quotes",
  "PaymentLinks",
] as const;

/** The worker build of the copy, which is made with the first bundle. @param root of the project, @param folder of all bundles */
export function slimStripe(root: string, folder: string): string {
  const copy = join(folder, "node_modules/stripe");
  const worker = join(copy, "esm/stripe.esm.worker.js");
  if (existsSync(worker)) return worker;
  const from = join(root, "node_modules/stripe");
  cpSync(join(from, "package.json"), join(copy, "package.json"));
  cpSync(join(from, "esm"), join(copy, "esm"), {
    recursive: true,
    filter: (path) => !/\.(?:d\.ts|map)$/.test(path),
  });
  for (const name of leftOut) {
    const path = join(copy, "esm/resources", `${name}.js`);
    const classes = readFileSync(path, "utf8").matchAll(/^export class (\w+) /gm);
    writeFileSync(path, [...classes].map(([, own]) => `export class ${own} {}\n`).join(""));
  }
  return worker;
}
