/**
 * The driver's bank in a schedule: it warns, asks, takes money back, and decides in any order, the same dispute more than once.
 * What it does is told by events that may be lost; once faults stop, it decides what is still open when it has what it asked for.
 */
import { giveEvidence } from "@barq/actions/give-evidence";
import type { DisputeStanding } from "@barq/domain/dispute";
import { hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { Faults } from "./faults.ts";
import { tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Provider } from "./provider.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Turns } from "./turns.ts";

interface Of {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
  readonly provider: Provider;
  /** disputes of which the bank has said something itself */
  readonly decided: Set<string>;
}

/** Waits until a session is settled; undefined where none is for four hours. */
export async function settledSoon(
  turns: Turns,
  settled: () => readonly Session[],
): Promise<Session | undefined> {
  for (let n = 0; n < 60 && settled().length === 0; n++) await turns.sleep(4 * minute);
  return settled()[0];
}

/** The bank of one driver, from the settlement of a session on. */
export async function disputeSomething(
  of: Of & { readonly settled: () => readonly Session[] },
): Promise<void> {
  const { turns, faults, choice, provider } = of;
  const { issuer } = provider.twin;
  const session = await settledSoon(turns, of.settled);
  const hold = provider.twin
    .holds()
    .find(({ labels, standing }) => labels.session === session?.id && standing === "captured");
  if (!hold?.capturedAmount) return;
  await turns.sleep(choice.between(0, 20) * minute);
  if (faults.happens("bank warns of fraud", 0.4)) issuer.warn(hold.page);
  for (let n = choice.pick([1, 1, 1, 2]); n > 0; n--) {
    const isInquiry = faults.happens("bank asks about a payment", 0.3);
    if (!isInquiry) faults.count("bank takes money back");
    const whole = hold.capturedAmount.minor / (n === 2 ? 2n : 1n);
    const minor = choice.chance(0.7) ? whole : whole / 2n;
    const id = issuer.dispute(hold.page, { kind: isInquiry ? "inquiry" : "dispute", minor });
    turns.trace(() => `the bank ${isInquiry ? "asks about" : "takes back"} ${minor} of ${hold.page}: ${id}`);
    provider.tell();
    void goOn(of, id);
    await turns.sleep(choice.between(0, 30) * minute);
  }
}

async function goOn(of: Of, id: string): Promise<void> {
  const { turns, faults, choice, product, provider } = of;
  for (let n = choice.between(0, 3); n > 0; n--) {
    await turns.sleep(choice.chance(0.6) ? choice.between(0, 20) * minute : choice.between(1, 40) * hour);
    if (choice.chance(0.3)) {
      const key = `${choice.below(2)}`;
      const asked = { who: "one", why: "service_delivered", key };
      void product
        .ask("desk gives evidence", (ports) => giveEvidence(ports, tenant, id, asked))
        .catch(() => {});
      continue;
    }
    const said = choice.pick<DisputeStanding | "withdraw">([
      "withdraw",
      "won",
      "lost",
      "under_review",
      "unknown",
    ]);
    turns.trace(() => `the bank says of ${id}: ${said}`);
    faults.count("bank changes its mind");
    of.decided.add(id);
    if (said === "withdraw") provider.twin.issuer.withdraw(id);
    else provider.twin.issuer.decide(id, said);
    provider.tell();
  }
}

/** Whatever the bank has not decided it decides now. */
export function decideAll({ turns, choice, provider }: Of): void {
  for (const { id, standing } of provider.twin.allDisputes()) {
    if (standing !== "under_review" && standing !== "open" && standing !== "unknown") continue;
    const said = choice.pick<DisputeStanding>(["won", "lost"]);
    turns.trace(() => `the bank says of ${id} in the end: ${said}`);
    provider.twin.issuer.decide(id, said);
  }
  provider.tell();
}
