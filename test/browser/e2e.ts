/**
 * `npm run e2e`: the journey from the scan page to the receipt in a real browser without JavaScript, on a phone's screen, in
 * three languages, with a picture of every page in test/browser/shots. Needs Chromium (`apt-get install chromium`); where
 * there is none it says so and ends with 0 passed.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyring } from "@barq/evidence/keyring";
import { openSecrets } from "@barq/local/secrets";
import { stationCommand } from "@barq/local/stations/control";
import type { Page } from "playwright-core";
import { chromium } from "playwright-core";
import { endProcess, startProcess } from "../kill/product-process.ts";
import { theCall } from "./call.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"].find(
  (path) => existsSync(path),
);
if (!executablePath) {
  console.log("No Chromium here: the browser journey was not run (apt-get install chromium).");
  console.log("0 passed, 0 failed");
  process.exit(0);
}

const shots = join(import.meta.dirname, "shots");
mkdirSync(shots, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "barq-e2e-"));
const { child, origin } = await startProcess({ BARQ_DATA: data, PORT: "0", BARQ_CLOCK: "x20" });
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let passed = 0;
const failures: string[] = [];

/** The pages refresh themselves: one looks until it is there. */
async function until(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < 60; n++) {
    if ((await page.locator(selector).count()) > 0) return;
    await new Promise((done) => setTimeout(done, 500));
    await page.reload();
  }
  throw new Error(
    `there never was ${selector} on ${page.url()}: ${((await page.locator("main").textContent()) ?? "").slice(0, 400)}`,
  );
}

async function journey(locale: "fr" | "en" | "ar", station: string): Promise<void> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    locale,
  });
  const page = await context.newPage();
  const shoot = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(shots, `${locale}-${name}.png`), fullPage: true });
  await page.goto(`${await codeOf(station)}?lang=${locale}`);
  await shoot("1-scan");
  await page.locator('form[action*="/start"] button').click();
  await page.waitForURL(/\/c\/pay\//);
  await shoot("2-payment");
  await page.locator('button[value="pay"], button[name="outcome"][value="pay"]').first().click();
  await page.waitForURL(/\/s\/ses_/);
  await shoot("3-held");
  await stationCommand(data, station, "plug", 1);
  await until(page, 'form[action*="/stop"] button');
  await new Promise((done) => setTimeout(done, 9000));
  await page.reload();
  await shoot("4-charging");
  await page.locator('form[action*="/stop"] button').click();
  await until(page, 'a[href*="/r/"]');
  await shoot("5-settled");
  await stationCommand(data, station, "unplug", 1);
  await page.locator('a[href*="/r/"]').first().click();
  await page.waitForURL(/\/r\//);
  await shoot("6-receipt");
  // The proof that was just read is checked by whoever holds it.
  const proof = await fetch(`${page.url().replace(/\?.*$/, "")}?part=proof`).then((answer) => answer.text());
  await page.goto(`${origin}/verify?lang=${locale}`);
  await page.locator('input[type="file"]').setInputFiles({
    name: "proof.json",
    mimeType: "application/json",
    buffer: Buffer.from(proof),
  });
  await page.locator("main form button").click();
  await page.locator('[role="status"] dl').waitFor();
  await shoot("7-verified");
  await context.close();
}

async function codeOf(station: string): Promise<string> {
  const keyring = createKeyring(await openSecrets(data));
  return `${origin}/q/${keyring.makeQr({ tenant: "barq", sticker: `${station}-1`.toLowerCase() })}`;
}

for (const [locale, station] of [
  ["fr", "CAS-DC-01"],
  ["en", "RBA-DC-01"],
  ["ar", "TNG-DC-01"],
] as const) {
  try {
    await journey(locale, station);
    passed++;
  } catch (error) {
    failures.push(`${locale}: ${error instanceof Error ? error.message : error}`);
  }
}
for (const [locale, station] of [
  ["fr", "RAK-DC-01"],
  ["ar", "AGA-DC-01"],
] as const) {
  try {
    await theCall({ browser, data, origin, shots, locale, station, code: await codeOf(station), until });
    passed++;
  } catch (error) {
    failures.push(`the call, ${locale}: ${error instanceof Error ? error.message : error}`);
  }
}
await browser.close();
await endProcess(child);
rmSync(data, { recursive: true, force: true });
for (const failure of failures) console.error(`NO: ${failure}`);
console.log(`pictures: ${shots}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
