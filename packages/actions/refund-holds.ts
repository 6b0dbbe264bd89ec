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

/** So much is given back of this hold. */
interface Part {
  readonly hold: number;
  readonly refundAmount: Money;
}

/** The one hold from which so much can be given back. @throws Fault amount_invalid with what each can give */
export async function holdFor(
  ports: Remembering,
  session: Session,
  asked: Money,
  left: Money,
): Promise<number> {
  const [part, another] = await partsFor(ports, session, asked, left);
  if (!part || another) throw severalParts(left, part && another ? [part, another] : []);
  return part.hold;
}

/**
 * The holds from which so much is given back; null stands for everything. One of them where one can give all of it, else
 * the oldest first. @throws Fault amount_invalid where not all of them together can
 */
export async function partsFor(
  ports: Remembering,
  session: Session,
  asked: Money | null,
  left: Money,
): Promise<readonly Part[]> {
  if (!session.further) return [{ hold: 1, refundAmount: asked ?? left }];
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
  if (fits) return [{ hold: fits.n, refundAmount: wanted }];
  let missing = wanted.minor;
  const parts = standing.flatMap(({ n, minor }): Part[] => {
    const taken = minor < missing ? minor : missing;
    missing -= taken > 0n ? taken : 0n;
    return taken > 0n ? [{ hold: n, refundAmount: { ...wanted, minor: taken } }] : [];
  });
  if (missing > 0n) throw severalParts(left, parts);
  return parts;
}

const severalParts = (left: Money, parts: readonly Part[]): Fault =>
  new Fault(
    "amount_invalid",
    "The driver paid this session in several parts, and they do not give so much.",
    {
      left,
      parts: parts.map(({ refundAmount }) => amountOf(refundAmount)),
    },
  );
