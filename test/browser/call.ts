/**
 * The call at 22:00 in a real browser: a driver whose cable is stuck, and somebody in support who signs in, types the reference
 * into the one field, reads the story, lets the cable go, answers, gives a part of the money back, and keeps a note.
 */
import { join } from "node:path";
import { stationBehaviour, stationCommand } from "@barq/local/stations/control";
import type { Locale } from "@barq/pages/locale";
import type { Browser, Page } from "playwright-core";

export interface Call {
  readonly browser: Browser;
  readonly data: string;
  readonly origin: string;
  readonly shots: string;
  readonly locale: Locale;
  readonly station: string;
  /** the address of the sticker on the post */
  readonly code: string;
  readonly until: (page: Page, selector: string) => Promise<void>;
}

export async function theCall(call: Call): Promise<void> {
  const { browser, data, origin, shots, locale, station, code, until } = call;
  const phone = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    locale,
  });
  const driver = await phone.newPage();
  await stationBehaviour(data, station, { holdsCable: true });
  await driver.goto(`${code}?lang=${locale}`);
  const folded = driver.locator('details:not([open]):has(input[name="email"]) > summary');
  if ((await folded.count()) > 0) await folded.click();
  await driver.locator('input[name="email"]').fill("driver@example.org");
  await driver.locator('form[action*="/start"] button').click();
  await driver.waitForURL(/\/c\/pay\//);
  await driver.locator('button[value="pay"]').first().click();
  await driver.waitForURL(/\/s\/ses_/);
  const id = /ses_[a-z0-9]+/.exec(driver.url())?.[0] ?? "";
  await stationCommand(data, station, "plug", 1);
  await until(driver, 'form[action*="/stop"] button');
  await new Promise((done) => setTimeout(done, 6000));
  // As the driver reads it to whoever helps.
  const reference = (await driver.locator("footer b").first().textContent()) ?? "";

  const desk = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1200, height: 900 },
    locale,
  });
  const page = await desk.newPage();
  const shoot = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(shots, `${locale}-call-${name}.png`), fullPage: true });
  await page.goto(`${origin}/desk?lang=${locale}`);
  await page.locator('a[href^="/desk/sign-in"]').click();
  await page.locator("#role").selectOption("support");
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(/\/desk/);
  await shoot("1-home");
  // One field, one key.
  await page.keyboard.type(reference);
  await page.keyboard.press("Enter");
  await page.locator("ol.steps").waitFor();
  await shoot("2-charging");
  const submit = async (
    act: string,
    fill: (form: ReturnType<Page["locator"]>) => Promise<void>,
  ): Promise<void> => {
    const form = page.locator(`form:has(input[name="act"][value="${act}"])`).first();
    const closed = page
      .locator(`details:not([open]):has(input[name="act"][value="${act}"]) > summary`)
      .first();
    if ((await closed.count()) > 0) await closed.click();
    await fill(form);
    await form.locator('button[type="submit"]').click();
    await page.waitForURL(/[?&](done|refused)=/);
    if (!page.url().includes("done=")) throw new Error(`${act} was refused: ${page.url()}`);
  };
  await submit("stop", async (form) => form.locator("textarea").fill("cable stuck, driver wants to leave"));
  await page.goto(`${origin}/desk/sessions/${id}`);
  await shoot("3-stopped");
  await submit("unlock", async () => undefined);
  await stationCommand(data, station, "unplug", 1);
  await until(page, 'input[name="act"][value="refund"]');
  await submit("macro", async () => undefined);
  await submit("refund", async (form) => {
    await form.locator('input[name="amount"]').fill("1,00");
    await form.locator('select[name="reason"]').selectOption("goodwill");
  });
  await submit("resend", async () => undefined);
  await submit("note", async (form) => form.locator("textarea").fill("told to unlock the car first"));
  await shoot("4-story");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("5-phone");
  await phone.close();
  await desk.close();
}
