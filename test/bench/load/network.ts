/** What happens before the load: an operator opens stations, they connect, drivers pay or need not, and every connector charges. */
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import type { LocalSecrets } from "@barq/local/secrets";
import * as v from "valibot";
import type { Charging, Plan } from "./plan.ts";
import { flatDirham, kwhDirham, planOf, status } from "./plan.ts";
import type { Station } from "./station.ts";
import { connectStation } from "./station.ts";

export interface Operator {
  ask(method: "GET" | "POST", path: string, body?: object): Promise<unknown>;
}

export function operatorOf(origin: string, secrets: LocalSecrets, now: () => number): Operator {
  return {
    async ask(method, path, body) {
      const token = await issueStaffToken(secrets.issuer, now, {
        tenant: localTenant,
        role: "operator",
        fleet: null,
      });
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const said: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(said)}`);
      return said;
    },
  };
}

const created = v.object({
  password: v.string(),
  evses: v.array(v.object({ connectors: v.array(v.object({ qr: v.string() })) })),
});
const started = v.object({ id: v.string(), payment: v.nullable(v.object({ url: v.string() })) });
const begun = v.object({ transactionId: v.number(), idTagInfo: v.object({ status: v.string() }) });

export interface Opened {
  readonly station: Station;
  readonly plans: readonly { readonly plan: Plan; readonly qr: string }[];
}

/** Stations with so many connectors each, connected and booted. */
export async function openStations(of: {
  readonly operator: Operator;
  readonly ocpp: string;
  readonly stations: number;
  readonly connectors: number;
  readonly readings: number;
  readonly now: () => number;
}): Promise<readonly Opened[]> {
  const { operator, now } = of;
  const tariff = (id: string, prices: readonly (readonly [type: string, price: number])[]) =>
    operator.ask("POST", "/v1/tariffs", {
      id,
      currency: "MAD",
      type: "AD_HOC_PAYMENT",
      tax_included: "YES",
      elements: [
        { price_components: prices.map(([type, price]) => ({ type, price, vat: 20, step_size: 1 })) },
      ],
    });
  await tariff("PAID", [
    ["ENERGY", kwhDirham],
    ["FLAT", flatDirham],
  ]);
  await tariff("FREE", [["ENERGY", 0]]);
  await operator.ask("POST", "/v1/locations", {
    id: "LOAD",
    name: "Parking des Palmiers",
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: "Africa/Casablanca",
    barq: { hold: { amount: "150.00", currency: "MAD" } },
  });
  const opened: Opened[] = [];
  for (let number = 1; number <= of.stations; number++) {
    const id = `LOAD-${String(number).padStart(3, "0")}`;
    const numbers = Array.from({ length: of.connectors }, (_, n) => n + 1);
    const made = v.parse(
      created,
      await operator.ask("POST", "/v1/stations", {
        id,
        location_id: "LOAD",
        evses: numbers.map((connector) => ({
          uid: `${connector}`,
          connectors: [
            {
              id: "1",
              standard: "IEC_62196_T2",
              power_type: "AC_3_PHASE",
              max_electric_power: 22_000,
              tariff_ids: [(number + connector) % 2 === 0 ? "FREE" : "PAID"],
            },
          ],
        })),
      }),
    );
    const station = await connectStation({ id, password: made.password, endpoint: of.ocpp });
    await station.call("BootNotification", { chargePointVendor: "Barq", chargePointModel: "Load" });
    for (const connector of numbers)
      await station.call("StatusNotification", status(connector, "Available", now()));
    const codes = made.evses.flatMap(({ connectors }) => connectors.map(({ qr }) => qr));
    opened.push({
      station,
      plans: codes.map((qr, n) => ({ qr, plan: planOf(station, number, n + 1, of.readings) })),
    });
  }
  return opened;
}

/** A driver scans, plugs in, pays where there is something to pay, and the station begins. @throws Error when it may not */
export async function startCharging(
  origin: string,
  { plan, qr }: Opened["plans"][number],
  now: () => number,
): Promise<Charging> {
  const { station, connector, meterStart } = plan;
  const answer = await fetch(`${origin}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `${station.id}-${connector}` },
    body: JSON.stringify({ qr, locale: "en" }),
  });
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`start: ${answer.status} ${JSON.stringify(said)}`);
  const { id, payment } = v.parse(started, said);
  if ((payment === null) !== plan.isFree) throw new Error(`${station.id} ${connector} has the wrong price`);
  await station.call("StatusNotification", status(connector, "Preparing", now()));
  if (payment)
    await fetch(payment.url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "pay" }),
      redirect: "manual",
    });
  const idTag = await station.started(connector);
  const startedAt = now();
  const timestamp = new Date(startedAt).toISOString();
  const { transactionId, idTagInfo } = v.parse(
    begun,
    await station.call("StartTransaction", { connectorId: connector, idTag, meterStart, timestamp }),
  );
  if (idTagInfo.status !== "Accepted") throw new Error(`${station.id} ${connector}: ${idTagInfo.status}`);
  await station.call("StatusNotification", status(connector, "Charging", startedAt));
  return { plan, id, transactionId, startedAt };
}
