/**
 * One schedule: who comes, what goes wrong and in which order, all from one seed; and then the calm, in which every session
 * must come to its end. @throws Violation when something that must never be was so
 */
import { decidedDisputesAt, startingPolicy } from "@barq/actions/policy";
import { look } from "@barq/actions/watch";
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute, second } from "@barq/domain/instant";
import { cardProvider } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import { decideAll, disputeSomething } from "./bank.ts";
import type { ChargingStation } from "./charging-station.ts";
import { createStation } from "./charging-station.ts";
import { correctSomething, refundSomething, turnOut } from "./desk.ts";
import { drive } from "./driver.ts";
import type { FaultCounts } from "./faults.ts";
import { createFaults } from "./faults.ts";
import { createNetwork } from "./network.ts";
import type { Operator } from "./operator.ts";
import { startAt } from "./operator.ts";
import type { Plant, Product } from "./product.ts";
import { createProduct } from "./product.ts";
import { createProvider } from "./provider.ts";
import type { Endpoint } from "./provider-people.ts";
import { deafness, deliver, meddle, outage } from "./provider-people.ts";
import { assertAtRest, assertSeals } from "./rest.ts";
import { assertEvidence } from "./rest-disputes.ts";
import { assertAllHeard } from "./rest-events.ts";
import { seededChoice } from "./seeded-choice.ts";
import { createTable } from "./table.ts";
import { createTurns, Violation } from "./turns.ts";
import { createWatch } from "./watch.ts";

export interface Outcome {
  readonly seed: number;
  readonly sessions: number;
  readonly turns: number;
  readonly faults: FaultCounts;
  /** how the sessions ended, by state */
  readonly ends: ReadonlyMap<string, number>;
}

/** Once faults stop every session has ended by then: the longest that charging may last, the silence of a station, and some. */
const boundMs = 4 * day;
/** By then every hold has lapsed, too. */
const lapseMs = 9 * day;

