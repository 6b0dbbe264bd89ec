/**
 * A refund survives a crash at every line: every call of every port is lost once before it was done and once after it, and
 * each time it ends with one refund at the provider, one entry, one number, and nothing that waits.
 */
import { approveRefund } from "@barq/actions/refund-approve";
import { day, minute } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import type { Refund } from "@barq/domain/refund";
import { describe, expect, it } from "vitest";
import { actsOn, ask, creditNotes, isChained, refundOf, settledSession } from "./refunded.ts";
import type { World } from "./world.ts";
import { createWorld, Lost, tenant } from "./world.ts";

/** Does it again until nothing is lost on the way, as clients do. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Lost) || attempt === 3) throw error;
    }
  }
}

/** 250.00 go back: asked for by one, agreed to by another, sent; `fails` when the bank sends it back. */
async function live(world: World, session: string, fails: boolean): Promise<Refund> {
  const { refund } = await insist(() => ask(world, session));
  await insist(() => approveRefund(world.ports, tenant, refund.id, "omar"));
  await world.settleDown(3);
  await world.pass(10 * minute, minute);
  if (!fails) return refundOf(world, refund);
  world.provider.bank.turnOut(refund.id, "failed");
  await world.pass(8 * day, day);
  await world.pass(10 * minute, minute);
  return refundOf(world, refund);
}

async function assertWhole(world: World, session: string, refund: Refund, fails: boolean): Promise<void> {
  expect(refund.state).toBe(fails ? "failed" : "given");
  expect(world.provider.all()).toHaveLength(1);
  const entries = await world.journal(session);
  expect(entries.map(({ kind }) => kind)).toEqual(
    fails ? ["capture", "refund", "refund_failed"] : ["capture", "refund"],
  );
  expect(isChained(entries)).toBe(true);
  expect([...balances(entries).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
  expect(await creditNotes(world)).toBe(1);
  const { refunded, captured } = await world.session(session);
  expect(refunded).toBe(fails ? null : captured);
  const rows = (await world.work()).map(({ why }) => why).filter((why) => why.startsWith("refund"));
  expect(rows).toEqual(fails ? ["refund_failed"] : []);
  const acts = (await actsOn(world, session)).map(({ sk }) => sk.split("#")[2]);
  expect(new Set(acts)).toEqual(new Set(["refund_asked", "refund_approved", "refund_given"]));
  expect(acts).toHaveLength(3);
}

describe("a crash at any call of a refund", () => {
  for (const fails of [false, true]) {
    it(`changes nothing of what goes back, is booked and numbered${fails ? ", when the bank sends it back too" : ""}`, async () => {
      const calm = await createWorld();
      const { id } = await settledSession(calm, 60_000);
      calm.lose(null);
      await assertWhole(calm, id, await live(calm, id, fails), fails);
      const all = calm.calls;
      expect(all).toBeGreaterThan(12);
      for (const where of ["before", "after"] as const) {
        for (let call = 1; call <= all; call++) {
          const world = await createWorld();
          const session = await settledSession(world, 60_000);
          world.lose({ call, where });
          const refund = await live(world, session.id, fails);
          world.lose(null);
          await assertWhole(world, session.id, refund, fails).catch((error: unknown) => {
            throw new Error(`call ${call} lost ${where} it was done`, { cause: error });
          });
        }
      }
    });
  }
});
