/** What a station is shown as: its row as the pages take it, and the one word that its badge, its point on the map and the filter share. */
import type { Sentence } from "@barq/domain/closure";
import type { Instant } from "@barq/domain/instant";

export const connectorUses = ["unknown", "free", "in_use", "faulted", "unavailable"] as const;

interface ClosedView {
  readonly kind: "pause" | "maintenance";
  readonly from: Instant;
  readonly until: Instant | null;
  readonly sentence: Sentence;
}

export interface ConnectorView {
  readonly number: number;
  readonly standard: string;
  readonly powerType: "AC" | "DC";
  readonly maxPowerW: number | null;
  readonly tariff: string | null;
  readonly use: (typeof connectorUses)[number];
  readonly since: Instant | null;
  /** the station's own code, of a fault alone */
  readonly error: string | null;
  /** what keeps sessions from beginning there */
  readonly closed: ClosedView | null;
  readonly closesSoon: ClosedView | null;
}

export interface PlaceView {
  readonly from: Instant;
  readonly location: string;
  readonly name: string;
  readonly city: string;
  readonly zone: string;
  /** decimal text of the OCPI body; null where it has none */
  readonly latitude: string | null;
  readonly longitude: string | null;
}

export interface StationView {
  readonly station: string;
  readonly label: string;
  readonly online: boolean;
  readonly onlineSince: Instant | null;
  readonly heardAt: Instant | null;
  readonly bootedAt: Instant | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  readonly place: PlaceView | null;
  readonly planned: readonly PlaceView[];
  readonly connectors: readonly ConnectorView[];
  readonly sales: {
    readonly sessions: number;
    readonly energyMwh: bigint;
    /** minor units, by currency */
    readonly money: ReadonlyMap<string, bigint>;
  };
}

/** What asks most of a person comes first; a station is the first of them that is true of it. */
export const stationStates = [
  "faulted",
  "offline",
  "never",
  "closed",
  "unavailable",
  "in_use",
  "free",
  "unknown",
] as const;
export type StationState = (typeof stationStates)[number];

export function stationStateOf({ online, heardAt, connectors }: StationView): StationState {
  if (!online) return heardAt === null ? "never" : "offline";
  const has = (use: ConnectorView["use"]): boolean => connectors.some((one) => one.use === use);
  if (has("faulted")) return "faulted";
  if (connectors.some(({ closed }) => closed !== null)) return "closed";
  return (["unavailable", "in_use", "free"] as const).find(has) ?? "unknown";
}

/** For the filter: whoever asks for faults wants every station that has one, whatever else is true of it. */
export function isInState(row: StationView, state: StationState): boolean {
  const has = (use: ConnectorView["use"]): boolean =>
    row.online && row.connectors.some((one) => one.use === use);
  if (state === "closed") return row.connectors.some(({ closed }) => closed !== null);
  if (state === "offline" || state === "never") return stationStateOf(row) === state;
  return has(state);
}

export const stationStateNamed = (name: string | undefined): StationState | null =>
  stationStates.find((state) => state === name) ?? null;

/** What somebody types to find a station: parts of its id, label, place, maker or firmware, in any order. */
export function isStationMeant(row: StationView, text: string): boolean {
  const { place } = row;
  const all = [row.station, row.label, place?.location, place?.name, place?.city, row.vendor, row.model]
    .concat(row.firmware, row.serial)
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export const badgeOf: Readonly<Record<StationState, "good" | "wait" | "bad">> = {
  faulted: "bad",
  offline: "bad",
  never: "wait",
  closed: "wait",
  unavailable: "wait",
  in_use: "good",
  free: "good",
  unknown: "wait",
};
