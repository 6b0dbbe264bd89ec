/** The calls of commissioning as a phone makes them, for one station. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { setStationPassword } from "../stations/control.ts";
import { dataFolder, UsageError } from "./command.ts";
import type { Reached } from "./connect.ts";

const finding = v.object({
  step: v.string(),
  connector: v.nullable(v.number()),
  say: v.string(),
  facts: v.record(v.string(), v.string()),
});
const looked = v.looseObject({
  station: v.string(),
  connectors: v.array(v.looseObject({ number: v.number() })),
  connected: v.boolean(),
  state: v.picklist(["passed", "not_yet", "refused"]),
  technician: v.nullable(v.object({ by: v.string(), since: v.string() })),
  steps: v.array(v.object({ ...finding.entries, state: v.string() })),
  next: v.nullable(finding),
  commissioned: v.nullable(v.object({ verdict: v.string(), at: v.string() })),
});
export type Looked = v.InferOutput<typeof looked>;

const waitingStations = v.object({
  items: v.array(v.object({ id: v.string(), last_seen: v.string(), times: v.number() })),
});
const passworded = v.looseObject({ password: v.nullable(v.string()) });
const sticker = v.looseObject({ state: v.string() });

const patienceMs = 30_000;
const lookEveryMs = 250;

export interface NewStation {
  readonly location: string;
  readonly tariff: string;
  readonly connectors: number;
  readonly powerW: number;
  readonly isDc: boolean;
  readonly isSimulated: boolean;
}

/** `1=ABC-DEF-GHK,2=...`. @throws UsageError */
export function pairsOf(text: string | undefined, name: string): readonly (readonly [number, string])[] {
  if (text === undefined) return [];
  return text.split(",").map((pair) => {
    const match = /^([1-9]\d?)=(\S+)$/.exec(pair.trim());
    if (!match) throw new UsageError(`${name} is one pair a connector: 1=...,2=...`);
    return [Number(match[1]), match[2] ?? ""] as const;
  });
}

export type Calls = ReturnType<typeof createCalls>;

export function createCalls(reached: Reached, station: string) {
  const at = (path = ""): string => `/v1/stations/${encodeURIComponent(station)}/commissioning${path}`;
  const post = async (path: string, body: unknown): Promise<Looked> =>
    v.parse(looked, await reached.post("technician", at(path), { body, key: randomUUID() }));
  const look = async (): Promise<Looked> => v.parse(looked, await reached.get("technician", at()));

  /** Until what is seen will do, or no more is to be hoped for. */
  const until = async (isGood: (seen: Looked) => boolean): Promise<Looked> => {
    let seen = await look();
    for (let waitedMs = 0; waitedMs < patienceMs && !isGood(seen); waitedMs += lookEveryMs) {
      await pause(lookEveryMs);
      seen = await look();
    }
    return seen;
  };

  return {
    station,
    look,
    until,
    async waiting() {
      return v.parse(waitingStations, await reached.get("technician", "/v1/waiting-stations")).items;
    },
    async register(of: NewStation): Promise<string> {
      const connector = {
        id: "1",
        standard: of.isDc ? "IEC_62196_T2_COMBO" : "IEC_62196_T2",
        power_type: of.isDc ? "DC" : "AC_3_PHASE",
        max_electric_power: of.powerW,
        tariff_ids: [of.tariff],
      };
      const evses = Array.from({ length: of.connectors }, (_, n) => ({
        uid: `${n + 1}`,
        connectors: [connector],
      }));
      const body = { id: station, location_id: of.location, evses };
      const made = v.parse(passworded, await reached.post("operator", "/v1/stations", { body }));
      const password = made.password ?? "";
      if (of.isSimulated) {
        await setStationPassword(dataFolder(), station, password);
        await until(({ connected }) => connected);
      }
      return password;
    },
    async rotate(): Promise<string> {
      const path = `/v1/stations/${encodeURIComponent(station)}/password`;
      const asked = { body: { write: true }, key: randomUUID() };
      return v.parse(passworded, await reached.post("technician", path, asked)).password ?? "";
    },
    /** Nothing is written where nothing was said, so that looking takes nobody's place. */
    async begin(of: {
      readonly serial: string | null | undefined;
      readonly vendor: string | undefined;
      readonly model: string | undefined;
      readonly profile: string | undefined;
      readonly takeOver: string | undefined;
    }): Promise<Looked> {
      const { takeOver, ...said } = of;
      const take_over = takeOver === undefined ? undefined : { reason: takeOver };
      const body = { ...said, take_over };
      return Object.values(body).every((each) => each === undefined) ? look() : post("", body);
    },
    async configure(): Promise<Looked> {
      await post("/configuration", {});
      return until(({ steps }) =>
        steps.every(({ say }) => say !== "configure" && say !== "configuration_unanswered"),
      );
    },
    /**
     * A blank one is bound to where it is scanned; one that is bound stays as it is, and is judged.
     * Bound only once the scan is taken: one that is refused leaves the sticker blank.
     */
    async scan(connector: number, code: string): Promise<Looked> {
      const path = `/v1/stickers/${encodeURIComponent(code)}`;
      const { state } = v.parse(sticker, await reached.get("technician", path));
      const scanned = await post("/stickers", { connector, sticker: code });
      if (state !== "blank") return scanned;
      await reached.post("technician", `${path}/bind`, { body: { station, connector } });
      return look();
    },
    test: (connector: number, display: Readonly<Record<string, string>>): Promise<Looked> =>
      post("/tests", { connector, display }),
    async stop(connector: number): Promise<Looked> {
      await post(`/tests/${connector}/stop`, {});
      return until((seen) => !["let_charge", "stopping"].includes(sayOf(seen, connector)));
    },
    display: (connector: number, display: Readonly<Record<string, string>>): Promise<Looked> =>
      post(`/tests/${connector}/display`, { display }),
    /** After a test where one has ended, again where it was mistyped, before one where none has begun. */
    async displayOfNext(seen: Looked, display: Readonly<Record<string, string>>): Promise<Looked> {
      const named = Object.keys(display).map(Number);
      const tests = seen.steps.filter(({ step }) => step === "test");
      const waits =
        tests.find(({ say }) => say === "type_display") ??
        tests.find(
          ({ say, connector }) =>
            say === "display_differs" && connector !== null && named.includes(connector),
        );
      if (waits?.connector != null) return this.display(waits.connector, display);
      const begin = seen.steps.find(
        ({ step, state, connector }) =>
          step === "test" && state !== "good" && connector !== null && named.includes(connector),
      );
      return begin?.connector == null ? seen : this.test(begin.connector, display);
    },
    async seal(): Promise<void> {
      await reached.post("technician", at("/verdict"), { body: {} });
    },
    verdict: (): Promise<unknown> => reached.get("technician", at("/verdict")),
    sheet: (): Promise<string> => reached.text("technician", at("/verdict/print")),
  };
}

export const sayOf = ({ steps }: Looked, connector: number): string =>
  steps.find((each) => each.step === "test" && each.connector === connector)?.say ?? "";
