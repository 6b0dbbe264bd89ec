/**
 * Every key of the two tables on one page. Every partition begins with the tenant; the exceptions, each held by a test:
 * the station directory (station ids are unique in a deployment), the provider inbox and the `due` index.
 */
import type { Key } from "./port.ts";

export const padded = (n: number, digits: number): string => n.toString().padStart(digits, "0");

/** Which tenant a connecting station belongs to. */
export const directoryKey = (station: string): Key => ({ pk: `DIR#${station}`, sk: "D" });
/** Stations that knock and that nobody has registered: some to a slot, of which there are so many. */
/** An event of the payment provider: received, then handled. */
export const inboxKey = (event: string): Key => ({ pk: `EV#${event}`, sk: "E" });
/** Beside the events: types that nobody here knows, and how far the provider's own list was read. */
export const parkedPartition = "EV#";
export const eventsReadKey: Key = { pk: "EV#", sk: "READ" };

export const sessionPartition = (tenant: string, session: string): string => `${tenant}|S#${session}`;
/** Whose an item beside a session is, told by its partition; two empty texts for what lies beside no session. */
export function ownerOf({ pk }: Pick<Key, "pk">): { readonly tenant: string; readonly session: string } {
  const [tenant = "", session = ""] = pk.split("|S#");
  return { tenant, session };
}
export const sessionKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: "META",
});
export const journalKey = (tenant: string, session: string, n: number, kind: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `L#${padded(n, 4)}#${kind}`,
});
/** Journal entries of a session, in order. */
export const journalPrefix = "L#";
/** A further hold of a session, counted from 2; the first one is the session's own. */
export const furtherHoldKey = (tenant: string, session: string, n: number): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `H#${padded(n, 4)}`,
});
export const furtherHoldPrefix = "H#";
export const refundKey = (tenant: string, session: string, refund: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `R#${refund}`,
});
export const refundPrefix = "R#";
/** Whose a refund is: its id comes from an Idempotency-Key alone, and a repeat must find it whatever session it names. */
export const refundPlaceKey = (tenant: string, refund: string): Key => ({
  pk: `${tenant}|RF#${refund}`,
  sk: "P",
});
export const disputeKey = (tenant: string, session: string, dispute: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `DP#${dispute}`,
});
export const disputePrefix = "DP#";
/** Disputes of all sessions, by the provider's name: where to find each. */
export const disputesPartition = (tenant: string): string => `${tenant}|DISPUTES`;
export const disputePointerKey = (tenant: string, dispute: string): Key => ({
  pk: disputesPartition(tenant),
  sk: dispute,
});
/** A credit CDR and a new CDR in the place of what was sealed. */
export const correctionKey = (tenant: string, session: string, correction: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `C#${correction}`,
});
export const correctionPrefix = "C#";
/** What a person did to a session, and why; several of one instant are told apart by what was done. */
export const auditKey = (tenant: string, session: string, at: number, what: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `AU#${padded(at, 15)}#${what}`,
});
export const auditPrefix = "AU#";
/** What a session owes and nothing could be taken for: open until it is collected or given up. */
export const receivableSort = "RV";
export const receivableKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: receivableSort,
});
/** The lowest register that was seen while a station was asked to start and said nothing of a transaction. */
export const flowingKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: "FLOWING",
});
/** What a person decided of the session's evidence, until it is sealed in its proof. */
export const decisionKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: "DECISION",
});
export const consentSort = "CONSENT";
/** What the driver agreed to be asked for later; never changed, and only there where they did. */
export const consentKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: consentSort,
});
/** Where the receipt is sent, and how far that is; only there where an address was given. */
export const contactSort = "CONTACT";
export const contactKey = (tenant: string, session: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: contactSort,
});
/** Sessions by the keyed hash of the address that was given for the receipt: a row only where one was given, with a life. */
export const emailPartition = (tenant: string, emailHash: string): string => `${tenant}|EM#${emailHash}`;
export const emailKey = (tenant: string, emailHash: string, at: number, session: string): Key => ({
  pk: emailPartition(tenant, emailHash),
  sk: `${padded(at, 15)}#${session}`,
});
export const supportActPrefix = "SA#";
/** What somebody who helps a driver did; named by its key alone, so that the same key does it once. */
export const supportActKey = (tenant: string, session: string, keyHash: string): Key => ({
  pk: sessionPartition(tenant, session),
  sk: `${supportActPrefix}${keyHash}`,
});
/** Readings of a session, packed; lies in the meter table under `W#`. */
export const meterPartition = (tenant: string, session: string): string => `${tenant}|M#${session}`;
export const packKey = (tenant: string, session: string, from: number, hash: string): Key => ({
  pk: meterPartition(tenant, session),
  sk: `W#${padded(from, 15)}#${hash}`,
});
/** What came after the session was sealed: evidence for a correction, never part of the sealed computation. */
export const latePackKey = (tenant: string, session: string, from: number, hash: string): Key => ({
  pk: meterPartition(tenant, session),
  sk: `Z#${padded(from, 15)}#${hash}`,
});
export const packPrefix = "W#";
export const latePackPrefix = "Z#";

