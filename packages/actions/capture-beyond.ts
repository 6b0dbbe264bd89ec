/**
 * What is captured of a session's own hold where the price goes beyond it: as much more as the driver agreed to before the hold
 * and the charge of this payment allows. It is a bonus, read from the charge; without it the rest is a
 * receivable, and may be asked of the same card afterwards.
 */
import type { Session } from "@barq/domain/session";
import type { HoldRef } from "@barq/payments/port";
import { findConsent } from "./collect-later.ts";
import type { MoneyPorts } from "./ports.ts";

/** After so many keys of which the provider says that they did nothing, what is held is asked for. */
const attemptsBeyond = 2;

/**
 * In minor units, at most `owedMinor`; what is held where nothing beyond it may be taken. "unknown" where the provider does not
 * say what its charge allows: under one key nothing but one amount is ever asked.
 */
export async function beyondHold(
  ports: MoneyPorts,
  session: Session,
  of: { readonly n: number; readonly ref: HoldRef; readonly heldMinor: bigint; readonly owedMinor: bigint },
): Promise<bigint | "unknown"> {
  const { heldMinor, owedMinor } = of;
  const isBeyond = of.n === 1 && owedMinor > heldMinor && session.further === null;
  const isGivenUp = (session.effect?.attempt ?? 1) > attemptsBeyond;
  if (!isBeyond || isGivenUp || !ports.payments.capabilities.overcapture) return heldMinor;
  const consent = await findConsent(ports, session.tenant, session.id);
  if (!consent) return heldMinor;
  const truth = await ports.payments.read(of.ref);
  if (truth.kind === "unknown") return "unknown";
  // Another of us has asked at this moment, and nobody has written it down yet: under the one key the same is asked.
  if (truth.kind === "captured") return least(owedMinor, truth.capturedAmount.minor);
  if (truth.kind !== "held") return heldMinor;
  return least(owedMinor, heldMinor + consent.mostMinor, truth.mostCaptured.minor);
}

const least = (...minors: readonly [bigint, ...bigint[]]): bigint =>
  minors.reduce((smallest, each) => (each < smallest ? each : smallest));
