/** Tokens that open one receipt and nothing else: in the link on the session's page, and in the message that brings it. */
import type { Clock } from "@barq/domain/instant";
import type { Store } from "@barq/store/port";
import type { TokenKeys, TokenKind } from "./own-token.ts";
import { signToken } from "./own-token.ts";
import { receiptGeneration } from "./receipt-revocation.ts";

export const receiptKind: TokenKind = {
  audience: "barq:receipt",
  type: "receipt+jwt",
  requiredClaims: ["tenant", "jti", "generation"],
};

interface ReceiptSigner {
  readonly origin: string;
  readonly receipt: TokenKeys;
  readonly store: Store;
  readonly clock: Clock;
  readonly receiptTokenMs: number;
}

export async function issueReceiptToken(
  { origin, receipt, store, clock, receiptTokenMs }: ReceiptSigner,
  { tenant, id }: { readonly tenant: string; readonly id: string },
): Promise<string> {
  const generation = await receiptGeneration(store, tenant, id);
  return signToken(receipt, receiptKind, {
    issuer: origin,
    subject: id,
    claims: { tenant, generation, jti: `${id}.${generation}` },
    issuedAt: clock(),
    expiresAt: clock() + receiptTokenMs,
  });
}
