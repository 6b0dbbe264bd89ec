/** A driver who added to the hold paid in parts: each refund goes back to the part that it was captured from. */
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { advanceRefund } from "@barq/actions/refund-advance";
import { approveRefund } from "@barq/actions/refund-approve";
import { listRefunds } from "@barq/actions/refund-list";
import { Fault } from "@barq/domain/fault";
import { hour, minute } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import { describe, expect, it } from "vitest";
import { ask, creditNotes, isChained, paidInTwo, refundOf, refundsIn } from "./refunded.ts";
import { resolvedRows } from "./resolving.ts";
import type { World } from "./world.ts";
import { createWorld, Lost, tenant } from "./world.ts";

const paidWorld = async () => {
  const world = await createWorld();
  return { world, id: await paidInTwo(world) };
};

/** Everything of a request as far as it goes now. */
async function sendAll(world: World, id: string): Promise<void> {
  for (const { id: refund } of await refundsIn(world, id))
    await advanceRefund(world.ports, tenant, id, refund);
}

const inTurn = async (world: World, id: string) =>
  (await listRefunds(world.ports, tenant, id)).map(({ hold, state, refundAmount }) => [
    hold,
    state,
    refundAmount.minor,
  ]);

it("never takes more from a part than it was, and gives all of both back in the end", async () => {
  const { world, id } = await paidWorld();
  await expect(ask(world, id, { text: "270.01" })).rejects.toMatchObject({ code: "amount_invalid" });
  const give = async (key: string, text?: string) => {
    const { refund } = await ask(world, id, { key, ...(text === undefined ? {} : { text }) });
    if (refund.state === "asked") await approveRefund(world.ports, tenant, refund.id, "omar");
    await advanceRefund(world.ports, tenant, id, refund.id);
    return refundOf(world, refund);
  };
  expect(await give("a", "240.00")).toMatchObject({ state: "given", hold: 1, group: null });
  expect(await give("b", "15.00")).toMatchObject({ state: "given", hold: 2, group: null });
  await expect(ask(world, id, { key: "c", text: "15.01" })).rejects.toMatchObject({ code: "amount_invalid" });
  expect(await give("d", "10.00")).toMatchObject({ state: "given", hold: 1 });
  expect(await give("e")).toMatchObject({ state: "given", hold: 2, refundAmount: { minor: 500n } });
  await expect(ask(world, id, { key: "f" })).rejects.toMatchObject({ code: "state_conflict" });
  const [further] = await furtherHoldsOf(world.ports, await world.session(id));
  expect(
    world.provider.all().map(({ page, refundAmount }) => [page === further?.page, refundAmount.minor]),
  ).toEqual([
    [false, 24_000n],
    [true, 1_500n],
    [false, 1_000n],
    [true, 500n],
  ]);
  expect(await refundsIn(world, id)).toHaveLength(4);
  expect([...balances(await world.journal(id)).values()].every((minor) => minor === 0n)).toBe(true);
});

