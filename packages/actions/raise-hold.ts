/**
 * More is held on the card that pays already, where the charge of this payment says that it may be: no page,
 * and a no from the bank leaves everything as it was. An item beside the session is the intent; when the provider holds more,
 * one commit raises the session's own hold and its limits. A raise that nobody recorded takes nothing: what is captured goes
 * by the session, and the rest of an intent goes back with it.
 */
import type { FurtherHold } from "@barq/domain/further-hold";
import { enterHold } from "@barq/domain/further-hold";
import { minute } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey } from "@barq/domain/session";
import { furtherHoldPut } from "@barq/store/further-hold-item";
import { askedHold, writeHold, writeWithSession } from "./further-holds.ts";
import { ownRef } from "./hold-truth.ts";
import { limitsWith } from "./limits-with.ts";
import type { MoneyPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";
import { chargingEnds } from "./stop-station.ts";

/** Nobody stands before the page any longer than this. */
const raisingMs = 5 * minute;

/**
 * The hold as it was raised or is being raised; `failed` where the bank said no; undefined where nothing was asked, because
 * the charge does not allow it or a raise of this session has failed before.
 */
export async function raiseHold(
  ports: MoneyPorts,
  session: Session,
  known: readonly FurtherHold[],
  more: Money,
): Promise<FurtherHold | undefined> {
  const { hold } = session;
  if (!ports.payments.capabilities.increment || !hold?.stands) return undefined;
  // Another raise may be under way, and two totals would overtake each other.
  if (known.some(({ raiseTo, state }) => raiseTo !== null && state !== "raised")) return undefined;
  const truth = await ports.payments.read(ownRef(session));
  if (truth.kind !== "held" || !truth.mayBeRaised || truth.heldAmount.minor !== hold.holdAmount.minor)
    return undefined;
  const raiseTo = hold.holdAmount.minor + more.minor;
  const asked = askedHold(ports, session, known.length + 2, more, raiseTo);
  const put = await ports.store.commit([furtherHoldPut(asked)]);
  if (!put.written) return undefined;
  return askProvider(ports, session, asked);
}

/** One try of a raise that was asked for. */
export async function advanceRaise(ports: MoneyPorts, hold: FurtherHold): Promise<FurtherHold> {
  if (hold.state !== "raising") return hold;
  const session = await loadSession(ports, hold.tenant, hold.session);
  // What is held beyond what is on record goes back with the capture, or with the release.
  if (session.state !== "charging" || !session.hold?.stands) return ended(ports, hold, "released");
  const truth = await ports.payments.read(ownRef(session));
  if (truth.kind === "unknown") return later(ports, hold);
  if (truth.kind !== "held") return ended(ports, hold, "failed");
  if (truth.heldAmount.minor === hold.raiseTo) return join(ports, session, hold);
  const isOver = ports.clock() >= hold.createdAt + raisingMs;
  if (isOver || truth.heldAmount.minor !== session.hold.holdAmount.minor) return ended(ports, hold, "failed");
  // The provider's own word is that the earlier call did nothing; a key that keeps a failure says so for ever.
  const after = hold.tries > 1 ? { ...hold, attempt: hold.attempt + 1 } : hold;
  const written = await writeHold(ports, hold, { ...after, tries: hold.tries + 1 });
  return written.won ? askProvider(ports, session, written.hold) : written.hold;
}

async function askProvider(ports: MoneyPorts, session: Session, hold: FurtherHold): Promise<FurtherHold> {
  const effect = { name: `raise.${hold.n}`, attempt: hold.attempt };
  const answer = await ports.payments.raise({
    key: effectKey(ports.environment, session.id, effect),
    ref: ownRef(session),
    holdAmount: { ...hold.holdAmount, minor: hold.raiseTo ?? 0n },
  });
  switch (answer.kind) {
    case "raised":
      return join(ports, session, hold);
    case "declined":
    case "refused":
      return ended(ports, hold, "failed");
    case "unknown":
      return later(ports, hold);
  }
}

/** It is held: the session's own hold, its limits and the item are one commit, or nothing is. */
async function join(ports: MoneyPorts, session: Session, hold: FurtherHold): Promise<FurtherHold> {
  if (!session.hold || hold.raiseTo === null) return hold;
  const limits = await limitsWith(ports, session, hold.holdAmount);
  const holdAmount = { ...hold.holdAmount, minor: hold.raiseTo };
  const raised = { ...session, ...limits, hold: { ...session.hold, holdAmount } };
  const ends = chargingEnds(ports, raised, session.startedAt ?? session.since);
  const joined = enterHold(hold, "raised");
  return writeWithSession(ports, [session, { ...raised, due: ends }], [hold, joined], [], advanceRaise);
}

const ended = async (
  ports: MoneyPorts,
  hold: FurtherHold,
  state: "released" | "failed",
): Promise<FurtherHold> => (await writeHold(ports, hold, enterHold(hold, state))).hold;

async function later(ports: MoneyPorts, hold: FurtherHold): Promise<FurtherHold> {
  const tries = hold.tries + 1;
  return (await writeHold(ports, hold, { ...hold, tries, due: ports.clock() + backOffMs(tries) })).hold;
}
