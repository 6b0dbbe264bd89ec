/** BARQ_DATA/stations/stations.json: the stations that are simulated, with their passwords (mode 0600). */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StationRecord } from "@barq/actions/network";
import type { Spoken } from "./stations/state.ts";

interface SimulatedStation {
  readonly id: string;
  readonly password: string;
  readonly vendor: string;
  readonly model: string;
  readonly protocol: Spoken;
  readonly connectors: readonly {
    readonly number: number;
    readonly kind: "AC" | "DC";
    readonly powerW: number;
  }[];
}

export interface StationsFile {
  /** only the first `most` stations are simulated; the others stay without hardware */
  add(station: StationRecord, password: string, protocol?: Spoken): void;
  /** One that nobody has registered: it knocks with a password that nobody knows. @throws Error where there is one of that id */
  addUnknown(
    of: Pick<SimulatedStation, "id" | "vendor" | "model" | "protocol" | "connectors">,
    password: string,
  ): void;
  readonly count: number;
}

/** Where a connector does not say what it can deliver. */
const usualW = { AC: 22_000, DC: 60_000 } as const;

export function openStationsFile(data: string, most: number | null): StationsFile {
  const folder = join(data, "stations");
  const path = join(folder, "stations.json");
  const stations: SimulatedStation[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  const write = (): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.tmp`, JSON.stringify(stations, null, 1), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  };
  return {
    addUnknown(of, password) {
      if (stations.some(({ id }) => id === of.id))
        throw new Error(`There is a simulated station ${of.id} already.`);
      stations.push({ ...of, password });
      write();
    },
    add(station, password, protocol = "ocpp1.6") {
      if (most !== null && stations.length >= most) return;
      stations.push({
        id: station.id,
        password,
        vendor: "Barq",
        model: "Simulated",
        protocol,
        connectors: station.connectors.map(({ number, powerType, maxPowerW }) => ({
          number,
          kind: powerType,
          powerW: maxPowerW ?? usualW[powerType],
        })),
      });
      write();
    },
    get count() {
      return stations.length;
    },
  };
}
