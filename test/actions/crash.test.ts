/**
 * Money survives a crash at every line: every call of every port in a whole session is lost once before it was done and
 * once after it, and each time the session ends with its money taken once, in the ledger once, under a number without a gap.
 */

import { balances } from "@barq/domain/ledger";
import { counterKey, numberKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { live } from "./whole-session.ts";
import type { World } from "./world.ts";
import { createWorld } from "./world.ts";

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
