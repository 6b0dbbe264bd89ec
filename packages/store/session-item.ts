/**
 * The session as an item: short field names, nothing that is not there, at most 1,024 bytes. `ref` and `sd` (with
 * `start`) are written once with the first put and never change; `d` and `due` come and go with the next step.
 */
import type { Instant } from "@barq/domain/instant";
import type { Hold, Pinned, Session } from "@barq/domain/session";
import { sessionStates } from "@barq/domain/session";
import {
  bigint,
  bigintOr,
  flag,
  list,
  mapOr,
  number,
  numberOr,
  numberOrTextOr,
  text,
  textOr,
} from "./fields.ts";
import { assertKnownFormat, differing, knownFormat } from "./item-format.ts";
import { dueShard, dueValue, ownerOf, referenceValue, sessionKey, stationDayValue } from "./keys.ts";
import type { Change, Item, Value } from "./port.ts";

type Encoded = Record<string, Value>;

const put = (into: Encoded, name: string, value: Value | null): void => {
  if (value !== null) into[name] = value;
};
const big = (value: bigint | null): string | null => (value === null ? null : value.toString());

/** A SHA-256 in 43 signs instead of 64: every byte of the item counts. */
const shortHash = (hex: string): string =>
  /^[0-9a-f]{64}$/.test(hex) ? Buffer.from(hex, "hex").toString("base64url") : hex;
/** Items of before are in hex already. */
const hexHash = (stored: string): string =>
  stored.length === 43 ? Buffer.from(stored, "base64url").toString("hex") : stored;

function holdFields(hold: Hold): Encoded {
  const fields: Encoded = { a: hold.holdAmount.minor.toString() };
  put(fields, "p", hold.page);
  put(fields, "i", hold.intent);
  put(fields, "b", hold.captureBefore);
  put(fields, "br", hold.brand);
  put(fields, "l4", hold.last4);
  if (hold.stands) fields.s = true;
  if (hold.released) fields.r = true;
  return fields;
}

const pinnedFields = (pinned: Pinned): Value[] => [
  pinned.tariff,
  pinned.tariffVersion,
  pinned.location,
  pinned.legalEntity,
  pinned.sticker,
  pinned.locale,
  pinned.zone,
];

/** The item's fields that may change from step to step. */
function changing(session: Session): Encoded {
  const fields: Encoded = { v: session.version, st: session.state, si: session.since };
  if (session.due !== null) {
    fields.due = session.due;
    fields.d = dueValue(dueShard(session.id));
  }
  if (session.tries > 0) fields.tr = session.tries;
  if (session.effect) fields.ef = `${session.effect.name}#${session.effect.attempt}`;
  if (session.hold) fields.h = holdFields(session.hold);
  fields.cp = session.station;
  fields.cn = session.connector;
  fields.pin = pinnedFields(session.pinned);
  fields.ri = session.readingIntervalS;
  if (session.carConfirmed) fields.ok = true;
  if (session.further) fields.xh = [session.further.last, session.further.heldMinor.toString()];
  put(fields, "le", big(session.stopEnergyMwh));
  put(fields, "lt", session.stopAfterMs);
  put(fields, "ha", session.heldAt);
  put(fields, "tx", session.transactionId);
  put(fields, "sa", session.startedAt);
  put(fields, "ms", session.meterStart);
  put(fields, "ea", session.endedAt);
  put(fields, "me", session.meterStop);
  put(fields, "sr", session.stopReason);
  put(fields, "iu", session.idleUntil);
  put(fields, "la", session.leftAt);
  if (session.sealed) {
    const { sha256, energyMwh, beforeTax, tax, total } = session.sealed;
    fields.sl = [
      shortHash(sha256),
      energyMwh.toString(),
      beforeTax.toString(),
      tax.toString(),
      total.toString(),
    ];
  }
  put(fields, "cap", big(session.captured));
  put(fields, "rec", big(session.receivable));
  put(fields, "wo", big(session.writtenOff));
  put(fields, "rf", big(session.refunded));
  put(fields, "rt", big(session.returned));
  put(fields, "rn", session.receipt);
  put(fields, "why", session.why);
  return fields;
}

/** The whole item, for the first put. `day` is the station's local day, for the index by station and day. */
export function sessionItem(session: Session, day: string): Item {
  const fields: Encoded = {
    ...changing(session),
    ref: referenceValue(session.tenant, session.reference),
    sd: stationDayValue(session.tenant, session.station, day),
    start: session.createdAt,
    fp: session.fingerprint,
    ...(session.device === null ? {} : { dv: session.device }),
    cur: session.currency,
  };
  return { ...fields, ...sessionKey(session.tenant, session.id) };
}

/**
 * The change from the session as it was read to what it is to be: only the fields that differ, guarded by the state and
 * the version that were read. The version rises by one.
 */
