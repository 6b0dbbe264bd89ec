/**
 * A person's act survives a crash at every line: every call of every port, from the act to the end of the money, is lost once
 * before it was done and once after it; each time there is one outcome, one entry, one row of who did it.
 */
import type { ResolveRequest } from "@barq/actions/resolve-work";
import { resolveWork } from "@barq/actions/resolve-work";
import { minute } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import { describe, expect, it } from "vitest";
import { actsOf, openRow, resolvedRows, reviewed } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, Lost } from "./world.ts";

/** The person presses the button again, under the same key, until they are answered. */
async function insist(world: World, request: Omit<ResolveRequest, "key" | "body" | "actor" | "note">) {
  const whole = { key: "k", body: request.act, actor: "person-1", note: null, ...request };
  for (let attempt = 0; ; attempt++) {
    try {
      return await resolveWork(world.ports, world.tenant, whole);
    } catch (error) {
      if (!(error instanceof Lost) || attempt === 3) throw error;
    }
  }
}

interface Case {
  readonly prepare: (world: World) => Promise<{ readonly id: string; readonly row: string }>;
  readonly request: Omit<ResolveRequest, "key" | "body" | "actor" | "note" | "row">;
  readonly session: Readonly<Record<string, unknown>>;
  readonly entries: readonly string[];
  readonly captures: "captured" | "gone";
}

const fromReview = async (world: World) => {
  const { id } = await reviewed(world);
  return { id, row: (await openRow(world, { id }, "meter_backwards")).id };
};

const cases: Readonly<Record<string, Case>> = {
  "settles a review": {
    prepare: fromReview,
    request: {
      act: "settle",
      reason: "meter_read",
      evidence: {
        reason: "meter_read",
        meterStart: null,
        meterStop: "1012000",
        startedAt: null,
        endedAt: null,
      },
    },
    session: { state: "settled", captured: 5400n, receivable: null, receipt: "CAS-01-2026-000001" },
    entries: ["capture"],
    captures: "captured",
  },
  "gives a review free": {
    prepare: fromReview,
    request: { act: "release", reason: "station_fault", evidence: null },
    session: { state: "released", why: "given_free", captured: null, receipt: null },
    entries: [],
    captures: "gone",
  },
  "collects a receivable": {
    prepare: async (world) => {
      const { session, transactionId } = await chargingSession(world);
      world.provider.faults.lapse(session.hold?.page ?? null);
      await chargeAndStop(world, transactionId, 20_000);
      for (let n = 0; n < 3; n++) {
        world.advance(minute);
        await world.settleDown(2);
      }
      return { id: session.id, row: (await openRow(world, session, "receivable_open")).id };
    },
    request: { act: "collect", reason: "paid by transfer", evidence: null },
    session: { state: "settled", captured: 0n, receivable: 9000n },
    entries: ["receivable", "collected"],
    captures: "gone",
  },
};

async function run(of: Case, loss: Parameters<World["lose"]>[0]): Promise<number> {
  const world = await createWorld();
  const { id, row } = await of.prepare(world);
  world.lose(loss);
  await insist(world, { ...of.request, row });
  for (let n = 0; n < 4; n++) {
    await world.settleDown(2);
    world.advance(minute);
  }
  const { calls } = world;
  world.lose(null);
  const session = await world.session(id);
  expect(session).toMatchObject(of.session);
  const entries = await world.journal(id);
  expect(entries.map(({ kind }) => kind)).toEqual(of.entries);
  expect([...balances(entries).values()].reduce((a, b) => a + b, 0n)).toBe(0n);
  expect(await actsOf(world, id)).toHaveLength(1);
  expect(await resolvedRows(world)).toHaveLength(1);
  expect(await world.work()).toEqual([]);
  const truth = await world.provider.payments.read({ page: session.hold?.page ?? null, intent: null });
  expect(truth.kind).toBe(of.captures);
  return calls;
}

describe("a crash at any call", () => {
  it.each(Object.entries(cases))("while a person %s leaves one outcome", async (_, of) => {
    const all = await run(of, null);
    expect(all).toBeGreaterThan(5);
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= all; call++)
        await run(of, { call, where }).catch((error: unknown) => {
          throw new Error(`call ${call} lost ${where} it was done`, { cause: error });
        });
    }
  });
});