export const stationPartition = (tenant: string, station: string): string => `${tenant}|CP#${station}`;
export const stationKey = (tenant: string, station: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: "META",
});
/** The connector is the lock: `act` names the session that holds it. */
export const connectorKey = (tenant: string, station: string, connector: number): Key => ({
  pk: stationPartition(tenant, station),
  sk: `EVSE#${connector}`,
});
/** Where the station stands from an instant on. */
export const placementKey = (tenant: string, station: string, from: number): Key => ({
  pk: stationPartition(tenant, station),
  sk: `AT#${padded(from, 15)}`,
});
/** A boot of the station, with what it said of its make; several of one instant are one. */
export const bootKey = (tenant: string, station: string, at: number): Key => ({
  pk: stationPartition(tenant, station),
  sk: `BOOT#${padded(at, 15)}`,
});
export const bootPrefix = "BOOT#";
/** How a station is being commissioned. */
/** A key of the station's configuration: what was written, and what it reads back. */
/** A connector's register, where it was asked for. */
/** A sealed verdict on the station. */
/** The one command under way at a station; the others wait in order behind it. */
export const callKey = (tenant: string, station: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: "CALL",
});
/** What a person asked of a station, newest first. */
/** Where it lies: its id comes from an Idempotency-Key alone, and a repeat must find it whatever station it names. */
/** The last that a station said of a longer work of its own. */
/** Numbers as digits, a station's own texts in quotes: the two never meet. */
export const ocppTransactionKey = (tenant: string, station: string, transactionId: number | string): Key => ({
  pk: stationPartition(tenant, station),
  sk: `TX#${JSON.stringify(transactionId)}`,
});
/** Events of a transaction that is no session's yet; they lie in the meter table. */
export const unclaimedPartition = (tenant: string, station: string, transactionId: string): string =>
  `${tenant}|M#TX#${station}#${JSON.stringify(transactionId)}`;
export const unclaimedKey = (
  tenant: string,
  station: string,
  transactionId: string,
  n: number,
  hash: string,
): Key => ({
  pk: unclaimedPartition(tenant, station, transactionId),
  sk: `E#${padded(n, 16)}#${hash}`,
});

/** How many sessions of a connector owed nothing, or less than is captured, in a window of time. */
export const owedNothingKey = (tenant: string, station: string, connector: number, window: number): Key => ({
  pk: stationPartition(tenant, station),
  sk: `NIL#${connector}#${padded(window, 12)}`,
});

export const stickerPartition = (tenant: string, sticker: string): string => `${tenant}|ST#${sticker}`;
export const stickerKey = (tenant: string, sticker: string): Key => ({
  pk: stickerPartition(tenant, sticker),
  sk: "V#1",
});
/** What a person did to a sticker, or to a batch by its name. */
export const stickerActPrefix = "AU#";
export const stickerActKey = (tenant: string, sticker: string, at: number, act: string): Key => ({
  pk: stickerPartition(tenant, sticker),
  sk: `${stickerActPrefix}${padded(at, 15)}#${act}`,
});
/** Stickers that were printed together. */
export const stickerBatchesPartition = (tenant: string): string => `${tenant}|STICKERS`;
export const stickerBatchKey = (tenant: string, batch: string): Key => ({
  pk: stickerBatchesPartition(tenant),
  sk: batch,
});
/** Which batch an Idempotency-Key asked for. */
export const stickersAskedKey = (tenant: string, keyHash: string): Key => ({
  pk: `${tenant}|STICKERS-ASKED`,
  sk: keyHash,
});
/** Whose a batch is: a typed code names no operator, so batches are unique in a deployment, as stations are. */
export const batchDirectoryKey = (batch: string): Key => ({ pk: `STB#${batch}`, sk: "B" });
export const locationsPartition = (tenant: string): string => `${tenant}|LOCATIONS`;
export const locationKey = (tenant: string, location: string): Key => ({
  pk: locationsPartition(tenant),
  sk: location,
});
export const tariffsPartition = (tenant: string): string => `${tenant}|TARIFFS`;
/** The latest version of a tariff, for lists. */
export const tariffKey = (tenant: string, tariff: string): Key => ({
  pk: tariffsPartition(tenant),
  sk: tariff,
});
export const tariffVersionKey = (tenant: string, tariff: string, version: number): Key => ({
  pk: `${tenant}|TF#${tariff}`,
  sk: `V#${padded(version, 4)}`,
});
/** Tariffs that are not sold yet. */
export const draftsPartition = (tenant: string): string => `${tenant}|DRAFTS`;
export const draftKey = (tenant: string, draft: string): Key => ({ pk: draftsPartition(tenant), sk: draft });
/** The bodies that a draft had, and what people did to it. */
export const draftPartition = (tenant: string, draft: string): string => `${tenant}|TD#${draft}`;
export const draftBodyKey = (tenant: string, draft: string, revision: number): Key => ({
  pk: draftPartition(tenant, draft),
  sk: `V#${padded(revision, 4)}`,
});
/** @param version of the draft that the act made */
export const draftActKey = (tenant: string, draft: string, at: number, version: number): Key => ({
  pk: draftPartition(tenant, draft),
  sk: `${auditPrefix}${padded(at, 15)}#${padded(version, 6)}`,
});
export const stationsPartition = (tenant: string): string => `${tenant}|STATIONS`;
export const stationBodyKey = (tenant: string, station: string): Key => ({
  pk: stationsPartition(tenant),
  sk: station,
});