export async function runSchedule(of: {
  readonly operator: Operator;
  readonly seed: number;
  readonly plant?: Plant | null;
  /** what the payment provider can do; as Stripe by default */
  readonly abilities?: PaymentCapabilities;
  readonly trace?: ((line: string) => void) | null;
}): Promise<Outcome> {
  const choice = seededChoice(of.seed);
  const { abilities = cardProvider } = of;
  const faults = createFaults(choice, {
    rate: choice.pick([0.004, 0.012, 0.03, 0.08]),
    first: choice.between(1, 60),
  });
  const turns = createTurns({ choice, startAt, trace: of.trace ?? null });
  const touched = new Set<string>();
  const endpoint: Endpoint = { isShut: false };
  const readsEvents = choice.chance(0.03);
  // What is made later is reached through these, since a commit tells the watch and a crash ends a process.
  let product: Product | undefined;
  let station: ChargingStation | undefined;
  const network = createNetwork({
    turns,
    faults,
    choice,
    hasKeys: abilities.idempotencyKeys,
    crash: (life) => product?.crash(life),
  });
  const watch = createWatch({
    turns,
    faults,
    touched,
    abilities,
    fail: (why) => turns.fail(new Violation(why)),
  });
  const table = createTable({
    items: of.operator.items,
    network,
    turns,
    faults,
    onWritten(written) {
      watch.written(written, table.items, provider.twin.holds());
      for (const { after } of written) if (after) product?.wake(after);
      for (const { after } of written) if (typeof after?.due === "number") void armSweeper(after.due, 0);
    },
  });
  const provider = createProvider({
    turns,
    network,
    faults,
    abilities,
    onMoved: (moved, byUs) => watch.moved(moved, byUs, table.items),
    onNews: (news) => {
      if (product) void deliver({ turns, faults, choice, product, endpoint }, news);
    },
    onLooked: (session) => watch.looked(session),
    onRefused: (code) => watch.refused(code),
    onWrong: (why) => turns.fail(new Violation(why)),
  });
  product = createProduct({
    turns,
    network,
    faults,
    choice,
    table,
    provider,
    connections: { post: async (connection, frame) => station?.receive(connection, frame) ?? "gone" },
    plant: of.plant ?? null,
    onAppended: () => void drainOn(),
    isDeploying: choice.chance(0.15),
    readsEvents,
  });
  station = createStation({ turns, faults, choice, product });
  const decided = new Set<string>();
  const surroundings = {
    decided,
    turns,
    faults,
    choice,
    product,
    provider,
    station,
    codes: of.operator.codes,
  };

  let isOver = false;
  // Asked for when something is written, so that nobody is woken for nothing through days in which nothing happens.
  const sweeper = { isArmed: false, at: 0 };
  const armSweeper = async (due: Instant | null, vain: number): Promise<void> => {
    if (due === null || isOver || (sweeper.isArmed && sweeper.at <= due)) return;
    const at =
      Math.max(due, turns.now()) + choice.between(100, 3000) + Math.min(vain * vain * second, minute);
    sweeper.isArmed = true;
    sweeper.at = at;
    await turns.sleep(at - turns.now());
    if (sweeper.at === at) sweeper.isArmed = false;
    const next = table.nextDue();
    if (isOver || next === null) return;
    const isDue = next <= turns.now();
    if (isDue) await product?.sweepOnce();
    const after = table.nextDue();
    void armSweeper(after, isDue && next === after ? vain + 1 : 0);
  };
  let isDraining = false;
  const drainOn = async (): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    while (!isOver && product?.intakeHas()) {
      await turns.sleep(
        choice.chance(0.3) ? choice.between(1, 10) * second : choice.between(60, 400) * second,
      );
      await product.drainOnce();
    }
    isDraining = false;
  };

  const keys = [0, 1, 2].map((n) => `${of.seed.toString(36)}-${n}`);
  // A process remembers who looked at a session; this thread may have played the seed before.
  for (const key of keys) look(`ses_${key}`, Number.NEGATIVE_INFINITY);

  await turns.run(async () => {
    if (choice.chance(0.25)) void meddle({ ...surroundings, touched });
    if (choice.chance(0.06)) void outage(surroundings);
    const settled = () => watch.sessions().filter(({ state }) => state === "settled");
    const isDisputing = abilities.partialCapture && choice.chance(readsEvents ? 0.5 : 0.08);
    if (readsEvents) void deafness({ ...surroundings, endpoint });
    if (isDisputing) void disputeSomething({ ...surroundings, settled });
    const desk: Promise<void>[] = [];
    if (choice.chance(isDisputing ? 0.6 : 0.25))
      desk.push(refundSomething({ ...surroundings, seed: of.seed, settled }));
    if (choice.chance(isDisputing ? 0.4 : 0.08)) desk.push(correctSomething({ ...surroundings, settled }));
    const drivers = choice.pick([1, 1, 1, 1, 1, 2, 2, 3]);
    const isRace = choice.chance(0.15);
    const places = isRace || choice.chance(0.6) ? 1 : 2;
    await Promise.all(
      keys.slice(0, drivers).map((key) => drive(surroundings, key, choice.between(1, places), isRace)),
    );
    await turns.sleep(choice.between(0, 20) * minute);
    faults.stop();
    surroundings.product.comeUp();
    turns.trace(() => "faults stop");
    for (const { page } of provider.twin.holds()) provider.twin.faults.confuse(page, null);
    const since = turns.now();
    turnOut(surroundings);
    await surroundings.station.calmDown();
    while (turns.now() < since + boundMs && !watch.isAtRest(table.items)) await turns.sleep(30 * minute);
    if (!watch.isAtRest(table.items))
      throw new Violation(`not at rest after ${boundMs / hour} hours: ${watch.restless(table.items)}`);
    // Whoever is at the desk asks when they like, and nothing is at rest before what they asked for last has had its time: a
    // process with a clock ahead writes down what is due in minutes only.
    await Promise.all(desk);
    await turns.sleep(hour);
    const { station: hardware, product: own } = surroundings;
    const all = { table, provider, product: own, station: hardware, touched, watch, isLast: false };
    await assertAtRest(all);
    await turns.sleep(lapseMs - (turns.now() - since));
    if (provider.twin.allDisputes().length > 0) {
      assertEvidence(all, decided, turns.now());
      decideAll(surroundings);
      // A verdict that stood before is looked at again when its time comes, and any other within a day.
      await turns.sleep(decidedDisputesAt(startingPolicy, turns.now()).lookMs + day);
    }
    await assertAtRest({ ...all, isLast: true });
    if (readsEvents) {
      await turns.sleep(7 * hour);
      assertAllHeard(all, turns.now());
    }
    await assertSeals(all);
    isOver = true;
  });
  return {
    seed: of.seed,
    sessions: watch.sessions().length,
    turns: turns.count(),
    faults: faults.counts,
    ends: countedBy(watch.sessions().map(({ state, why }) => `${state} ${why ?? ""}`)),
  };
}

function countedBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
