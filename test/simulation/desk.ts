/** People at work with money in a schedule, and the bank behind a refund: asked twice, agreed to or not, sent back after all. */
import { correctSession } from "@barq/actions/correct-session";
import { approveRefund } from "@barq/actions/refund-approve";
import { askRefund } from "@barq/actions/refund-ask";
import { hour, minute, second } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { settledSoon } from "./bank.ts";
import type { Faults } from "./faults.ts";
import { tenant } from "./operator.ts";
import type { Ports, Product } from "./product.ts";
import type { Provider } from "./provider.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Turns } from "./turns.ts";

interface Of {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
  readonly provider: Provider;
}

/** Somebody gives back some or all of what was captured, once it is; resolves when nothing more is asked for. */
export async function refundSomething(
  of: Of & { readonly seed: number; readonly settled: () => readonly Session[] },
): Promise<void> {
  const { turns, faults, choice, product, provider } = of;
  const session = await settledSoon(turns, of.settled);
  if (!session) return;
  if (faults.happens("bank hesitates over a refund", 0.25)) provider.twin.bank.hesitate(true);
  const texts = choice.pick([[null], ["5.00", null], ["1.00", "2.00"], ["3.00", "3.00", null]]);
  for (const [n, text] of texts.entries()) {
    const key = `${of.seed.toString(36)}-${n}`;
    const ask = (ports: Ports) =>
      askRefund(ports, tenant, {
        session: session.id,
        key,
        body: { text },
        amount: text === null ? null : { text, currency: null },
        reason: "goodwill",
        note: null,
        who: "one",
      });
    const tries = choice.between(1, 3);
    for (let again = 0; again < tries; again++) {
      void product.ask("desk asks a refund", ask).catch(() => {});
      await turns.sleep(choice.chance(0.5) ? choice.between(0, 50) : choice.between(1, 60) * second);
    }
    const approve = (ports: Ports) => approveRefund(ports, tenant, `ref_${key}`, "two");
    if (choice.chance(0.6)) void product.ask("desk agrees", approve).catch(() => {});
    await turns.sleep(choice.between(0, 20) * minute);
  }
  // While faults go on, or long after they have stopped.
  void turns
    .sleep(choice.chance(0.5) ? choice.between(1, 30) * minute : choice.between(1, 48) * hour)
    .then(() => turnOut(of));
}

/**
 * Somebody knows better what the meter said, once or twice, while others give back and banks take: the price may fall.
 * Resolves when nothing more is asked for.
 */
export async function correctSomething(
  of: Of & { readonly settled: () => readonly Session[] },
): Promise<void> {
  const { turns, faults, choice, product } = of;
  const session = await settledSoon(turns, of.settled);
  if (!session?.meterStop) return;
  for (let n = choice.pick([1, 1, 2]); n > 0; n--) {
    await turns.sleep(choice.chance(0.5) ? choice.between(0, 300) * second : choice.between(5, 60) * minute);
    faults.count("operator corrects what was sealed");
    const least = choice.chance(0.5) ? 0 : choice.between(1, 12) * 100;
    const meterStop = choice.chance(0.2) ? null : `${Number(session.meterStop) - least}`;
    const key = `${n}`;
    const ask = (ports: Ports) =>
      correctSession(ports, tenant, {
        session: session.id,
        key,
        body: { meterStop },
        meterStop,
        endedAt: null,
        note: null,
        who: "one",
      });
    for (let tries = choice.between(1, 2); tries > 0; tries--) {
      void product.ask("desk corrects", ask).catch(() => {});
      await turns.sleep(choice.between(0, 20) * second);
    }
  }
}

/** What the bank hesitated over comes to an end, and what it took it may send back. */
export function turnOut({ faults, choice, provider, turns }: Of): void {
  provider.twin.bank.hesitate(false);
  for (const { refund, standing } of provider.twin.all()) {
    if (faults.happens("bank sends a refund back", standing === "failed" ? 0 : 0.15)) {
      turns.trace(() => `the bank sends ${refund} back`);
      provider.twin.bank.turnOut(refund, "failed");
    } else if (standing === "pending" && (choice.chance(0.7) || faults.haveStopped())) {
      provider.twin.bank.turnOut(refund, "succeeded");
    }
  }
  provider.tell();
}
