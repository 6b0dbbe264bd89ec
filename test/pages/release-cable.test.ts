/** "Release my cable" on the receipt's page: for its driver, for some minutes, once a press, and never somebody else's cable. */
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import { chargingSession, paidSession, station, tenant } from "../actions/world.ts";
import { openDoors } from "./door-bench.ts";

type Doors = Awaited<ReturnType<typeof openDoors>>;

/** A session that was settled, its cable still in; and its receipt's address. */
async function receiptOf(doors: Doors) {
  const { world, who } = doors;
  const { session, transactionId } = await chargingSession(world);
  world.advance(5 * minute);
  await world.meter(transactionId, 1_005_000);
  await world.settleDown();
  await world.stop(transactionId, "1005000");
  await world.status("Finishing");
  await world.settleDown();
  const settled = await world.session(session.id);
  if (settled.state !== "settled") throw new Error(`the session is ${settled.state}`);
  return { session: settled, path: `/r/${await who.issueReceipt(settled)}` };
}

const unlocks = ({ world }: Pick<Doors, "world">) =>
  world.hardware.sent.filter(({ command }) => command.kind === "unlock");
const answer = async ({ world }: Pick<Doors, "world">, why: string | null) => {
  const effect = unlocks({ world }).at(-1)?.effect ?? null;
  const call = { session: null, effect, again: false };
  const outcome =
    why === null ? ({ kind: "accepted", detail: {} } as const) : ({ kind: "rejected", why } as const);
  await takeCommandOutcome(world.ports, tenant, station, call, outcome);
};

const press = (doors: Doors, path: string, fields: Readonly<Record<string, string>> = { try: "1" }) =>
  doors.paper.request(`${path}/cable`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });

describe("somebody else's cable", () => {
  it("is out of reach: once the first one is out there is no form, and a press that was kept does nothing", async () => {
    const doors = await openDoors();
    const { path } = await receiptOf(doors);
    expect(await doors.page(path)).toContain(`${path}/cable`);
    await doors.world.status("Available");
    await doors.world.settleDown();
    expect(await doors.page(path)).not.toContain("/cable");
    await paidSession(doors.world, { key: "the next driver" });
    const late = await press(doors, path);
    expect(late.status).toBe(303);
    expect(unlocks(doors)).toEqual([]);
  });

  it("is not opened with a link of another session, a driver's own token, or none", async () => {
    const doors = await openDoors();
    const { session } = await receiptOf(doors);
    const other = await doors.who.issueReceipt({ tenant, id: "ses_anotheranotheranotheranoth" });
    expect((await press(doors, `/r/${other}`)).status).toBe(404);
    expect((await press(doors, `/r/${await doors.who.issueAccess(session)}`)).status).toBe(403);
    expect((await press(doors, "/r/nonsense")).status).toBe(401);
    expect(unlocks(doors)).toEqual([]);
  });
});

it("after its minutes are over there is no form, and a press does nothing", async () => {
  const doors = await openDoors();
  const { path } = await receiptOf(doors);
  doors.world.advance(31 * minute);
  expect(await doors.page(path)).not.toContain("/cable");
  expect((await press(doors, path)).status).toBe(303);
  expect(unlocks(doors)).toEqual([]);
});

it("garbage in the form is refused in words, and nothing is sent", async () => {
  const doors = await openDoors();
  const { path } = await receiptOf(doors);
  for (const fields of [{}, { try: "0" }, { try: "x" }, { try: "1", lang: "xx" }] as const) {
    const refusal = await press(doors, path, { ...fields });
    expect([fields, refusal.status]).toEqual([fields, 400]);
    expect(refusal.headers.get("content-type")).toContain("text/html");
  }
  for (const n of ["2", "5", "9"]) await press(doors, path, { try: n });
  expect(unlocks(doors)).toEqual([]);
});

it("pressed twice it is asked once; the page says what became of it, and offers another try after a refusal", async () => {
  const doors = await openDoors();
  const { path } = await receiptOf(doors);
  expect(await doors.page(`${path}?lang=en`)).toContain("Release my cable");
  const first = await press(doors, path, { try: "1", lang: "en" });
  expect(first.headers.get("location")).toBe(`${path}?lang=en`);
  await press(doors, path, { try: "1", lang: "en" });
  expect(new Set(unlocks(doors).map(({ effect }) => effect)).size).toBe(1);
  const waiting = await doors.page(`${path}?lang=en`);
  expect(waiting).toContain("has been asked");
  expect(waiting).toContain('http-equiv="refresh"');
  await answer(doors, "UnlockFailed");
  const refused = await doors.page(`${path}?lang=en`);
  expect(refused).toContain("could not let the cable go");
  expect(refused).toContain('name="try" value="2"');
  await press(doors, path, { try: "2" });
  await answer(doors, null);
  expect(await doors.page(`${path}?lang=fr`)).toContain("vous pouvez le retirer");
  expect(await doors.page(`${path}?lang=ar`)).toContain("يمكنك سحبه الآن");
  expect(new Set(unlocks(doors).map(({ effect }) => effect)).size).toBe(2);
});

it("a station that is away or silent is said to be, and five tries are enough", async () => {
  const doors = await openDoors();
  const { path } = await receiptOf(doors);
  doors.world.hardware.offline.add(station);
  await press(doors, path);
  expect(await doors.page(`${path}?lang=en`)).toContain("is not connected");
  doors.world.hardware.offline.clear();
  for (const n of ["2", "3", "4", "5"]) {
    await press(doors, path, { try: n });
    doors.world.advance(minute);
  }
  const last = await doors.page(`${path}?lang=en`);
  expect(last).toContain("did not answer");
  expect(last).not.toContain('name="try"');
  await press(doors, path, { try: "6" });
  expect(unlocks(doors)).toHaveLength(4);
});
