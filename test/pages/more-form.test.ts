/** The page of a session that has nearly used up its hold: what can be added, and where the buttons lead. */
import { minute } from "@barq/domain/instant";
import { expect, it } from "vitest";
import type { World } from "../actions/world.ts";
import { openDoors, sessionOf } from "./door-bench.ts";

/** A driver at the page of a session that has used so many Wh of 250 MAD at 4.50 MAD a kWh. */
async function charging(wh: number) {
  const doors = await openDoors();
  const { world } = doors;
  const id = sessionOf(await doors.start());
  const { hold } = await world.session(id);
  world.provider.driver.pay(hold?.page ?? null);
  await doors.get(`/s/${id}/paid`);
  await world.status("Preparing");
  await world.settleDown();
  await drive(world, await world.begin(id), wh);
  return { ...doors, id, path: `/s/${id}` };
}

async function drive(world: World, transactionId: number, wh: number): Promise<void> {
  for (let n = 0; n <= 10; n++) {
    await world.meter(transactionId, 1_000_000 + Math.round((wh * n) / 10));
    world.advance(5 * minute);
  }
  await world.drain();
}

it("offers nothing while most of the hold is left, and no form may lead anywhere else", async () => {
  const { get, path } = await charging(38_000);
  const answer = await get(path);
  expect(await answer.text()).not.toContain('name="amount"');
  expect(answer.headers.get("content-security-policy")).toContain("form-action 'self';");
});

it.each([
  ["en", "Add "],
  ["fr", "Ajouter "],
  ["ar", "أضف "],
])("offers 50 and 100 from 70 %% on (%s), and a press leads to the payment page", async (lang, word) => {
  const { get, post, path, world, id } = await charging(40_000);
  const answer = await get(`${path}?lang=${lang}`);
  const page = await answer.text();
  expect(page).toContain(word);
  expect([...page.matchAll(/name="amount" value="([^"]+)"/g)].map(([, amount]) => amount)).toEqual([
    "50.00",
    "100.00",
  ]);
  expect(answer.headers.get("content-security-policy")).toContain("form-action 'self' https://pay.example");
  const pressed = await post(`${path}/more`, { amount: "50.00" });
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "https://pay.example/page_2"]);
  world.provider.driver.pay("page_2");
  const back = await get(`${path}/paid`);
  expect([back.status, back.headers.get("location")]).toEqual([303, path]);
  expect((await world.session(id)).further).toEqual({ last: 2, heldMinor: 5000n });
  expect(await (await get(`${path}?lang=en`)).text()).toContain("300.00");
});

it("refuses what is no amount, and what comes too late, in words", async () => {
  const { post, path, world, id } = await charging(40_000);
  for (const fields of [{}, { amount: "" }, { amount: "1e9" }, { amount: "50.00", more: "1" }])
    expect((await post(`${path}/more`, fields)).status).toBe(400);
  const { transactionId } = await world.session(id);
  if (typeof transactionId === "number") await world.stop(transactionId, "1040000");
  await world.settleDown();
  expect((await post(`${path}/more`, { amount: "50.00" })).status).toBe(409);
});
