/**
 * Money survives a crash at every line: every call of every port in a whole session is lost once before it was done and
 * once after it, and each time the session ends with its money taken once, in the ledger once, under a number without a gap.
 */

import { minute, second } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import { counterKey, numberKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { createWorld, Lost, register } from "./world.ts";

const wh = 20_000;

/** Does it again until nothing is lost on the way, as clients, stations and sweepers do. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Lost) || attempt === 3) throw error;
    }
  }
}

/** A whole session in which a call may be lost anywhere. */
async function live(world: World): Promise<string> {
  const { session } = await insist(() => world.start());
  for (let n = 0; n < 8 && (await world.session(session.id)).hold?.page === null; n++) {
    world.advance(11 * second);
    await world.settleDown(1);
  }
  world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
  for (let n = 0; n < 8 && (await world.session(session.id)).state === "pending"; n++) {
    world.advance(11 * second);
    await world.settleDown(1);
  }
  await insist(() => world.status("Preparing"));
  await world.settleDown(2);
  if ((await world.session(session.id)).state === "held") await insist(() => world.status("Preparing"));
  const transactionId = await insist(() => world.begin(session.id));
  const startedAt = world.now();
  for (let n = 1; n <= 4; n++) {
    world.advance(5 * minute);
    await insist(() => world.meter(transactionId, 1_000_000 + (wh * n) / 4));
    await world.settleDown(1);
  }
  const at = world.now();
  await insist(() =>
    world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: `${1_000_000 + wh}`,
      at,
      reason: "Remote",
      readings: [
        register(startedAt, "1000000", { context: "Transaction.Begin" }),
        register(at, `${1_000_000 + wh}`, { context: "Transaction.End" }),
      ],
    }),
  );
  await world.settleDown(2);
  for (let n = 0; n < 12 && !(await world.isOver(session.id)); n++) {
    world.advance(minute);
    await world.settleDown(1);
  }
  await insist(() => world.status("Available"));
  return session.id;
}

async function assertWhole(world: World, id: string): Promise<void> {
  const session = await world.session(id);
  expect(session).toMatchObject({
    state: "settled",
    captured: 9000n,
    receivable: null,
    writtenOff: null,
    receipt: "CAS-01-2026-000001",
  });
  expect(
    await world.provider.payments.read({ page: session.hold?.page ?? null, intent: null }),
  ).toMatchObject({
    kind: "captured",
    capturedAmount: { minor: 9000n },
  });
  const entries = await world.journal(id);
  expect(entries).toHaveLength(1);
  expect([...balances(entries).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
  const series = "R-E1-CAS-01-2026";
  const [counter, first, second_] = await world.store.read([
    counterKey(world.tenant, series),
    numberKey(world.tenant, series, 1),
    numberKey(world.tenant, series, 2),
  ]);
  expect([counter?.n, first?.session, second_]).toEqual([1, id, undefined]);
}

describe("a crash at any call", () => {
  it("changes nothing of what is taken, booked and numbered", async () => {
    const calm = await createWorld();
    calm.lose(null);
    await assertWhole(calm, await live(calm));
    const all = calm.calls;
    expect(all).toBeGreaterThan(40);
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= all; call++) {
        const world = await createWorld();
        world.lose({ call, where });
        const id = await live(world);
        world.lose(null);
        await assertWhole(world, id).catch((error: unknown) => {
          throw new Error(`call ${call} lost ${where} it was done`, { cause: error });
        });
      }
    }
  });
});
