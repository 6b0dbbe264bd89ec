/**
 * One record of the Open Charge Metering Format: `OCMF|payload|signature section`. The signature covers the payload as it
 * was written, so its text is kept and never written anew; values keep their digits. Reads, and judges nothing.
 */
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { Members } from "./exact-json.ts";
import { Digits, isMembers, readExactJson } from "./exact-json.ts";

export interface OcmfReading {
  /** TM as it was written */
  readonly timeText: string;
  /** null where the time cannot be read or has no offset */
  readonly at: Instant | null;
  /** OCMF table 19: U unsynchronised, I informative, S synchronised, R relative; null where it is not said */
  readonly timeStatus: string | null;
  /** TX: B begin, C charging, X exception, E L R A P end, S suspended, T tariff change */
  readonly transaction: string | null;
  /** RV's digits as they were written, in `unit` */
  readonly value: string | null;
  /** RI, an OBIS code */
  readonly register: string | null;
  /** RU: kWh or Wh for energy */
  readonly unit: string | null;
  /** EF: E energy, t time not usable; empty where there is no error */
  readonly errorFlags: string;
  /** ST: G good, everything else a fault (table 10) */
  readonly meterStatus: string | null;
}

interface OcmfSignature {
  /** SA */
  readonly algorithm: string;
  /** SE */
  readonly encoding: string;
  /** SM */
  readonly mimeType: string;
  /** SD */
  readonly data: string;
}

export interface OcmfRecord {
  /** what was signed, verbatim */
  readonly payload: string;
  readonly signature: OcmfSignature;
  /** PG: T counts transactions' records, F fiscal ones, each without a gap */
  readonly page: { readonly context: "T" | "F"; readonly number: bigint };
  /** GS */
  readonly gatewaySerial: string | null;
  /** MS */
  readonly meterSerial: string | null;
  readonly readings: readonly OcmfReading[];
}

type OcmfRead =
  | { readonly kind: "record"; readonly record: OcmfRecord }
  | { readonly kind: "refused"; readonly verdict: "bad" | "unverifiable"; readonly why: string };

/** Many times what a station sends; a longer text is not looked at. */
const mostCharacters = 65_536;
const header = "OCMF|";

/** Never throws. What is no OCMF is unverifiable, what claims to be and breaks its form is bad. */
export function readOcmf(text: string): OcmfRead {
  if (text.length > mostCharacters) return { kind: "refused", verdict: "unverifiable", why: "too_large" };
  if (!text.startsWith(header)) return { kind: "refused", verdict: "unverifiable", why: "not_ocmf" };
  // Half a surrogate pair has no bytes of its own: it would be signed for as another character.
  const record = text.isWellFormed() ? recordOf(text) : "payload_malformed";
  return typeof record === "string"
    ? { kind: "refused", verdict: "bad", why: record }
    : { kind: "record", record };
}

/** The record, or the code of what is wrong with it. */
function recordOf(text: string): OcmfRecord | string {
  // A pipe may stand in the payload's own texts: the last one ends it.
  const end = text.lastIndexOf("|");
  if (end < header.length) return "sections_malformed";
  const payload = text.slice(header.length, end);
  const signature = signatureOf(readExactJson(text.slice(end + 1)));
  if (signature === null) return "signature_section_malformed";
  const members = readExactJson(payload);
  if (!isMembers(members)) return "payload_malformed";
  const page = typeof members.PG === "string" ? /^([TF])(0|[1-9]\d{0,17})$/.exec(members.PG) : null;
  if (!page) return "page_malformed";
  const gatewaySerial = wordOf(members.GS);
  const meterSerial = wordOf(members.MS);
  if (gatewaySerial === undefined || meterSerial === undefined) return "serial_malformed";
  if (!gatewaySerial && !meterSerial) return "serial_missing";
  const readings = readingsOf(members.RD);
  if (typeof readings === "string") return readings;
  return {
    payload,
    signature,
    page: { context: page[1] === "T" ? "T" : "F", number: BigInt(page[2] ?? "0") },
    gatewaySerial: gatewaySerial || null,
    meterSerial: meterSerial || null,
    readings,
  };
}

/** A text, null where there is none, undefined for something else. */
const wordOf = (value: unknown): string | null | undefined =>
  typeof value === "string" ? value : (value ?? null) === null ? null : undefined;

/** Defaults of OCMF table 8: only SD must be there. */
function signatureOf(section: unknown): OcmfSignature | null {
  if (!isMembers(section)) return null;
  const { SA = "ECDSA-secp256r1-SHA256", SE = "hex", SM = "application/x-der", SD } = section;
  return typeof SA === "string" &&
    typeof SE === "string" &&
    typeof SM === "string" &&
    typeof SD === "string" &&
    SD !== ""
    ? { algorithm: SA, encoding: SE, mimeType: SM, data: SD }
    : null;
}

/**
 * What equals the reading before it is left out within a record (OCMF, readings), and is carried on. The time only to
 * another register of the same moment, as genuine meters state several: never to a later reading of the same one.
 */
function readingsOf(list: unknown): readonly OcmfReading[] | string {
  if (!Array.isArray(list) || list.length === 0) return "readings_missing";
  const readings: OcmfReading[] = [];
  let carried: Members = {};
  for (const stated of list) {
    if (!isMembers(stated)) return "reading_malformed";
    const isSameMoment = stated.RI !== undefined && stated.RI !== carried.RI;
    const TM = stated.TM ?? (isSameMoment ? carried.TM : undefined);
    carried = { ...carried, ...stated, TM };
    const reading = readingOf(carried);
    if (typeof reading === "string") return reading;
    readings.push(reading);
  }
  return readings;
}

function readingOf({ TM: timeText, TX, RV, RI, RU, EF, ST }: Members): OcmfReading | string {
  if (typeof timeText !== "string" || timeText === "") return "time_missing";
  const value = RV instanceof Digits ? RV.text : wordOf(RV);
  const [transaction, register, unit, errorFlags, meterStatus] = [TX, RI, RU, EF, ST].map(wordOf);
  if (
    value === undefined ||
    transaction === undefined ||
    register === undefined ||
    unit === undefined ||
    errorFlags === undefined ||
    meterStatus === undefined
  )
    return "reading_malformed";
  const time = timeOf(timeText);
  return { timeText, ...time, transaction, value, register, unit, errorFlags: errorFlags ?? "", meterStatus };
}

/**
 * `2018-07-24T13:22:04,000+0200 S`: the letter says what the clock is worth. Without an offset it is nobody's instant: the
 * domain's reader would take it for UTC.
 */
function timeOf(text: string): Pick<OcmfReading, "at" | "timeStatus"> {
  const match = /^(\S{1,60}?(?:[Zz]|[+-]\d{2}:?\d{2}))(?: +([A-Z]))?$/.exec(text);
  return { at: parseInstant(match?.[1] ?? "") ?? null, timeStatus: match?.[2] ?? null };
}
