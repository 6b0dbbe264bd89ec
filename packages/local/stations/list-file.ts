/** BARQ_DATA/stations/stations.json, as the product writes it: which stations are simulated. It may grow at any time. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { spoken } from "./state.ts";
import type { StationSpec } from "./station.ts";

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

const list = v.array(
  v.object({
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(48)),
    password: v.string(),
    vendor: v.optional(v.string(), "Barq"),
    model: v.optional(v.string(), "Simulated"),
    protocol: v.optional(v.picklist(spoken)),
    connectors: v.array(
      v.object({
        number: whole,
        kind: v.picklist(["AC", "DC"]),
        powerW: v.pipe(whole, v.maxValue(2_000_000)),
      }),
    ),
  }),
);

/** @throws Error where the file is no such list */
export function readStationList(data: string): readonly StationSpec[] {
  const path = join(data, "stations", "stations.json");
  if (!existsSync(path)) return [];
  const read = v.safeParse(list, JSON.parse(readFileSync(path, "utf8")));
  if (!read.success)
    throw new Error(`${path}: ${v.getDotPath(read.issues[0]) ?? ""} ${read.issues[0].message}`);
  return read.output;
}