describe("one request for more than any part can give", () => {
  it("waits for one second person by its sum, though each of its parts alone would need none", async () => {
    const world = await createWorld();
    const policy = { ...world.ports.policy, refundAlone: [{ currency: "MAD", from: 0, most: 26_000n }] };
    Object.assign(world.ports, { policy });
    const id = await paidInTwo(world);
    const { refund } = await ask(world, id, { key: "whole" });
    expect(await inTurn(world, id)).toEqual([
      [1, "asked", 25_000n],
      [2, "asked", 2_000n],
    ]);
    expect((await refundsIn(world, id)).every(({ group }) => group === refund.id)).toBe(true);
    const rows = await world.work();
    expect(rows).toMatchObject([
      { why: "refund_waits", amount: { minor: 27_000n, currency: "MAD" }, facts: { refunds: "2" } },
    ]);
    await sendAll(world, id);
    expect(world.provider.all()).toEqual([]);
    const [, second] = await listRefunds(world.ports, tenant, id);
    for (const part of [refund.id, second?.id ?? ""])
      await expect(approveRefund(world.ports, tenant, part, "amina")).rejects.toMatchObject({
        code: "forbidden",
      });
    // Whichever part is named, the yes is to all of them.
    await approveRefund(world.ports, tenant, second?.id ?? "", "omar");
    await approveRefund(world.ports, tenant, refund.id, "omar");
    expect(await world.work()).toEqual([]);
    expect(await resolvedRows(world)).toMatchObject([
      { resolved: { act: "approve", by: "omar", amount: { minor: 27_000n } } },
    ]);
    await sendAll(world, id);
    expect(await inTurn(world, id)).toEqual([
      [1, "given", 25_000n],
      [2, "given", 2_000n],
    ]);
    expect(await creditNotes(world)).toBe(2);
    const notes = (await refundsIn(world, id)).map(({ creditNote }) => creditNote?.number);
    expect(new Set(notes).size).toBe(2);
    expect(await world.session(id)).toMatchObject({ refunded: 27_000n });
    expect([...balances(await world.journal(id)).values()].every((minor) => minor === 0n)).toBe(true);
    expect(isChained(await world.journal(id))).toBe(true);
  });

  it("takes of the oldest hold first, and is the same request however often it is repeated", async () => {
    const { world, id } = await paidWorld();
    const first = await ask(world, id, { key: "k", text: "260.00" });
    expect(await ask(world, id, { key: "k", text: "260.00" })).toMatchObject({
      refund: { id: first.refund.id },
      repeated: true,
    });
    await expect(ask(world, id, { key: "k", text: "261.00" })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(await inTurn(world, id)).toEqual([
      [1, "asked", 25_000n],
      [2, "asked", 1_000n],
    ]);
    await expect(ask(world, id, { key: "l", text: "10.01" })).rejects.toMatchObject({
      details: { left: { minor: 1_000n } },
    });
  });

  it("that nobody agrees to in time is over as a whole, and its money is free again", async () => {
    const { world, id } = await paidWorld();
    const { refund } = await ask(world, id);
    world.advance(world.ports.policy.approvalMs);
    // One part's time is noticed first: the other cannot be agreed to any more.
    await advanceRefund(world.ports, tenant, id, refund.id);
    const [, second] = await listRefunds(world.ports, tenant, id);
    await expect(approveRefund(world.ports, tenant, second?.id ?? "", "omar")).rejects.toMatchObject({
      code: "state_conflict",
    });
    await sendAll(world, id);
    expect((await inTurn(world, id)).map(([, state]) => state)).toEqual(["refused", "refused"]);
    expect(await world.session(id)).toMatchObject({ refunded: null });
    expect(world.provider.all()).toEqual([]);
  });

  it("is agreed to once by two people at once, and sent once whatever call is lost", async () => {
    for (const where of ["before", "after"] as const)
      for (let call = 1; call <= 24; call++) {
        const { world, id } = await paidWorld();
        world.lose({ call, where });
        const insist = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
          for (let n = 0; n < 3; n++)
            try {
              return await act();
            } catch (error) {
              if (!(error instanceof Lost) && !(error instanceof Fault)) throw error;
            }
          return undefined;
        };
        const asked = await insist(() => ask(world, id, { key: "whole" }));
        const name = asked?.refund.id ?? "";
        await Promise.all(
          ["omar", "salma"].map((who) => insist(() => approveRefund(world.ports, tenant, name, who))),
        );
        await insist(() => sendAll(world, id));
        world.lose(null);
        await world.pass(hour, 5 * minute);
        expect(await inTurn(world, id)).toEqual([
          [1, "given", 25_000n],
          [2, "given", 2_000n],
        ]);
        const people = new Set((await refundsIn(world, id)).map(({ approvedBy }) => approvedBy));
        expect(people.size).toBe(1);
        expect(await creditNotes(world)).toBe(2);
        expect(world.provider.all()).toHaveLength(2);
      }
  });
});
