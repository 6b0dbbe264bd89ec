/**
 * What an action is handed. Each kind of door has a wire of its own and hands out no more than its actions need, so that
 * Stripe is bundled with the money doors alone.
 */
import type { Archive } from "@barq/archive/port";
import type { Clock } from "@barq/domain/instant";
import type { Intake } from "@barq/intake/port";
import type { Notices } from "@barq/notices/port";
import type { Collecting } from "@barq/payments/collecting";
import type { Disputes } from "@barq/payments/disputes";
import type { Hearing, Holding } from "@barq/payments/port";
import type { AccountBooks, ProviderBooks } from "@barq/payments/provider-books";
import type { Refunds } from "@barq/payments/refunds";
import type { Stations } from "@barq/stations/port";
import type { Store } from "@barq/store/port";
import type { Cache } from "./cache.ts";
import type { Policy } from "./policy.ts";

/** Keys and names made from secrets; the secrets themselves never reach an action. */
export interface Identity {
  /** `ses_` plus base32 of an HMAC over tenant, QR and Idempotency-Key: a repeat finds the same session */
  sessionId(of: { tenant: string; qr: string; key: string }): string;
  /** `ref_` plus base32 of an HMAC over tenant and Idempotency-Key */
  refundId(of: { tenant: string; key: string }): string;
  /** 20 base32 characters made from the session's id, good for one start */
  idTag(session: string): string;
  /** six signs without look-alikes */
  reference(session: string): string;
  /** of a request's body */
  fingerprint(body: unknown): string;
  /** an address or card fingerprint as a key: never stored in the clear */
  hashed(text: string): string;
  sha256(bytes: Uint8Array | string): string;
  makeQr(of: { tenant: string; sticker: string }): string;
  readQr(
    text: string,
  ): { kind: "good"; tenant: string; sticker: string } | { kind: "malformed" | "unknown_key" | "forged" };
  newPassword(): string;
  /** the id of a batch of stickers: six signs, lower case */
  newBatch(): string;
  passwordHash(password: string): Promise<string>;
  passwordMatches(password: string, hash: string): Promise<boolean>;
  /** 31 bits, the same for the same text */
  smallNumber(text: string): number;
}

interface Sealer {
  /** Canonical bytes of each part, SHA-256 of each, and a detached signature by the operator's document key. */
  seal(parts: Readonly<Record<string, unknown>>): Promise<{
    readonly parts: Readonly<Record<string, { readonly bytes: Uint8Array; readonly sha256: string }>>;
    readonly seal: Uint8Array;
  }>;
}

export interface ReadPorts {
  readonly store: Store;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly policy: Policy;
  readonly cache: Cache;
  /** local, preview, production: part of every key given to the provider */
  readonly environment: string;
  /** where the product answers: payment pages send the driver back there */
  readonly origin: string;
}

/** For people who say something to stations. */
export interface CommandPorts extends ReadPorts {
  readonly stations: Stations;
}

/** For people at the posts: what a station has passed is sealed. */
export interface FieldPorts extends CommandPorts {
  readonly sealer: Sealer;
}

export interface StationPorts extends CommandPorts {
  readonly intake: Intake;
}

export interface MoneyPorts extends ReadPorts {
  readonly payments: Holding;
}

/** For the door that the provider's news come in by: it hears, and touches no money. */
export interface HookPorts extends ReadPorts {
  readonly payments: Hearing;
}

/** For people at work with money, and for the saga that finishes what they began. */
export interface DeskPorts extends MoneyPorts {
  readonly refunds: Refunds;
  /** what was not covered by a hold, by the card that paid it */
  readonly collecting: Collecting;
  readonly disputes: Disputes;
  /** the provider's own lists, and whose an object there is */
  readonly books: ProviderBooks<"events">;
}

/** For whoever holds the provider's books against ours. */
export interface BooksPorts extends DeskPorts {
  readonly books: AccountBooks;
}

/** Messages to drivers, and the link that is in them. */
export interface Mailing {
  readonly notices: Notices;
  /** the address of a session's receipt, with a token of its own */
  receiptUrl(of: { readonly tenant: string; readonly id: string }): Promise<string>;
}

/** What the saga needs: everything that can be done to money and to stations. */
export interface SagaPorts extends DeskPorts {
  readonly stations: Stations;
  readonly sealer: Sealer;
  /** not there where nothing sends messages */
  readonly mailing?: Mailing | undefined;
}
