/** What past sessions would have cost, asked through the door page by page, and added up by the command line. */
import { minute } from "@barq/domain/instant";
import type { Comparison } from "@barq/local/cli/tariff-comparison";
import { addedUp, comparison } from "@barq/local/cli/tariff-comparison";
import { comparisonText } from "@barq/local/cli/tariff-text";
import * as v from "valibot";
import { beforeEach, expect, it } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench } from "./bench.ts";
import { createPublishers, kwh } from "./publishers.ts";

let bench: Bench;
let people: ReturnType<typeof createPublishers>;

beforeEach(async () => {
  bench = await createBench();
  people = createPublishers(bench);
  for (const [n, wh] of [10_000, 20_000, 30_000].entries()) {
    const { transactionId } = await chargingSession(bench.world, { key: `s${n}` });
    await chargeAndStop(bench.world, transactionId, wh);
    await bench.world.pass(2 * minute);
  }
});

const ask = async (id: string, query: string): Promise<Comparison> => {
  const token = await people.tokenOf("eve", "auditor");
  const answer = await bench.ask(`/v1/tariff-drafts/${id}/comparison?${query}`, { token });
  expect(answer.status).toBe(200);
  return v.parse(comparison, answer.body);
};

it("the pages of a comparison add up to the whole of it, to the coin", async () => {
  const { id } = await people.seenDraft(kwh(5.25));
  const whole = await ask(id, "month=2026-11");
  expect(whole).toMatchObject({
    ...{ from: "2026-11-01", to: "2026-11-30", sessions: 3, dearer: 3, cheaper: 0, same: 0 },
    was: { amount: "270.00", currency: "MAD" },
    would_be: { amount: "315.00" },
    difference: { amount: "45.00" },
    next_cursor: null,
  });
  let sum = await ask(id, "month=2026-11&most=1");
  expect(sum.sessions).toBe(1);
  while (sum.next_cursor !== null)
    sum = addedUp(sum, await ask(id, `month=2026-11&most=1&cursor=${sum.next_cursor}`));
  expect(sum).toEqual(whole);
});

it("without a period it is of the month before, and a draft that cannot be sold prices nothing", async () => {
  const { id } = await people.seenDraft(kwh(5.25));
  expect(await ask(id, "")).toMatchObject({ from: "2026-10-01", to: "2026-10-31", sessions: 0 });
  expect(await ask(id, "days=7")).toMatchObject({ from: "2026-11-17", to: "2026-11-23", sessions: 0 });
  const { id: wrong } = await people.seenDraft(kwh(-1), "wrong");
  const token = await people.tokenOf("eve", "auditor");
  expect((await bench.ask(`/v1/tariff-drafts/${wrong}/comparison`, { token })).status).toBe(422);
});

it("is drawn as bars that are as long as the amounts are beside each other", async () => {
  const { id } = await people.seenDraft(kwh(2.25));
  const text = comparisonText(await ask(id, "month=2026-11"));
  const [, was = "", wouldBe = ""] = /was +270\.00 +(█+)\nwould be +135\.00 +(█+)\n/.exec(text) ?? [];
  expect([was.length, wouldBe.length]).toEqual([40, 20]);
  expect(text).toContain("difference  -135.00  ░░░░░░░░░░░░░░░░░░░░");
  expect(text).toContain("3 sessions from 2026-11-01 to 2026-11-30: 0 dearer, 3 cheaper, 0 the same.");
});

it("writes nothing, however often it is asked", async () => {
  const { id } = await people.seenDraft(kwh(5));
  const written = bench.written.length;
  await ask(id, "month=2026-11");
  expect(bench.written).toHaveLength(written);
});
