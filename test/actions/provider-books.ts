/** Whether a session's money is right at a provider of whatever abilities: there, on the books, and in the session itself. */
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import type { PaymentCapabilities } from "@barq/payments/port";
import { expect } from "vitest";
import type { World } from "./world.ts";

/** What the provider has taken of the session's first hold less what it gave back: what is left with us. */
export async function keptThere(world: World, session: Session): Promise<bigint> {
  const truth = await world.provider.payments.read({ page: session.hold?.page ?? null, intent: null });
  const taken =
    truth.kind === "captured"
      ? truth.capturedAmount.minor
      : truth.kind === "held" && !world.ports.payments.capabilities.hold
        ? truth.heldAmount.minor
        : truth.kind === "gone" && !world.ports.payments.capabilities.hold
          ? (session.hold?.holdAmount.minor ?? 0n)
          : 0n;
  const back = world.provider.all().filter(({ standing }) => standing !== "failed");
  return back.reduce((rest, { refundAmount }) => rest - refundAmount.minor, taken);
}

/** The session has ended with so much kept; its parts sum, the books balance, and nothing is owed to the driver any more. */
export async function assertKept(world: World, id: string, keptMinor: bigint): Promise<void> {
  const session = await world.session(id);
  expect(session.captured ?? 0n).toBe(keptMinor);
  const parts = (session.captured ?? 0n) + (session.receivable ?? 0n) + (session.writtenOff ?? 0n);
  if (session.state === "settled") expect(parts).toBe(session.sealed?.total);
  expect(await keptThere(world, session)).toBe(keptMinor);
  const books = balances(await world.journal(id));
  expect([...books.values()].reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
  expect(books.get(`${startingAccounts.clearing} MAD`) ?? 0n).toBe(keptMinor);
  expect(books.get(`${startingAccounts.deposits} MAD`) ?? 0n).toBe(0n);
}

export const takesWhole = ({ hold, partialCapture }: PaymentCapabilities): boolean =>
  !hold || !partialCapture;
