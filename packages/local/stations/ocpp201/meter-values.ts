/** Readings as OCPP 2.0.1 MeterValue, in each of the dialects that meters speak. */
import type { Behaviour } from "../behaviour.ts";
import { timeText } from "../meter-values.ts";
import type { MeterReading } from "../state.ts";

interface SampledValue {
  readonly value: number;
  readonly context?: string;
  readonly measurand?: string;
  readonly phase?: string;
  readonly location?: string;
  readonly unitOfMeasure?: { readonly unit?: string; readonly multiplier?: number };
}

export interface MeterValue {
  readonly timestamp: string;
  readonly sampledValue: readonly SampledValue[];
}

export function meterValue(reading: MeterReading, behaviour: Behaviour): MeterValue {
  return {
    timestamp: timeText(reading.at, behaviour),
    sampledValue: [...energy(reading, behaviour), ...others(reading)],
  };
}

function energy({ registerWh, context }: MeterReading, { dialect }: Behaviour): readonly SampledValue[] {
  const base = { context, measurand: "Energy.Active.Import.Register", location: "Outlet" };
  switch (dialect) {
    case "kWh":
      return [{ ...base, value: registerWh / 1000, unitOfMeasure: { unit: "kWh" } }];
    case "kWh_as_Wh":
      return [{ ...base, value: registerWh / 1000, unitOfMeasure: { unit: "Wh" } }];
    case "phases":
      // Rounded apart, so that the three add up to the register and none ever falls.
      return [2, 1, 0].map((more, n) => ({
        ...base,
        value: Math.floor((registerWh + more) / 3),
        phase: `L${n + 1}`,
        unitOfMeasure: { unit: "Wh" },
      }));
    case "strings": {
      // What is left out has a default; what is there may be a power of ten.
      const value = { value: registerWh * 1000, unitOfMeasure: { multiplier: -3 } };
      return [context === "Sample.Periodic" ? value : { ...value, context }];
    }
    default:
      return [{ ...base, value: registerWh, unitOfMeasure: { unit: "Wh" } }];
  }
}

function others({ powerW, percent, context }: MeterReading): readonly SampledValue[] {
  return [
    ...(powerW === null
      ? []
      : [
          {
            ...{ value: powerW, context, measurand: "Power.Active.Import", location: "Outlet" },
            unitOfMeasure: { unit: "W" },
          },
        ]),
    ...(percent === null
      ? []
      : [
          {
            ...{ value: percent, context, measurand: "SoC", location: "EV" },
            unitOfMeasure: { unit: "Percent" },
          },
        ]),
  ];
}
