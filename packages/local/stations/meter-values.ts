/** Readings as OCPP 1.6 MeterValue, in each of the dialects that meters speak (OCPP 1.6 7.33, 7.43). */
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Behaviour } from "./behaviour.ts";
import type { MeterReading } from "./state.ts";

interface SampledValue {
  readonly value: string;
  readonly context?: string;
  readonly measurand?: string;
  readonly phase?: string;
  readonly location?: string;
  readonly unit?: string;
}

interface MeterValue {
  readonly timestamp: string;
  readonly sampledValue: readonly SampledValue[];
}

const register = "Energy.Active.Import.Register";
const oddOffsetMs = 3_600_000;

/** An instant by the station's own clock. `strings`: with milliseconds and another offset, the same instant. */
export function timeText(at: Instant, { dialect, clockSkewMs }: Behaviour): string {
  const own = at + clockSkewMs;
  if (dialect !== "strings") return isoText(own);
  return new Date(own + oddOffsetMs).toISOString().replace("Z", "+01:00");
}

/** Readings in the order they are given, but for the dialects that say otherwise. */
export function meterValues(readings: readonly MeterReading[], behaviour: Behaviour): MeterValue[] {
  const values = readings.map((reading) => ({
    timestamp: timeText(reading.at, behaviour),
    sampledValue: [...energy(reading, behaviour), ...others(reading, behaviour)],
  }));
  if (behaviour.dialect === "duplicated") return values.flatMap((value) => [value, value]);
  // The last first, the others after it: never the order in which they were read, where there is more than one.
  if (behaviour.dialect === "shuffled") return [...values.slice(-1), ...values.slice(0, -1)];
  return values;
}

function energy({ registerWh, context }: MeterReading, { dialect }: Behaviour): SampledValue[] {
  const base = { context, measurand: register, location: "Outlet" };
  switch (dialect) {
    case "kWh":
      return [{ ...base, value: thousandths(registerWh), unit: "kWh" }];
    case "kWh_as_Wh":
      return [{ ...base, value: thousandths(registerWh), unit: "Wh" }];
    case "phases":
      // Rounded apart, so that the three add up to the register and none ever falls.
      return [2, 1, 0].map((more, n) => ({
        ...base,
        value: String(Math.floor((registerWh + more) / 3)),
        phase: `L${n + 1}`,
        unit: "Wh",
      }));
    case "strings": {
      // What is left out has a default: Energy.Active.Import.Register, Wh, Sample.Periodic, Outlet.
      const value = `${String(registerWh).padStart(12, "0")}.000`;
      return [context === "Sample.Periodic" ? { value } : { value, context }];
    }
    default:
      return [{ ...base, value: String(registerWh), unit: "Wh" }];
  }
}

function others({ powerW, percent, context }: MeterReading, { dialect }: Behaviour): SampledValue[] {
  const power =
    dialect === "strings"
      ? { value: thousandths(powerW ?? 0), unit: "kW" }
      : { value: String(powerW), unit: "W" };
  return [
    ...(powerW === null ? [] : [{ ...power, context, measurand: "Power.Active.Import", location: "Outlet" }]),
    ...(percent === null
      ? []
      : [{ value: String(percent), context, measurand: "SoC", location: "EV", unit: "Percent" }]),
  ];
}

const thousandths = (value: number): string =>
  `${Math.floor(value / 1000)}.${String(value % 1000).padStart(3, "0")}`;
