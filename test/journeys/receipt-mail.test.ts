/** A driver leaves an address, and the receipt's link comes as a message that opens what was captured, in the driver's language. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { minute } from "@barq/domain/instant";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

it("an Arabic reader charges, and finds one message with a link to the receipt", async () => {
  const { station, codes } = await street.openStation({ id: "CAS-DC-01", tariff: perKwh });
  const driver = street.driver();
  const scan = await driver.open(`/q/${codes[0]}?lang=ar`);
  const payment = await driver.submit(scan, /\/start$/, { email: "driver@example.org" });
  const session = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay", card: "4242424242424242" });
  const id = session.address.split("/s/")[1]?.split("?")[0] ?? "";
  const isIn = async (state: string) => {
    const shown: unknown = await street.look(`/v1/sessions/${id}`);
    return typeof shown === "object" && shown !== null && "state" in shown && shown.state === state;
  };
  await street.until(() => isIn("held"), "the hold is on record");
  await station.plug(1);
  await street.until(() => isIn("charging"), "charging begins");
  await street.pass(8 * minute);
  await driver.submit(await driver.open(session.address), /\/stop$/);
  await street.until(() => isIn("settled"), "the session is settled");
  await station.unplug(1);

  const folder = join(street.product.settings.data, "notices");
  await street.pass(5 * minute);
  await street.until(
    () => readdirSync(street.product.settings.data).includes("notices"),
    "a message is there",
  );
  await street.until(() => readdirSync(folder).length === 1, "it is whole");
  const mail = await PostalMime.parse(readFileSync(join(folder, `receipt.${id}.1.eml`)));
  expect(mail.to).toEqual([{ name: "", address: "driver@example.org" }]);
  expect(mail.subject).toContain("إيصالك");
  const link = /http\S+\/r\/\S+/.exec(mail.text ?? "")?.[0] ?? "";
  expect(link.startsWith(street.product.origin)).toBe(true);
  const page = await (await fetch(link)).text();
  expect(page).toContain('lang="ar"');
  expect(page).not.toContain("4242");
  const paper = await fetch(link.replace("?", ".pdf?"));
  expect(paper.headers.get("content-type")).toBe("application/pdf");
  expect((await paper.text()).includes("IBMPlexSansArabic")).toBe(true);
});
