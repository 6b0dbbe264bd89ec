/** Sessions for tests: one in few words, the largest that can be, and any. */
import type { Session } from "@barq/domain/session";
import { sessionStates } from "@barq/domain/session";
import fc from "fast-check";

/** A pending session of which nothing is known yet, with what a test says of it. */
export const aSession = (other: Partial<Session> = {}): Session => ({
  tenant: "barq",
  id: "ses_k7m2pq4vtx3hjn6wzr5yb2cdfg",
  version: 1,
  state: "pending",
  reference: "K7M2PQ",
  fingerprint: "n4bQgYhMfWWaL-qg",
  station: "CP-1",
  connector: 1,
  currency: "MAD",
  createdAt: Date.parse("2026-11-24T15:00:00Z"),
  pinned: {
    tariff: "T1",
    tariffVersion: 1,
    location: "LOC-1",
    legalEntity: "le1",
    sticker: "st1",
    locale: "fr",
    zone: "Africa/Casablanca",
  },
  carConfirmed: false,
  device: null,
  hold: null,
  further: null,
  stopEnergyMwh: null,
  stopAfterMs: null,
  readingIntervalS: 60,
  effect: null,
  due: null,
  tries: 0,
  since: Date.parse("2026-11-24T15:00:00Z"),
  heldAt: null,
  transactionId: null,
  startedAt: null,
  meterStart: null,
  endedAt: null,
  meterStop: null,
  stopReason: null,
  idleUntil: null,
  leftAt: null,
  sealed: null,
  captured: null,
  receivable: null,
  writtenOff: null,
  refunded: null,
  returned: null,
  receipt: null,
  why: null,
  ...other,
});

const id36 = "0123456789abcdefghijklmnopqrstuvwxyz";
const now = Date.parse("2026-11-24T18:23:45.678Z");

/** Every field set, provider ids of their real length, the operator's ids as long as OCPI lets them be. */
export const largestSession: Session = aSession({
  tenant: id36.slice(0, 32),
  version: 25,
  state: "settled",
  station: id36,
  connector: 12,
  createdAt: now,
  pinned: {
    tariff: id36,
    tariffVersion: 123,
    location: id36,
    legalEntity: "barq-recharge-maroc",
    sticker: id36.slice(0, 32),
    locale: "fr",
    zone: "Africa/Casablanca",
  },
  carConfirmed: true,
  device: "abcdefgh",
  hold: {
    holdAmount: { minor: 100_000n, currency: "MAD" },
    page: `cs_live_${"a1B2c3D4e5".repeat(6).slice(0, 58)}`,
    intent: `pi_${"3PqRsTuVwX".repeat(3).slice(0, 24)}`,
    stands: true,
    captureBefore: now + 7 * 86_400_000,
    brand: "mastercard",
    last4: "4242",
    released: true,
  },
  further: { last: 6, heldMinor: 100_000n },
  stopEnergyMwh: 123_456_789n,
  stopAfterMs: 86_400_000,
  readingIntervalS: 60,
  effect: { name: "remote_start", attempt: 12 },
  due: now,
  tries: 12,
  since: now,
  heldAt: now,
  // The station's own text, as long as OCPP 2.0.1 lets it be.
  transactionId: id36,
  startedAt: now,
  meterStart: "9999999999.999",
  endedAt: now,
  meterStop: "9999999999.999",
  stopReason: "EnergyLimitReached",
  idleUntil: now,
  leftAt: now,
  sealed: {
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    energyMwh: 123_456_789n,
    beforeTax: 83_333n,
    tax: 16_667n,
    total: 100_000n,
  },
  captured: 100_000n,
  receivable: 12_345n,
  writtenOff: 12_345n,
  refunded: 100_000n,
  returned: 100_000n,
  receipt: `${id36}-2026-000123`,
  why: "connector_unavailable",
});

/** Names as we make or let in: no `#`, no `|`, and none that is empty. */
const name = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,36}$/);
const when = fc.integer({ min: 0, max: 4_102_444_800_000 });
const big = fc.bigInt({ min: 0n, max: 10n ** 18n });
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

const currency = fc.constantFrom("MAD", "TND", "JPY");

export const anySession: fc.Arbitrary<Session> = fc
  .record({
    tenant: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
    id: fc.stringMatching(/^ses_[a-z2-7]{26}$/),
    version: fc.integer({ min: 1, max: 10_000 }),
    state: fc.constantFrom(...sessionStates),
    reference: fc.stringMatching(/^[A-Z2-9]{6}$/),
    fingerprint: fc.stringMatching(/^[A-Za-z0-9_-]{16}$/),
    station: name,
    connector: fc.integer({ min: 1, max: 1000 }),
    currency,
    createdAt: when,
    pinned: fc.record({
      tariff: name,
      tariffVersion: fc.integer({ min: 1, max: 10_000 }),
      location: name,
      legalEntity: name,
      sticker: name,
      locale: fc.constantFrom<("ar" | "fr" | "en")[]>("ar", "fr", "en"),
      zone: fc.constantFrom("Africa/Casablanca", "UTC"),
    }),
    carConfirmed: fc.boolean(),
    device: orNull(fc.stringMatching(/^[a-z2-7]{8}$/)),
    hold: orNull(
      fc.record({
        holdAmount: fc.record({ minor: big, currency }),
        page: orNull(name),
        intent: orNull(name),
        stands: fc.boolean(),
        captureBefore: orNull(when),
        brand: orNull(text),
        last4: orNull(text),
        released: fc.boolean(),
      }),
    ),
    further: orNull(fc.record({ last: fc.integer({ min: 2, max: 99 }), heldMinor: big })),
    stopEnergyMwh: orNull(big),
    stopAfterMs: orNull(when),
    readingIntervalS: fc.integer({ min: 1, max: 3600 }),
    effect: orNull(
      fc.record({
        name: fc.constantFrom("hold.1", "capture.1", "release.1", "remote_start", "remote_stop"),
        attempt: fc.integer({ min: 1, max: 99 }),
      }),
    ),
    due: orNull(when),
    tries: fc.nat({ max: 99 }),
    since: when,
    heldAt: orNull(when),
    transactionId: orNull(
      fc.oneof(
        fc.integer({ min: -1, max: 2_147_483_647 }),
        fc.string({ maxLength: 36, unit: "grapheme" }).map((id) => id.toWellFormed()),
      ),
    ),
    startedAt: orNull(when),
    meterStart: orNull(text),
    endedAt: orNull(when),
    meterStop: orNull(text),
    stopReason: orNull(text),
    idleUntil: orNull(when),
    leftAt: orNull(when),
    sealed: orNull(
      fc.record({
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
        energyMwh: big,
        beforeTax: big,
        tax: big,
        total: big,
      }),
    ),
    captured: orNull(big),
    receivable: orNull(big),
    writtenOff: orNull(big),
    refunded: orNull(big),
    returned: orNull(big),
    receipt: orNull(text),
    why: orNull(text),
  })
  .map((session) => ({
    ...session,
    hold: session.hold && {
      ...session.hold,
      holdAmount: { ...session.hold.holdAmount, currency: session.currency },
    },
  }));