/** Pauses and maintenance windows: the row with all that is not over yet, and each of them for good, with who and why. */
/** What is shown of every station of an operator, a row each, written when it changes. */
/** Tenant, legal entity, VAT table, policies, hold policy: dated data that finance edits. */
export const settingsKey = (tenant: string, name: string): Key => ({ pk: `${tenant}|SETTINGS`, sk: name });
export const counterKey = (tenant: string, series: string): Key => ({
  pk: `${tenant}|SEQ#${series}`,
  sk: "N",
});
export const numberKey = (tenant: string, series: string, n: number): Key => ({
  pk: `${tenant}|NO#${series}`,
  sk: padded(n, 9),
});
/** How many pending sessions an address may still open. */
export const addressKey = (tenant: string, addressHash: string): Key => ({
  pk: `${tenant}|RL#${addressHash}`,
  sk: "B",
});
/** Holds that failed within an hour, by sticker, device or card; the names are keyed hashes. */
export const failuresKey = (tenant: string, subject: string, nameHash: string, from: number): Key => ({
  pk: `${tenant}|RL#${subject}#${nameHash}`,
  sk: `F#${padded(from, 15)}`,
});
/** Reconciliations that were asked for or made, by their days; what they came to lies in the archive. */
export const reconciliationsPartition = (tenant: string): string => `${tenant}|RECONCILIATIONS`;
export const reconciliationKey = (tenant: string, id: string): Key => ({
  pk: reconciliationsPartition(tenant),
  sk: id,
});
/** Which reconciliation an Idempotency-Key asked for. */
export const reconciliationAskKey = (tenant: string, keyHash: string): Key => ({
  pk: `${tenant}|RECONCILIATION-ASKED`,
  sk: keyHash,
});
/** The next day that is reconciled by itself. */
export const reconciliationPlanKey = (tenant: string): Key => ({
  pk: `${tenant}|RECONCILIATION-PLAN`,
  sk: "DAILY",
});
/** What a person has to look at. */
export const workPartition = (tenant: string): string => `${tenant}|WORK`;
export const workKey = (tenant: string, what: string): Key => ({ pk: workPartition(tenant), sk: what });

/** How the names of rows begin that a reconciliation has found; they belong to an object of a book. */
export const booksRows = "books#";
/** What was done about such a row, by whom: it may have no session, and a station it never has. */
export const booksActsPartition = (tenant: string, row: string): string => `${tenant}|BOOKS#${row}`;

/** What a person has resolved, newest first: rows of the work queue as they stood, with what was done. */
export const workedPartition = (tenant: string): string => `${tenant}|WORKED`;
export const workedKey = (tenant: string, at: number, what: string): Key => ({
  pk: workedPartition(tenant),
  sk: `${padded(999_999_999_999_999 - at, 15)}#${what}`,
});

/** Values of the sparse indexes. */
export const referenceValue = (tenant: string, reference: string): string => `${tenant}|${reference}`;
export const stationDayValue = (tenant: string, station: string, day: string): string =>
  `${tenant}|${station}|${day}`;

/** How many shards the `due` index has. */
export const dueShards = 64;
/** Beside them: what the books' own clock does, so that it keeps no session waiting. */
export const booksShard = 64;
export const dueValue = (shard: number): string => `D#${padded(shard, 2)}`;
/** The shard of an item: a cheap spread over its own id, the same for ever. */
export function dueShard(id: string): number {
  let hash = 2166136261;
  for (const sign of id) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash % dueShards;
}
