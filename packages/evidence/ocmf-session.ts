/**
 * The check of a session's records against each other, which OCMF asks for beside the signature: pages without a gap, one
 * gateway and meter, a begin, an end, nothing after it, and no quantity that an error made unusable. Knows no keys.
 */
import type { Instant } from "@barq/domain/instant";
import type { OcmfReading, OcmfRecord } from "./ocmf-record.ts";
import type { RegisterPair } from "./ocmf-register.ts";
import { isEnd, registerPair } from "./ocmf-register.ts";

type SessionCheck =
  | {
      readonly kind: "whole";
      readonly pair: RegisterPair;
      /** status S or R at both ends, and no reading says that time is unusable */
      readonly isTimeLawful: boolean;
      readonly meterSerial: string | null;
    }
  | { readonly kind: "broken"; readonly why: string };

const broken = (why: string): SessionCheck => ({ kind: "broken", why });

/** @param records in any order, each once; fiscal records (page F) belong to no session and are passed over */
export function checkSession(records: readonly OcmfRecord[]): SessionCheck {
  const own = records
    .filter(({ page }) => page.context === "T")
    .toSorted((a, b) => (a.page.number < b.page.number ? -1 : a.page.number > b.page.number ? 1 : 0));
  const [first] = own;
  if (!first) return broken("no_transaction");
  const source = sourceTrouble(first, own);
  if (source !== null) return broken(source);
  const stated = own.flatMap(({ readings }) => readings);
  const readings = once(stated);
  const trouble =
    stated.map(readingTrouble).find((why) => why !== null) ?? orderTrouble(own) ?? registersTrouble(readings);
  if (trouble !== null) return broken(trouble);
  const pair = registerPair(readings);
  if (typeof pair === "string") return broken(pair);
  const [beginAt, endAt] = [pair.begin, pair.end].map(lawfulTime);
  const isLawful = beginAt !== undefined && endAt !== undefined;
  if (isLawful && beginAt > endAt) return broken("time_backwards");
  const isTimeLawful = isLawful && stated.every(({ errorFlags }) => errorFlags === "");
  return { kind: "whole", pair, isTimeLawful, meterSerial: first.meterSerial };
}

/** All from one gateway and meter, page after page. */
function sourceTrouble(first: OcmfRecord, sorted: readonly OcmfRecord[]): string | null {
  if (sorted.some(({ gatewaySerial }) => gatewaySerial !== first.gatewaySerial)) return "gateway_differs";
  if (sorted.some(({ meterSerial }) => meterSerial !== first.meterSerial)) return "meter_differs";
  const steps = sorted.slice(1).map(({ page }, n) => page.number - (sorted[n]?.page.number ?? 0n));
  if (steps.includes(0n)) return "page_repeated";
  return steps.every((step) => step === 1n) ? null : "page_gap";
}

/** What makes the energy unusable wherever it stands, between begin and end as well (OCMF, signing and verification). */
function readingTrouble({ transaction, meterStatus, errorFlags }: OcmfReading): string | null {
  if (transaction === null) return "transaction_missing";
  if (!/^[BCXELRAPST]$/.test(transaction)) return "transaction_unknown";
  if (meterStatus !== "G") return "meter_status";
  // t alone spoils the time; every other letter the energy, unknown letters too.
  if (/[^t]/.test(errorFlags)) return "energy_unusable";
  // An exception that does not say what it spoils spoils everything from there on.
  return transaction === "X" && errorFlags === "" ? "exception" : null;
}

/** A reading stated twice is one: a last record may repeat the begin, for reference. */
function once(stated: readonly OcmfReading[]): readonly OcmfReading[] {
  const keyOf = ({ timeText, transaction, register, unit, value }: OcmfReading): string =>
    JSON.stringify([timeText, transaction, register, unit, value]);
  return [...new Map(stated.map((reading) => [keyOf(reading), reading])).values()];
}

/** 0 the begin, 1 whatever lies between, 2 an end. */
const stageOf = (reading: OcmfReading): number => (reading.transaction === "B" ? 0 : isEnd(reading) ? 2 : 1);

/** The session as a whole: a begin, whatever lies between, an end. Within a record registers may follow each other. */
function orderTrouble(sorted: readonly OcmfRecord[]): string | null {
  const inOrder = sorted.flatMap(({ readings }) => readings.toSorted((a, b) => stageOf(a) - stageOf(b)));
  const stages = once(inOrder).map(stageOf);
  if (stages[0] !== 0) return "begin_missing";
  return backTrouble(stages) ?? (stages.at(-1) === 2 ? null : "end_missing");
}

/** Each register by itself: one begin at most, one end at most, in their order. */
function registersTrouble(readings: readonly OcmfReading[]): string | null {
  const registers = Map.groupBy(readings, ({ register, unit }) => JSON.stringify([register, unit]));
  for (const own of registers.values()) {
    const stages = own.map(stageOf);
    const trouble = backTrouble(stages);
    if (trouble !== null) return trouble;
    if (stages.filter((stage) => stage === 0).length > 1) return "begin_repeated";
    if (stages.filter((stage) => stage === 2).length > 1) return "end_repeated";
  }
  return null;
}

/** Nothing goes back from the end or from what lies between. */
function backTrouble(stages: readonly number[]): string | null {
  const back = stages.findIndex((stage, n) => stage < (stages[n - 1] ?? 0));
  return back < 0 ? null : stages[back] === 0 ? "begin_repeated" : "reading_after_end";
}

/** Only a synchronised clock, or one that lawfully measures durations, says when. */
const lawfulTime = ({ at, timeStatus }: OcmfReading): Instant | undefined =>
  at !== null && (timeStatus === "S" || timeStatus === "R") ? at : undefined;
