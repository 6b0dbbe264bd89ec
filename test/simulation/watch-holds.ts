/** What must be so of every hold, as the session and the provider have it, after each step. */

import { isReleasing } from "@barq/actions/release-hold";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import type { TwinHold } from "@barq/payments/memory-state";
import type { PaymentCapabilities } from "@barq/payments/port";
import { readFurtherHold } from "@barq/store/further-hold-item";
import { consentKey, furtherHoldKey } from "@barq/store/keys";
import type { MemoryItems } from "@barq/store/memory-items";
import type { Item } from "@barq/store/port";
import { tenant } from "./operator.ts";

export function watchHolds(of: {
  /** sessions whose hold was touched by others */
  readonly touched: ReadonlySet<string>;
  readonly abilities: PaymentCapabilities;
  readonly must: (isSo: boolean, why: () => string) => void;
  readonly fail: (why: string) => void;
}) {
  const { touched, abilities, must, fail } = of;
  /** A session that will need its hold has one, unless it has lapsed or others have touched it. */
  const onHeld = (session: Session, holds: readonly Readonly<TwinHold>[]): void => {
    if (session.state !== "held" || isReleasing(session) || touched.has(session.id)) return;
    const hold = holds.find(({ page }) => page === session.hold?.page);
    must(
      hold?.standing === "held" || hold?.standing === "lapsed",
      () => `${session.id} is held, and its hold is ${hold?.standing ?? "unknown"}`,
    );
  };

  /** Nothing is on record as held that is not held. */
  const onRaised = (session: Session, holds: readonly Readonly<TwinHold>[]): void => {
    const recorded = session.hold?.stands ? session.hold.holdAmount.minor : 0n;
    const hold = holds.find(({ page }) => page === session.hold?.page);
    must(
      hold === undefined || recorded <= hold.holdAmount.minor,
      () => `${session.id} has ${recorded} on record, and ${hold?.holdAmount.minor} are held`,
    );
  };

  const onFurther = (after: Item, holds: readonly Readonly<TwinHold>[]): void => {
    const { state, page, session, n } = readFurtherHold(after);
    if (state !== "held" || touched.has(session)) return;
    const hold = holds.find((each) => each.page === page);
    must(
      ["held", "lapsed", "captured"].includes(hold?.standing ?? ""),
      () => `hold ${n} of ${session} is held, and at the provider it is ${hold?.standing}`,
    );
  };

  /** Exactly what is owed and not yet taken of an older hold, and never more than is held. */
  const onCaptured = (
    hold: Readonly<TwinHold>,
    session: Session,
    holds: readonly Readonly<TwinHold>[],
    items: MemoryItems,
  ): void => {
    const { id, sealed } = session;
    if (!sealed) {
      fail(`${id} is captured, and nothing is sealed`);
      return;
    }
    const others = holds
      .filter(({ labels, page }) => labels.session === id && page !== hold.page)
      .reduce((sum, { capturedAmount }) => sum + (capturedAmount?.minor ?? 0n), 0n);
    const left = sealed.total - others;
    const isAll = !abilities.partialCapture && left > 0n;
    // A hold that was raised, and nobody knows it yet, gives what is on record as held.
    const onRecord = hold.labels.hold === 1 ? session.hold?.holdAmount.minor : undefined;
    const heldMinor = onRecord ?? hold.holdAmount.minor;
    const owed = left < heldMinor && !isAll ? left : heldMinor;
    // Beyond what is on record, a driver who agreed to it beforehand pays what the charge allows (capture-beyond.ts).
    const consent = items.peek(consentKey(tenant, id));
    const agreedMinor = onRecord === undefined || isAll || !consent ? 0n : BigInt(String(consent.most));
    const mostMinor = [left, heldMinor + agreedMinor, hold.holdAmount.minor].reduce((a, b) =>
      a < b ? a : b,
    );
    must(
      session.state === "settling" || session.state === "review",
      () => `${id} is captured while it is ${session.state}`,
    );
    must(
      hold.capturedAmount?.minor === owed || (mostMinor > owed && hold.capturedAmount?.minor === mostMinor),
      () => `${id}: ${hold.capturedAmount?.minor} captured, of ${left} still owed and ${heldMinor} held`,
    );
  };

  const onReleased = (hold: Readonly<TwinHold>, session: Session, items: MemoryItems): void => {
    const { id, state } = session;
    const n = hold.labels.hold;
    const further = n > 1 ? items.peek(furtherHoldKey(tenant, id, n)) : undefined;
    const isUnneeded =
      n > 1
        ? isTerminal(state) || further === undefined || readFurtherHold(further).state !== "held"
        : isReleasing(session) ||
          ["pending", "failed", "released"].includes(state) ||
          // Of a deposit a person may give back what was kept, too: how much that is is counted at rest.
          (!abilities.hold && state === "settled");
    must(isUnneeded, () => `hold ${n} of ${id} is given back while it is ${state}`);
  };

  return { onHeld, onRaised, onFurther, onCaptured, onReleased };
}
