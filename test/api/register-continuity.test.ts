/** The report of what registers counted between sessions: sold energy leaves no gap, and what was sold to nobody is a row. */
import { minute } from "@barq/domain/instant";
import { beforeAll, describe, expect, it } from "vitest";
import { paidSession, station } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench } from "./bench.ts";

let bench: Bench;
let finance: string;
const ids: string[] = [];

const report = async (question: string, token = finance) =>
  bench.ask(`/v1/reports/register-continuity?${question}`, { token });

/** A session of half an hour at the first connector, from one register in Wh to another. */
async function sold(key: string, meterStart: number, meterStop: number): Promise<void> {
  const { world } = bench;
  await world.status("Available");
  const paid = await paidSession(world, { key });
  ids.push(paid.id);
  await world.status("Preparing");
  await world.settleDown();
  const transactionId = await world.begin(paid.id, `${meterStart}`);
  world.advance(30 * minute);
  await world.stop(transactionId, `${meterStop}`);
  await world.status("Finishing");
  await world.settleDown();
  world.advance(30 * minute);
}

beforeAll(async () => {
  bench = await createBench();
  const { world } = bench;
  await sold("one", 1_000_000, 1_010_000);
  await sold("two", 1_010_000, -1);
  await sold("three", 1_015_000, 1_020_000);
  await world.say({ kind: "started", connector: 1, token: "rfid-1", meterStart: "1020000", at: world.now() });
  world.advance(30 * minute);
  await sold("four", 1_023_000, 1_025_000);
  await sold("five", 1_027_500, 1_030_000);
  finance = await bench.staff("finance");
});

describe("the register's continuity", () => {
  it("names every gap with its sessions, its energy and its cause, connector by connector", async () => {
    const answer = await report(`station=${station}&from=2026-11-24&to=2026-11-24`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      station,
      from: "2026-11-24T00:00:00Z",
      connectors: [
        {
          connector: 1,
          unexplained_kwh: "2.500",
          gaps: [
            { after: ids[0], before: ids[2], energy_kwh: "5.000", cause: "session_in_review" },
            { after: ids[2], before: ids[3], energy_kwh: "3.000", cause: "unsold_transaction" },
            { after: ids[3], before: ids[4], energy_kwh: "2.500", cause: "unexplained" },
          ],
        },
        { connector: 2, unexplained_kwh: "0.000", gaps: [] },
      ],
    });
  });

  it("is there for the last month where no days are given, and empty for days on which nothing was", async () => {
    expect((await report(`station=${station}`)).body).toMatchObject({
      connectors: [{ gaps: [{}, {}, {}] }, { gaps: [] }],
    });
    expect((await report(`station=${station}&from=2026-10-01&to=2026-10-31`)).body).toMatchObject({
      connectors: [{ gaps: [] }, { gaps: [] }],
    });
  });

  it("refuses what is no period, no station, and no question", async () => {
    for (const question of [
      "",
      `station=${station}&from=2026-11-25&to=2026-11-24`,
      `station=${station}&from=2026-01-01&to=2026-11-24`,
      `station=${station}&from=2026-02-30`,
      `station=${station}&day=2026-11-24`,
    ]) {
      expect({ question, status: (await report(question)).status }).toEqual({ question, status: 400 });
    }
    expect((await report("station=CAS-DC-99")).status).toBe(404);
    expect((await report(`station=${station}`, await bench.staff("technician"))).status).toBe(403);
  });
});
