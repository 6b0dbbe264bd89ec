/**
 * The configuration that billing needs, in the words of OCPP 1.6 chapter 9: written, and believed only as it reads back. A
 * station that keeps a value of its own is good where that value will do.
 */
import type { Finding } from "./commissioning-finding.ts";
import { registerMeasurand } from "./energy-reading.ts";

export interface Wanted {
  readonly key: string;
  readonly value: string;
  /** without it nothing is billed; of the others a station that does not know the key does nothing wrong */
  readonly isNeeded: boolean;
  isGood(value: string): boolean;
}

const namesOf = (value: string): readonly string[] => value.split(",").map((name) => name.trim());
const isTrue = (value: string): boolean => value.trim().toLowerCase() === "true";

/** @param readingIntervalS the longest time between two readings */
export const wantedConfiguration = (readingIntervalS: number): readonly Wanted[] => [
  {
    key: "MeterValueSampleInterval",
    value: `${readingIntervalS}`,
    isNeeded: true,
    isGood: (value) => /^\d{1,6}$/.test(value) && Number(value) > 0 && Number(value) <= readingIntervalS,
  },
  {
    key: "MeterValuesSampledData",
    value: `${registerMeasurand},Power.Active.Import`,
    isNeeded: true,
    isGood: (value) => namesOf(value).includes(registerMeasurand),
  },
  {
    key: "StopTxnSampledData",
    value: registerMeasurand,
    isNeeded: false,
    isGood: (value) => namesOf(value).includes(registerMeasurand),
  },
  // Readings by the clock belong to no session: only the stop of one would wait behind them.
  {
    key: "ClockAlignedDataInterval",
    value: "0",
    isNeeded: false,
    isGood: (value) => value.trim() === "0",
  },
  // A second vehicle on the same transaction would be the first one's to pay.
  { key: "StopTransactionOnEVSideDisconnect", value: "true", isNeeded: true, isGood: isTrue },
  { key: "StopTransactionOnInvalidId", value: "true", isNeeded: false, isGood: isTrue },
];

/** What is known of a key: how the station answered to the writing, and what it says the value is. */
export interface Kept {
  /** the station's word for a refusal; null: accepted, or not answered */
  readonly refused: string | null;
  /** null: it was read, and the station does not know the key; undefined: it was not read yet */
  readonly value: string | null | undefined;
}

export function judgeConfiguration(
  wanted: readonly Wanted[],
  kept: ReadonlyMap<string, Kept>,
): readonly Finding[] {
  const at = { step: "configuration", connector: null } as const;
  return wanted.map(({ key, value, isNeeded, isGood }): Finding => {
    const found = kept.get(key);
    if (found?.value === undefined)
      return {
        ...at,
        state: "not_yet",
        say: found ? "configuration_unanswered" : "configure",
        facts: { key },
      };
    if (found.value === null)
      return isNeeded
        ? { ...at, state: "refused", say: "configuration_unknown", facts: { key, wanted: value } }
        : { ...at, state: "good", say: "configuration_not_there", facts: { key } };
    const facts = { key, value: found.value };
    if (isGood(found.value)) return { ...at, state: "good", say: "configuration_kept", facts };
    const differs: Record<string, string> = { ...facts, wanted: value };
    if (found.refused !== null) differs.refused = found.refused;
    return { ...at, state: "refused", say: "configuration_differs", facts: differs };
  });
}
