/** Which of a session's holds a refund goes back to: the provider gives back to the card that paid, hold by hold. */
import { Fault } from "@barq/domain/fault";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import { countsAsRefunded, isOfDeposit } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import type { HoldRef } from "@barq/payments/port";
import { findFurtherHold, furtherHoldsOf } from "./further-holds.ts";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";

type Remembering = Pick<ReadPorts, "store">;

/** The provider's names for the hold that a refund is of. */
export async function holdRefOf(ports: Remembering, session: Session, { hold }: Refund): Promise<HoldRef> {
  const of = hold === 1 ? session.hold : await findFurtherHold(ports, session.tenant, session.id, hold);
  return { page: of?.page ?? null, intent: of?.intent ?? null };
}

/**
 * The hold from which so much can be given back; null stands for everything. Where the driver added to the hold, one
 * refund gives back of one of them. @throws Fault amount_invalid with what one refund can come to
 */
export async function holdFor(
  ports: Remembering,
  session: Session,
  asked: Money | null,
  left: Money,
): Promise<{ readonly hold: number; readonly refundAmount: Money }> {
  if (!session.further) return { hold: 1, refundAmount: asked ?? left };
  const [further, refunds] = await Promise.all([
    furtherHoldsOf(ports, session),
    refundsOf(ports, session.tenant, session.id),
  ]);
  const ofFurther = further.map(({ n, captured }) => ({ n, minor: captured ?? 0n }));
  const ofFirst = (session.captured ?? 0n) - ofFurther.reduce((sum, { minor }) => sum + minor, 0n);
  const standing = [{ n: 1, minor: ofFirst }, ...ofFurther].map(({ n, minor }) => ({
    n,
    minor: refunds
      .filter((one) => one.hold === n && countsAsRefunded(one) && !isOfDeposit(one))
      .reduce((rest, { refundAmount }) => rest - refundAmount.minor, minor),
  }));
  const wanted = asked ?? left;
  const fits = standing.find(({ minor }) => minor >= wanted.minor);
  if (fits) return { hold: fits.n, refundAmount: wanted };
  throw new Fault(
    "amount_invalid",
    "The driver paid this session in several parts, and one refund gives back of one of them. Ask for each part.",
    {
      left,
      parts: standing
        .filter(({ minor }) => minor > 0n)
        .map(({ minor }) => amountOf({ minor, currency: left.currency })),
    },
  );
}
