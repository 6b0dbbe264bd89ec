/** Over the wire: a driver agrees to be asked later, their hold lapses before it is captured, and the card that was kept is asked once. */
import { day, hour, minute } from "@barq/domain/instant";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
  // No capture gets through while the hold stands, and nobody tells us that it has ended.
  await street.order({
    capture_window_s: { visa: 66 * 60 },
    webhooks: { lose: true },
    faults: [{ operation: "POST /v1/payment_intents/:id/capture", kind: "reset_before", times: 1000 }],
  });
});
afterAll(() => street.close());

const look = async (path: string) => JSON.parse(JSON.stringify(await street.look(path)));
const kindsOf = async (session: string): Promise<readonly string[]> =>
  (await look(`/v1/sessions/${session}/journal`)).items.map(({ kind }: { kind: string }) => kind);
const rowOf = async (session: string) =>
  (await look("/v1/work-queue")).items.find(
    (row: { session: string; why: string }) => row.session === session && row.why === "receivable_open",
  );

/** A driver who ticks the box, pays with a card, and whose hold ends before anything was taken. */
async function lapsed(station: string, card: string, agrees = true): Promise<string> {
  const opened = await street.openStation({ id: station, tariff: { ...perKwh, id: `T-${station}` } });
  const driver = street.driver();
  const scanned = await driver.open(`/q/${opened.codes[0]}`);
  const value = /name="collect_later" value="([^"]+)"/.exec(scanned.html)?.[1] ?? "";
  const payment = await driver.submit(scanned, /\/start$/, agrees ? { collect_later: value } : {});
  let page = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay", card });
  if (!page.address.includes("/s/")) page = await driver.submit(page, /\/c\/pay\//, { outcome: "approve" });
  const id = page.address.split("/s/")[1]?.replace(/[/?].*$/, "") ?? "";
  const reach = (state: string): Promise<void> =>
    street.until(async () => (await look(`/v1/sessions/${id}`)).state === state, `session ${id} is ${state}`);
  await opened.station.plug(1);
  await reach("charging");
  await street.pass(6 * minute);
  await opened.station.unplug(1);
  await street.until(
    async () => (await look(`/v1/sessions/${id}`)).state !== "charging",
    `session ${id} ends`,
  );
  // The first try after the end of the hold reads that it is gone.
  await reach("settling");
  for (let n = 0; n < 4 && (await look(`/v1/sessions/${id}`)).state !== "settled"; n++)
    await street.pass(70 * minute, 70 * minute);
  return id;
}

describe("a hold that lapsed", () => {
  it("is made good by the card that was kept, once, with an intent and an entry of its own", async () => {
    const id = await lapsed("LATER-1", "4242424242424242");
    await street.until(async () => (await kindsOf(id)).includes("collected"), "the rest is collected");
    await street.pass(2 * day, 12 * hour);
    expect(await kindsOf(id)).toEqual(["receivable", "collected"]);
    const { receivable } = await look(`/v1/sessions/${id}`);
    const minor = Number(receivable.amount.replace(".", ""));
    expect(minor).toBeGreaterThan(0);
    expect(await street.provider(id)).toMatchObject({ status: "canceled", received: 0 });
    expect(await street.provider(`${id}#collect`)).toMatchObject({ status: "succeeded", received: minor });
    expect(await rowOf(id)).toBeUndefined();
  });

  it("is a person's where the bank wants the driver there, with the provider's word for it", async () => {
    const id = await lapsed("LATER-2", "4000002760003184");
    await street.until(async () => (await rowOf(id)) !== undefined, "a person is told");
    expect((await rowOf(id)).facts).toMatchObject({
      collection: "declined",
      code: "authentication_required",
    });
    expect(await kindsOf(id)).toEqual(["receivable"]);
    expect(await street.provider(`${id}#collect`)).toMatchObject({ received: 0 });
  });

  it("is a person's where the driver did not agree, and no card is asked", async () => {
    const id = await lapsed("LATER-3", "4242424242424242", false);
    expect(await rowOf(id)).toBeDefined();
    expect(await street.provider(`${id}#collect`)).toBeUndefined();
  });
});
