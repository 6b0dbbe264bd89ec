/** A driver who added to the hold paid in parts: each refund goes back to the part that it was captured from. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { furtherHoldsOf } from "@barq/actions/further-holds";
import { advanceRefund } from "@barq/actions/refund-advance";
import { approveRefund } from "@barq/actions/refund-approve";
import { minute } from "@barq/domain/instant";
import { balances } from "@barq/domain/ledger";
import { expect, it } from "vitest";
import { ask, refundOf, refundsIn } from "./refunded.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, tenant } from "./world.ts";

/** 60 kWh are 270.00: 250.00 of the first hold, 20.00 of the one that the driver added. */
async function paidInTwo(world: World): Promise<string> {
  const { session, transactionId } = await chargingSession(world);
  const { hold } = await addHold(world.ports, tenant, session.id, "100.00");
  world.provider.driver.pay(hold.page);
  await confirmHold(world.ports, tenant, session.id);
  for (let n = 1; n <= 8; n++) {
    world.advance(10 * minute);
    await world.meter(transactionId, 1_000_000 + 7_500 * n);
    await world.settleDown(1);
  }
  await world.stop(transactionId, "1060000");
  await world.status("Available");
  await world.settleDown();
  expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 27_000n });
  return session.id;
}

it("never takes more from a part than it was, says what each can give, and gives all of both back in the end", async () => {
  const world = await createWorld();
  const id = await paidInTwo(world);
  await expect(ask(world, id)).rejects.toMatchObject({
    code: "amount_invalid",
    details: { parts: [{ amount: "250.00" }, { amount: "20.00" }] },
  });
  await expect(ask(world, id, { text: "250.01" })).rejects.toMatchObject({ code: "amount_invalid" });
  const give = async (key: string, text?: string) => {
    const { refund } = await ask(world, id, { key, ...(text === undefined ? {} : { text }) });
    if (refund.state === "asked") await approveRefund(world.ports, tenant, refund.id, "omar");
    await advanceRefund(world.ports, tenant, id, refund.id);
    return refundOf(world, refund);
  };
  expect(await give("a", "240.00")).toMatchObject({ state: "given", hold: 1 });
  expect(await give("b", "15.00")).toMatchObject({ state: "given", hold: 2 });
  await expect(ask(world, id, { key: "c", text: "10.01" })).rejects.toMatchObject({ code: "amount_invalid" });
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
