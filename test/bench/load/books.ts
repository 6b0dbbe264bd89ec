/**
 * What must be true when all have stopped, asked over HTTP of the product and of the provider: every session has ended with
 * exactly its energy and its price, and everything that was acknowledged lies in its proof.
 */
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import type { Operator } from "./network.ts";
import type { Charging } from "./plan.ts";
import { centimesOf, energyWhOf, readAt } from "./plan.ts";

const told = v.object({
  state: v.string(),
  why: v.nullable(v.string()),
  captured: v.nullable(v.object({ amount: v.string() })),
});
const cdr = v.object({
  total_energy: v.number(),
  total_cost: v.union([
    v.object({ incl_vat: v.number() }),
    v.object({ before_taxes: v.number(), taxes: v.optional(v.array(v.object({ amount: v.number() }))) }),
  ]),
});
const proof = v.object({
  proof: v.object({
    facts: v.object({ readings: v.array(v.object({ at: v.nullable(v.number()), value: v.string() })) }),
  }),
});
const standing = v.object({
  intents: v.record(v.string(), v.object({ status: v.string(), received: v.number() })),
});

const over = new Set(["settled", "released", "failed", "review"]);
const patienceMs = 120_000;

/** Looks at one after the other until each is over. */
export async function allOver(operator: Operator, sessions: readonly Charging[]): Promise<void> {
  const until = performance.now() + patienceMs;
  for (const { id } of sessions) {
    while (!over.has(v.parse(told, await operator.ask("GET", `/v1/sessions/${id}`)).state)) {
      if (performance.now() > until) return;
      await pause(100);
    }
  }
}

/** Every sentence that is not true. `acknowledged` has the places of the readings that the product has acknowledged. */
export async function wrongIn(of: {
  readonly operator: Operator;
  readonly stripe: string;
  readonly sessions: readonly Charging[];
  readonly acknowledged: ReadonlyMap<string, readonly number[]>;
}): Promise<readonly string[]> {
  const { operator } = of;
  const wrong: string[] = [];
  const { intents } = v.parse(standing, await (await fetch(new URL("/_control", of.stripe))).json());
  for (const session of of.sessions) {
    const { id, plan } = session;
    const say = (what: string): void => void wrong.push(`${id}: ${what}`);
    const { state, why, captured } = v.parse(told, await operator.ask("GET", `/v1/sessions/${id}`));
    if (state !== "settled" && !(plan.isFree && state === "released")) {
      say(`is ${state} (${why})`);
      continue;
    }
    const [wh, centimes] = [energyWhOf(plan), centimesOf(plan)];
    const { total_energy, total_cost } = v.parse(cdr, await operator.ask("GET", `/v1/sessions/${id}/cdr`));
    if (Math.round(total_energy * 1e6) !== wh * 1000) say(`${total_energy} kWh for ${wh} Wh`);
    const cost = costOf(total_cost);
    if (Math.round(cost * 1e6) !== Number(centimes) * 1e4) say(`costs ${cost} for ${centimes} centimes`);
    const paid = captured === null ? 0 : Math.round(Number(captured.amount) * 100);
    if (BigInt(paid) !== centimes) say(`${paid} of ${centimes} centimes captured`);
    const received = intents[id]?.received ?? 0;
    if (BigInt(received) !== centimes) say(`the provider has received ${received} of ${centimes} centimes`);
    const { readings } = v.parse(proof, await operator.ask("GET", `/v1/sessions/${id}/proof`)).proof.facts;
    const kept = new Set(readings.map(({ at, value }) => `${at} ${value}`));
    const lost = (of.acknowledged.get(id) ?? []).filter(
      (n) => !kept.has(`${Date.parse(readAt(session, n))} ${plan.registersWh[n]}`),
    );
    if (lost.length > 0) say(`${lost.length} acknowledged readings are not in its proof`);
  }
  return wrong;
}

const costOf = (cost: v.InferOutput<typeof cdr>["total_cost"]): number =>
  "incl_vat" in cost
    ? cost.incl_vat
    : cost.before_taxes + (cost.taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
