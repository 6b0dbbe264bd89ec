/**
 * Money that goes back, over every wire: support gives a part back and the driver reads it, a lost answer gives nothing back
 * twice, and a bank that sends the money back weeks later is heard of, undone on the books and put before a person.
 */
import { hour, minute } from "@barq/domain/instant";
import type { Role } from "@barq/functions/api/staff-token";
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

/** Somebody at work asks, with a token of the folder's own issuer. */
async function ask(role: Role, path: string, body?: object, key = "key-1") {
  const { secrets, clock, origin } = street.product;
  const token = await issueStaffToken(secrets.issuer, clock.now, { tenant: localTenant, role, fleet: null });
  const answer = await fetch(`${origin}${path}`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

it("a driver is given money back, once, and the bank's late no is not lost", async () => {
  // Ten minutes of charging, paid with a card whose bank sends refunds back after an hour.
  const { station, codes } = await street.openStation({ id: "CAS-DC-09", tariff: perKwh });
  const driver = street.driver();
  const payment = await driver.submit(await driver.open(`/q/${codes[0]}`), /\/start$/);
  const page = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay", card: "4000000000005126" });
  const id = page.address.split("/s/")[1] ?? "";
  const tell = async () => (await ask("support", `/v1/sessions/${id}`)).body;
  await street.until(async () => (await tell()).state === "held", "the hold is on record");
  await station.plug(1);
  await street.until(async () => (await tell()).state === "charging", "charging begins");
  await street.pass(10 * minute);
  await station.unplug(1);
  await street.until(async () => (await tell()).state === "settled", "the session is settled");

  // More than was captured is refused before anything is asked of the provider.
  const tooMuch = await ask("support", "/v1/refunds", { session: id, amount: "1000", reason: "other" });
  expect(tooMuch).toMatchObject({ status: 422, body: { code: "amount_invalid" } });

  // The provider gives it back, and its answer is lost on the way, as often as it is sent.
  await street.order({ faults: [{ operation: "POST /v1/refunds", kind: "reset_after", times: 3 }] });
  const asked = { session: id, amount: "10.00", reason: "station_fault" };
  const made = await ask("support", "/v1/refunds", asked);
  expect(made).toMatchObject({ status: 201, body: { amount: { amount: "10.00", currency: "MAD" } } });
  const refund = async () => (await ask("auditor", `/v1/refunds/${made.body.id}`)).body;
  await street.pass(minute, 5000);
  await street.until(async () => (await refund()).state === "given", "the refund is found");
  expect((await refund()).credit_note.number).toMatch(/^CN-.*-\d{4}-000001$/);
  expect((await ask("support", "/v1/refunds", asked)).status).toBe(200);

  // The driver reads that it was sent, not that it has arrived.
  const receipt = async () => driver.open(driver.link(await driver.open(page.address), /receipt/i));
  expect((await receipt()).text).toContain("was sent to your bank, which may take 5 to 10 days");
  const kinds = async () =>
    (await ask("finance", `/v1/sessions/${id}/journal`)).body.items.map(({ kind }: { kind: string }) => kind);
  expect(await kinds()).toEqual(["capture", "refund"]);

  // An hour later the bank sends it back: the provider's event is enough, whatever day the next look is due.
  await street.pass(2 * hour, 10 * minute);
  await street.until(async () => (await refund()).state === "failed", "the failure is known");
  expect(await kinds()).toEqual(["capture", "refund", "refund_failed"]);
  const work = (await ask("operator", "/v1/work-queue")).body.items;
  expect(work).toMatchObject([{ why: "refund_failed", session: id }]);
  expect((await receipt()).text).not.toContain("5 to 10 days");

  // Asked again it is another refund, and the story tells both.
  const again = await ask("support", "/v1/refunds", asked, "key-2");
  expect(again.status).toBe(201);
  const second = async () => (await ask("auditor", `/v1/refunds/${again.body.id}`)).body.state;
  await street.pass(minute, 5000);
  await street.until(async () => (await second()) === "given", "the second refund is given");
  const story = JSON.stringify((await ask("support", `/v1/sessions/${id}/story`)).body);
  expect(story).toContain("refund of 10.00 MAD failed (expired_or_canceled_card)");
  expect(story).toContain("refund of 10.00 MAD given, credit note");
});