export function sessionChange(before: Session, after: Session): Change {
  return {
    update: sessionKey(before.tenant, before.id),
    set: differing(changing(before), changing({ ...after, version: before.version + 1 })),
    guards: [{ version: before.version }, { field: "st", in: [before.state] }],
  };
}

/** The same for a session that goes to another connector: it is found by that one's station from now on. */
export function movedChange(before: Session, after: Session, day: string): Change {
  const change = sessionChange(before, after);
  return "update" in change
    ? { ...change, set: { ...change.set, sd: stationDayValue(after.tenant, after.station, day) } }
    : change;
}

/**
 * From charging to stopping without reading first. The state alone guards: a stop is right whatever version the session
 * has, as long as it is charging.
 */
export const stoppingChange = (
  tenant: string,
  id: string,
  of: { readonly now: Instant; readonly due: Instant; readonly why: string },
): Change => ({
  update: sessionKey(tenant, id),
  set: { st: "stopping", si: of.now, ef: "remote_stop#1", due: of.due, why: of.why, tr: null },
  add: { v: 1 },
  guards: [{ field: "st", in: ["charging"] }, knownFormat],
});

function readHold(fields: { readonly [name: string]: Value }, currency: string): Hold {
  return {
    holdAmount: { minor: bigint(fields, "a"), currency },
    page: textOr(fields, "p"),
    intent: textOr(fields, "i"),
    stands: flag(fields, "s"),
    captureBefore: numberOr(fields, "b"),
    brand: textOr(fields, "br"),
    last4: textOr(fields, "l4"),
    released: flag(fields, "r"),
  };
}

function readPinned(values: readonly Value[]): Pinned {
  const [tariff, tariffVersion, location, legalEntity, sticker, locale, zone] = values;
  if (locale !== "ar" && locale !== "fr" && locale !== "en")
    throw new Error("stored locale is not one of ours");
  return {
    tariff: String(tariff),
    tariffVersion: Number(tariffVersion),
    location: String(location),
    legalEntity: String(legalEntity),
    sticker: String(sticker),
    locale,
    zone: String(zone),
  };
}

/** The session of an item that was read. @throws NewerItem */
export function readSession(item: Item): Session {
  assertKnownFormat(item);
  const state = sessionStates.find((known) => known === item.st);
  if (!state) throw new Error("stored session has no state");
  const currency = text(item, "cur");
  const { tenant, session: id } = ownerOf(item);
  const hold = mapOr(item, "h");
  const effect = textOr(item, "ef")?.split("#") ?? null;
  const sealed = item.sl === undefined ? null : list(item, "sl").map(String);
  const further = item.xh === undefined ? null : list(item, "xh").map(String);
  const part = (n: number): bigint => BigInt(sealed?.[n] ?? "0");
  return {
    tenant,
    id,
    version: number(item, "v"),
    state,
    reference: text(item, "ref").slice(tenant.length + 1),
    fingerprint: text(item, "fp"),
    station: text(item, "cp"),
    connector: number(item, "cn"),
    currency,
    createdAt: number(item, "start"),
    pinned: readPinned(list(item, "pin")),
    carConfirmed: flag(item, "ok"),
    device: textOr(item, "dv"),
    hold: hold ? readHold(hold, currency) : null,
    further: further ? { last: Number(further[0]), heldMinor: BigInt(further[1] ?? "0") } : null,
    stopEnergyMwh: bigintOr(item, "le"),
    stopAfterMs: numberOr(item, "lt"),
    readingIntervalS: number(item, "ri"),
    effect: effect ? { name: effect[0] ?? "", attempt: Number(effect[1]) } : null,
    due: numberOr(item, "due"),
    tries: numberOr(item, "tr") ?? 0,
    since: number(item, "si"),
    heldAt: numberOr(item, "ha"),
    transactionId: numberOrTextOr(item, "tx"),
    startedAt: numberOr(item, "sa"),
    meterStart: textOr(item, "ms"),
    endedAt: numberOr(item, "ea"),
    meterStop: textOr(item, "me"),
    stopReason: textOr(item, "sr"),
    idleUntil: numberOr(item, "iu"),
    leftAt: numberOr(item, "la"),
    sealed: sealed
      ? {
          sha256: hexHash(sealed[0] ?? ""),
          energyMwh: part(1),
          beforeTax: part(2),
          tax: part(3),
          total: part(4),
        }
      : null,
    captured: bigintOr(item, "cap"),
    receivable: bigintOr(item, "rec"),
    writtenOff: bigintOr(item, "wo"),
    refunded: bigintOr(item, "rf"),
    returned: bigintOr(item, "rt"),
    receipt: textOr(item, "rn"),
    why: textOr(item, "why"),
  };
}
