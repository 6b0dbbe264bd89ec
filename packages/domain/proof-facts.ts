/**
 * The facts of a session that not every proof has, as plain JSON and back: what its signed records prove, boots, phases and
 * the quirks of its station. A proof without them computes as it always did.
 */
import type { Instant } from "./instant.ts";
import type { MeterFacts } from "./metering.ts";
import type { Quirks } from "./quirk-profiles.ts";
import type { JudgedRecord, SignedVerdict } from "./signed-verdict.ts";

type SignedJson =
  | {
      readonly kind: "good";
      readonly start_mwh: string;
      readonly stop_mwh: string;
      readonly begin_at: Instant | null;
      readonly end_at: Instant | null;
      readonly is_time_lawful: boolean;
      readonly meter_serial: string | null;
      readonly records: readonly JudgedRecord[];
    }
  | {
      readonly kind: "bad" | "unverifiable";
      readonly why: string;
      readonly records: readonly JudgedRecord[];
    };

export interface MoreFacts {
  readonly phases?: number;
  readonly signed?: SignedJson;
  readonly boots?: readonly Instant[];
  readonly quirks?: Quirks;
}

/** Only what there is: the facts of most sessions have none of it. */
export function moreFacts({ phases, signed, boots, quirks }: MeterFacts): MoreFacts {
  const verdict = signed === undefined ? undefined : jsonOf(signed);
  return {
    ...(phases === undefined ? {} : { phases }),
    ...(verdict === undefined ? {} : { signed: verdict }),
    ...(boots === undefined || boots.length === 0 ? {} : { boots }),
    ...(quirks === undefined ? {} : { quirks }),
  };
}

/** The facts as metering takes them. @throws SyntaxError where an energy of a proof is no number */
export function readMoreFacts({
  phases,
  signed,
  boots,
  quirks,
}: MoreFacts): Pick<MeterFacts, "phases" | "signed" | "boots" | "quirks"> {
  return {
    ...(phases === undefined ? {} : { phases }),
    ...(signed === undefined ? {} : { signed: verdictOf(signed) }),
    ...(boots === undefined ? {} : { boots }),
    ...(quirks === undefined ? {} : { quirks }),
  };
}

function jsonOf(signed: SignedVerdict): SignedJson | undefined {
  if (signed.kind === "none") return undefined;
  if (signed.kind !== "good") return signed;
  const { kind, startMwh, stopMwh, beginAt, endAt, isTimeLawful, meterSerial, records } = signed;
  return {
    kind,
    start_mwh: startMwh.toString(),
    stop_mwh: stopMwh.toString(),
    begin_at: beginAt,
    end_at: endAt,
    is_time_lawful: isTimeLawful,
    meter_serial: meterSerial,
    records,
  };
}

const verdictOf = (signed: SignedJson): SignedVerdict =>
  signed.kind === "good"
    ? {
        kind: "good",
        startMwh: BigInt(signed.start_mwh),
        stopMwh: BigInt(signed.stop_mwh),
        beginAt: signed.begin_at,
        endAt: signed.end_at,
        isTimeLawful: signed.is_time_lawful,
        meterSerial: signed.meter_serial,
        records: signed.records,
      }
    : signed;
