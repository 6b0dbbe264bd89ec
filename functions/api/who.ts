/**
 * Who asks. Drivers carry an access token of ours, receipts a token of another audience, people at work an OIDC token of
 * the operator's issuer. Each kind has keys, audience and type of its own, all pinned: a token of one kind never passes
 * for another, whatever it says of itself.
 */
import { createHash } from "node:crypto";
import { Fault } from "@barq/domain/fault";
import type { Clock, Instant } from "@barq/domain/instant";
import { day, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import type { Store } from "@barq/store/port";
import type { JSONWebKeySet, JWTPayload } from "jose";
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { TokenKeys, TokenKind } from "./own-token.ts";
import { claimText, publicHalf, refused, signToken, verifyToken } from "./own-token.ts";
import { receiptGeneration } from "./receipt-revocation.ts";
import { issueReceiptToken, receiptKind } from "./receipt-token.ts";
import type { Staff, StaffIssuer } from "./staff-token.ts";
import { staffReader } from "./staff-token.ts";

export type Asker =
  | { readonly kind: "driver"; readonly tenant: string; readonly session: string }
  | { readonly kind: "receipt"; readonly tenant: string; readonly session: string }
  | Staff;

interface WhoSettings {
  /** where the product answers; `iss` of our own tokens */
  readonly origin: string;
  readonly access: TokenKeys;
  readonly receipt: TokenKeys;
  /** public halves of the operator's document keys, published beside our own */
  readonly documents: JSONWebKeySet;
  /** null: nobody at work can come in */
  readonly staff: StaffIssuer | null;
  readonly store: Store;
  readonly clock: Clock;
  readonly receiptTokenMs: number;
}

export interface Who {
  /** Access to one session, to read and to stop it. */
  issueAccess(session: Session): Promise<string>;
  /** Null ten minutes after the session was made: a repeat of the start then gives no token. */
  accessOnStart(session: Session, repeated: boolean): Promise<string | null>;
  issueReceipt(session: Pick<Session, "tenant" | "id">): Promise<string>;
  /** @throws Fault unauthenticated, busy (the issuer's keys cannot be had) */
  read(token: string): Promise<Asker>;
  readonly published: JSONWebKeySet;
}

const accessKind: TokenKind = { audience: "barq:session", type: "at+jwt", requiredClaims: ["tenant"] };
/** The longest a session and its review should take; a running session is read again, see `assertAccessStands`. */
const accessMs = 7 * day;
const tokensOnRepeatMs = 10 * minute;
const mostKept = 10_000;
/** A token that was found good is not checked again for so long, so that a key that is withdrawn opens nothing for longer. */
const keptMs = 5 * minute;

/**
 * An access token ends a day after its session did. The token itself cannot know when that will be, so it lives seven
 * days, and whoever has read the session asks here too. @throws Fault unauthenticated
 */
export function assertAccessStands(asker: Asker, session: Session, now: Instant): void {
  if (asker.kind === "driver" && isTerminal(session.state) && now >= session.since + day) throw refused();
}

export function createWho(settings: WhoSettings): Who {
  const { origin, clock, store } = settings;
  const readStaff = settings.staff ? staffReader(settings.staff, clock) : undefined;
  const kept = new Map<
    string,
    { readonly until: Instant; readonly asker: Asker; readonly generation: number }
  >();

  const verified = async (token: string): Promise<{ asker: Asker; payload: JWTPayload }> => {
    const { typ, iss } = claimsOf(token);
    // What the token says of itself only chooses the check; each check pins issuer, audience, type and keys again.
    if (iss !== origin) {
      if (!readStaff) throw refused();
      return readStaff(token);
    }
    const isReceipt = typ === receiptKind.type;
    const [keys, kind] = isReceipt ? [settings.receipt, receiptKind] : [settings.access, accessKind];
    const payload = await verifyToken(token, keys, kind, origin, clock);
    return {
      asker: {
        kind: isReceipt ? "receipt" : "driver",
        tenant: claimText(payload, "tenant"),
        session: claimText(payload, "sub"),
      },
      payload,
    };
  };

  const issueAccess = (session: Session): Promise<string> =>
    signToken(settings.access, accessKind, {
      issuer: origin,
      subject: session.id,
      claims: { tenant: session.tenant },
      issuedAt: clock(),
      expiresAt: clock() + accessMs,
    });

  return {
    published: {
      keys: [settings.access.published, settings.receipt.published, settings.documents]
        .flatMap((set) => set.keys)
        .map(publicHalf),
    },
    issueAccess,
    async accessOnStart(session, repeated) {
      return repeated && clock() >= session.createdAt + tokensOnRepeatMs ? null : issueAccess(session);
    },
    issueReceipt: (of) => issueReceiptToken(settings, of),
    async read(token) {
      const hash = createHash("sha256").update(token).digest("base64url");
      let known = kept.get(hash);
      if (!known || known.until <= clock()) {
        const { asker, payload } = await verified(token);
        const generation = typeof payload.generation === "number" ? payload.generation : 0;
        known = { asker, generation, until: Math.min((payload.exp ?? 0) * 1000, clock() + keptMs) };
        if (kept.size >= mostKept) kept.clear();
        kept.set(hash, known);
      }
      const { asker, generation } = known;
      // A signature stays good for ever; whether the receipt was called back is asked each time.
      if (
        asker.kind === "receipt" &&
        (await receiptGeneration(store, asker.tenant, asker.session)) !== generation
      ) {
        throw refused();
      }
      return asker;
    },
  };
}

/** What an unverified token says of itself. @throws Fault unauthenticated for what is no token */
function claimsOf(token: string): { readonly typ: string | undefined; readonly iss: string | undefined } {
  if (token.length > 4096) throw refused();
  try {
    return { typ: decodeProtectedHeader(token).typ, iss: decodeJwt(token).iss };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw refused();
  }
}
