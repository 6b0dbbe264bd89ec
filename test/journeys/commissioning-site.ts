/**
 * A site for journeys of commissioning: stations that nobody has registered yet knock, a technician registers them, and does
 * with each what the phone page will do: the same calls, in the order in which the answers say what is next.
 */
import { randomUUID } from "node:crypto";
import { minute } from "@barq/domain/instant";
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import type { Knobs } from "@barq/local/stations/behaviour";
import type { Spoken } from "@barq/local/stations/state";
import type { SimulatedStation } from "@barq/local/stations/station";
import { createSimulatedStation } from "@barq/local/stations/station";
import * as v from "valibot";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

const finding = v.object({
  step: v.string(),
  connector: v.nullable(v.number()),
  state: v.string(),
  say: v.string(),
  facts: v.record(v.string(), v.string()),
});
const looked = v.looseObject({
  state: v.string(),
  steps: v.array(finding),
  next: v.nullable(v.looseObject({ step: v.string(), connector: v.nullable(v.number()), say: v.string() })),
  commissioned: v.nullable(v.object({ verdict: v.string(), at: v.string() })),
});
export type Looked = v.InferOutput<typeof looked>;
const registered = v.object({ password: v.string() });
const printed = v.object({ id: v.string() });
const batch = v.object({ codes: v.array(v.object({ id: v.string(), typed: v.string() })) });

interface StationOf {
  readonly id: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly protocol?: Spoken;
  readonly behaviour?: Knobs;
  /** one where it is left out */
  readonly connectors?: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Site {
  readonly street: Street;
  ask(method: string, path: string, body?: object, role?: "operator" | "technician"): Promise<Answer>;
  /** it knocks, is registered, and comes in with the password that registering answered */
  register(of: StationOf): Promise<SimulatedStation>;
  look(station: string): Promise<Looked>;
  /** blank stickers, as they are typed */
  stickers(count: number): Promise<readonly string[]>;
  step(station: string, path: string, body: object): Promise<Answer>;
  /** plate, configuration, a sticker on each connector, a test session on each, until nothing is left to be done */
  commission(
    station: SimulatedStation,
    of?: { readonly serial?: string | null; readonly profile?: string; readonly swapped?: boolean },
  ): Promise<Looked>;
  test(station: SimulatedStation, connector: number): Promise<void>;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const street = await openStreet();
  const { product } = street;
  const { origin, clock, secrets } = product;
  const stations: SimulatedStation[] = [];

  const ask: Site["ask"] = async (method, path, body, role = "technician") => {
    const token = await issueStaffToken(secrets.issuer, clock.now, {
      tenant: localTenant,
      role,
      fleet: null,
    });
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const good = async (method: string, path: string, body?: object, role?: "operator" | "technician") => {
    const answer = await ask(method, path, body, role);
    if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const at = (station: string, path = ""): string => `/v1/stations/${station}/commissioning${path}`;
  const look: Site["look"] = async (station) => v.parse(looked, await good("GET", at(station)));
  const until = async (station: string, what: (seen: Looked) => boolean, why: string): Promise<Looked> => {
    let seen = await look(station);
    await street.until(async () => {
      await product.settleDown();
      seen = await look(station);
      return what(seen);
    }, `${station}: ${why}`);
    return seen;
  };
  const sayAt = (seen: Looked, connector: number): string =>
    seen.steps.find((each) => each.step === "test" && each.connector === connector)?.say ?? "";

  await good("POST", "/v1/tariffs", perKwh, "operator");
  await good(
    "POST",
    "/v1/locations",
    {
      id: "CAS-01",
      name: "Parking des Palmiers",
      address: "12 boulevard des Dattiers",
      city: "Casablanca",
      country: "MAR",
      time_zone: "Africa/Casablanca",
    },
    "operator",
  );

  const displays = (station: SimulatedStation): Record<string, string> =>
    Object.fromEntries(
      station
        .snapshot()
        .connectors.map(({ number, displayWh }) => [`${number}`, (displayWh / 1000).toFixed(3)]),
    );

  const test: Site["test"] = async (station, connector) => {
    const { id } = station;
    await good("POST", at(id, "/tests"), { connector, display: displays(station) });
    await until(id, (seen) => sayAt(seen, connector) === "plug_in", "the test waits for the car");
    await station.plug(connector);
    await until(
      id,
      (seen) => ["let_charge", "test_failed"].includes(sayAt(seen, connector)),
      "the test has begun",
    );
    await street.pass(2 * minute, 30_000);
    await good("POST", at(id, `/tests/${connector}/stop`), {});
    await until(
      id,
      (seen) => !["let_charge", "stopping"].includes(sayAt(seen, connector)),
      "the test is over",
    );
    await station.unplug(connector);
    await good("POST", at(id, `/tests/${connector}/display`), { display: displays(station) });
    // The registers that were asked for come after the answer.
    await street.pass(2000, 1000);
  };

  const stickers: Site["stickers"] = async (count) => {
    const { id } = v.parse(printed, await good("POST", "/v1/sticker-batches", { stickers: count }));
    const { codes } = v.parse(batch, await good("GET", `/v1/sticker-batches/${id}`));
    return codes.map(({ typed }) => typed);
  };

  return {
    street,
    ask,
    look,
    test,
    async register({ id, vendor = "Barq", model = "Simulated", protocol, behaviour, connectors = 1 }) {
      const numbers = Array.from({ length: connectors }, (_, n) => n + 1);
      const station = createSimulatedStation({
        station: {
          id,
          password: "not-registered-yet",
          vendor,
          model,
          protocol,
          connectors: numbers.map((number) => ({ number, kind: "DC" as const, powerW: 60_000 })),
        },
        endpoint: () => product.ocpp,
        clock,
        tickMs: 5,
        retryMs: 50,
        ...(behaviour ? { behaviour } : {}),
      });
      stations.push(station);
      await street.until(async () => {
        const { body } = await ask("GET", "/v1/waiting-stations");
        return JSON.stringify(body).includes(`"${id}"`);
      }, `${id} knocks`);
      const connector = {
        id: "1",
        standard: "IEC_62196_T2_COMBO",
        power_type: "DC",
        max_electric_power: 60_000,
        tariff_ids: [perKwh.id],
      };
      const evses = numbers.map((n) => ({ uid: `${n}`, connectors: [connector] }));
      const made = await good("POST", "/v1/stations", { id, location_id: "CAS-01", evses }, "operator");
      await station.setPassword(v.parse(registered, made).password);
      await street.until(() => station.snapshot().connected, `${id} comes in`);
      return station;
    },
    stickers,
    step: (station, path, body) => ask("POST", at(station, path), body),
    async commission(station, { serial = station.id, profile, swapped = false } = {}) {
      const { id } = station;
      await good("POST", at(id), { serial, ...(profile === undefined ? {} : { profile }) });
      await good("POST", at(id, "/configuration"), {});
      await until(
        id,
        ({ steps }) => steps.every(({ say }) => say !== "configure" && say !== "configuration_unanswered"),
        "its configuration is read back",
      );
      const codes = await stickers(station.snapshot().connectors.length);
      for (const [n, code] of codes.entries()) {
        await good("POST", `/v1/stickers/${code}/bind`, { station: id, connector: n + 1 });
        const scanned = swapped ? codes[1 - n] : code;
        await good("POST", at(id, "/stickers"), { connector: n + 1, sticker: scanned });
      }
      for (const { number } of station.snapshot().connectors) await test(station, number);
      return look(id);
    },
    async close() {
      await Promise.all(stations.map((station) => station.close()));
      await street.close();
    },
  };
}
