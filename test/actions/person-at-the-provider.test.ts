/**
 * Somebody works at the provider's dashboard, a bank disputes, and people resolve what is in the queue, in every order: the
 * journal is one chain, what it says came in is what was kept, and an audit finds nothing.
 */
import { addHold } from "@barq/actions/add-hold";
import { audit } from "@barq/actions/audit/audit";
import { confirmHold } from "@barq/actions/confirm-hold";
import { disputesOf } from "@barq/actions/dispute-store";
import { receiveEvent } from "@barq/actions/receive-event";
import type { WorkAct } from "@barq/actions/work-acts";
import { minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import { describe, expect, it } from "vitest";
import { isChained } from "./refunded.ts";
import { charge, personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld } from "./world.ts";

const stages = ["charging", "review"] as const;
const amounts = [100n, 1_200n, 25_000n] as const;
const energies = [0, 500, 4_000] as const;

async function tellAll(world: World): Promise<void> {
  for (const news of world.provider.events) {
    const { body, signature } = world.provider.sign(news);
    await receiveEvent(world.ports, body, signature);
  }
  await world.pass(3 * minute, minute);
}

/** People resolve whatever can be resolved by the first act of theirs that it takes, until only the bank's rows are left. */
async function resolveAll(
  world: World,
  prefers: readonly WorkAct[],
  stopWh: number,
): Promise<readonly string[]> {
  const person = personIn(world);
  const done: string[] = [];
  for (let turn = 0; turn < 12; turn++) {
    const row = (await world.work()).find(({ acts, why }) => acts.length > 0 && !why.startsWith("dispute"));
    if (!row) return done;
    // What was too much comes again until it is back; whoever says so has given it back at the provider.
    const wanted: readonly WorkAct[] = row.why === "captured_too_much" ? ["returned"] : prefers;
    const act = wanted.find((one) => row.acts.includes(one)) ?? row.acts[0];
    if (!act) throw new Error("no act");
    done.push(`${row.why} ${act}`);
    const session = await world.session(row.session ?? "");
    // One that is priced already is settled as it was sealed.
    if (act === "settle" && session.sealed === null)
      await person.settle(row.id, { meterStop: `${1_000_000 + stopWh}` });
    else await person.resolve(row.id, { act });
    await world.pass(3 * minute, minute);
  }
  throw new Error(`the queue is never empty: ${done.join(", ")}`);
}

describe.each(stages)("somebody captures at the provider while a session is %s", (stage) => {
  const cases = amounts.flatMap((capture) =>
    energies.flatMap((wh) =>
      [false, true].flatMap((isDisputed) =>
        (["returned", "settle"] as const).map((prefers) => {
          // Half of the pairs are enough: each is met with each of the others.
          const isAdded = isDisputed === (prefers === "settle");
          return { capture, wh, isDisputed, prefers, isAdded };
        }),
      ),
    ),
  );
  it.each(cases)("$capture of $wh Wh, disputed $isDisputed, further hold $isAdded: $prefers", async (of) => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const page = session.hold?.page ?? null;
    if (of.isAdded) {
      const { hold } = await addHold(world.ports, world.tenant, session.id, "50.00");
      world.provider.driver.pay(hold.page);
      await confirmHold(world.ports, world.tenant, session.id);
    }
    const touch = async (): Promise<void> => {
      world.provider.faults.dashboard(page, { capture: of.capture });
      await tellAll(world);
      if (of.isDisputed) world.provider.issuer.dispute(page);
      await tellAll(world);
    };
    if (stage === "charging") await touch();
    await charge(world, transactionId, of.wh);
    await world.stop(transactionId, stage === "review" ? "900000" : `${1_000_000 + of.wh}`);
    await world.status("Available");
    await world.pass(3 * minute, minute);
    if (stage === "review") await touch();
    const done = await resolveAll(world, [of.prefers, "returned", "settle", "acknowledge", "give_up"], of.wh);
    const after = await world.session(session.id);
    const told = `${done.join(", ")} -> ${after.state} ${after.captured} ${after.receivable} ${after.writtenOff}`;
    const journal = await world.journal(session.id);
    expect(isChained(journal), told).toBe(true);
    expect(["settled", "released"], told).toContain(after.state);
    const { findings } = await audit({ ...world.ports }, world.tenant, {
      items: async function* () {
        for (const item of world.items.all()) yield item;
      },
      documents: world.published,
    });
    // What was given back at the provider by hand the twin has never given: the person's word stands for it.
    const own = findings.filter(({ what }) => !/provider/.test(what));
    expect(own, told).toEqual([]);
    const clearing = balances(journal).get(`${startingAccounts.clearing} MAD`) ?? 0n;
    const [dispute] = await disputesOf(world.ports, world.tenant, session.id);
    expect(clearing, told).toBe((after.captured ?? 0n) - (dispute?.bookedMinor ?? 0n));
    expect(dispute !== undefined, told).toBe(of.isDisputed);
  });
});
