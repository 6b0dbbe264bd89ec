/**
 * A street for journeys: the whole product on a folder of its own with the payment stand-in as its own process, an operator,
 * simulated stations on real WebSockets, drivers with a browser's manners, and a clock that the journey moves. Everything
 * speaks its wire: HTTP, OCPP, the DynamoDB API, the Stripe API.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Instant } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import { moveClock } from "@barq/local/clock";
import { issueStaffToken } from "@barq/local/issuer";
import type { Product } from "@barq/local/product";
import { localTenant, startProduct } from "@barq/local/product";
import { readRunning } from "@barq/local/running";
import { settingsOf } from "@barq/local/settings";
import type { Knobs } from "@barq/local/stations/behaviour";
import type { Spoken } from "@barq/local/stations/state";
import type { SimulatedStation } from "@barq/local/stations/station";
import { createSimulatedStation } from "@barq/local/stations/station";
import type { StoreCall } from "@barq/store/dynamo";
import * as v from "valibot";
import type { Driver } from "./driver.ts";
import { createDriver } from "./driver.ts";

export interface Street {
  readonly product: Product;
  readonly driver: () => Driver;
  /** An operator opens a station, and it connects. */
  openStation(of: {
    readonly id: string;
    readonly tariff: OcpiTariff;
    readonly powerW?: number;
    readonly hold?: string;
    readonly behaviour?: Knobs;
    readonly protocol?: Spoken;
  }): Promise<{ readonly station: SimulatedStation; readonly codes: readonly string[] }>;
  /** time goes on in steps of a few seconds, and everything does what is due */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** what somebody at work sees at an address */
  look(path: string): Promise<unknown>;
  /** the provider's own list: how the intent of a session stands */
  provider(
    session: string,
  ): Promise<{ readonly status: string; readonly received: number; readonly capturable: number } | undefined>;
  order(wish: object): Promise<void>;
  until(what: () => Promise<boolean> | boolean, why: string): Promise<void>;
  close(): Promise<void>;
}

const standing = v.object({
  intents: v.record(
    v.string(),
    v.object({ status: v.string(), received: v.number(), capturable: v.number() }),
  ),
});
const created = v.object({
  password: v.string(),
  evses: v.array(v.object({ connectors: v.array(v.object({ qr: v.string() })) })),
});

export async function openStreet(
  options: { readonly limits?: boolean; readonly onStoreCall?: (call: StoreCall) => void } = {},
): Promise<Street> {
  const data = mkdtempSync(join(tmpdir(), "barq-street-"));
  const product = await startProduct(
    settingsOf({
      PORT: "0",
      BARQ_DATA: data,
      BARQ_SEED: "empty",
      BARQ_CLOCK: "manual",
      ...(options.limits ? { BARQ_LIMITS: "on" } : {}),
    }),
    { sweepEveryMs: 1000, ...(options.onStoreCall ? { onStoreCall: options.onStoreCall } : {}) },
  );
  const { origin, clock, secrets } = product;
  const stations: SimulatedStation[] = [];
  const staffToken = () =>
    issueStaffToken(secrets.issuer, clock.now, { tenant: localTenant, role: "operator", fleet: null });

  const until: Street["until"] = async (what, why) => {
    for (let n = 0; n < 800; n++) {
      if (await what()) return;
      await pause(20);
    }
    throw new Error(`it never happened that ${why}`);
  };
  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${await staffToken()}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  };
  const pass: Street["pass"] = async (ms, stepMs = 60_000) => {
    const from: Instant = clock.now();
    for (let gone = stepMs; gone < ms + stepMs; gone += stepMs) {
      moveClock(data, from + Math.min(gone, ms));
      // The others of the folder look at the clock every few milliseconds, stations act on it a little later.
      await pause(25);
      await product.settleDown();
    }
  };

  return {
    product,
    driver: () => createDriver(origin),
    async openStation({ id, tariff, powerW = 60_000, hold, behaviour, protocol }) {
      await post("/v1/tariffs", tariff);
      await post("/v1/locations", {
        id: `AT-${id}`,
        name: "Parking des Palmiers",
        address: "12 boulevard des Dattiers",
        city: "Casablanca",
        country: "MAR",
        time_zone: "Africa/Casablanca",
        ...(hold === undefined ? {} : { barq: { hold: { amount: hold, currency: tariff.currency } } }),
      });
      const connector = {
        id: "1",
        standard: "IEC_62196_T2_COMBO",
        power_type: "DC",
        max_electric_power: powerW,
        tariff_ids: [tariff.id],
      };
      const made = v.parse(
        created,
        await post("/v1/stations", {
          id,
          location_id: `AT-${id}`,
          evses: [
            { uid: "1", connectors: [connector] },
            { uid: "2", connectors: [connector] },
          ],
        }),
      );
      const station = createSimulatedStation({
        station: {
          id,
          password: made.password,
          vendor: "Barq",
          model: "Simulated",
          protocol,
          connectors: [1, 2].map((number) => ({ number, kind: "DC", powerW })),
        },
        endpoint: () => product.ocpp.replace("localhost", "127.0.0.1"),
        clock,
        tickMs: 5,
        ...(behaviour ? { behaviour } : {}),
      });
      stations.push(station);
      await until(() => station.snapshot().connected, `station ${id} is connected`);
      await pause(60);
      return { station, codes: made.evses.flatMap((evse) => evse.connectors.map(({ qr }) => qr)) };
    },
    pass,
    async look(path) {
      const answer = await fetch(`${origin}${path}`, {
        headers: { authorization: `Bearer ${await staffToken()}` },
      });
      return answer.json();
    },
    async provider(session) {
      const answer = await fetch(new URL("/_control", readRunning(data)?.stripe));
      return v.parse(standing, await answer.json()).intents[session];
    },
    async order(wish) {
      const answer = await fetch(new URL("/_control", readRunning(data)?.stripe), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(wish),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    until,
    async close() {
      await Promise.all(stations.map((station) => station.close()));
      await product.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export const perKwh: OcpiTariff = {
  id: "DC-KWH",
  currency: "MAD",
  type: "AD_HOC_PAYMENT",
  tax_included: "YES",
  elements: [{ price_components: [{ type: "ENERGY", price: 4.5, vat: 20, step_size: 1 }] }],
};
