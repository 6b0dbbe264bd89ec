/**
 * What a new folder starts with: one tenant with its legal entity, VAT table and hold policy; and by BARQ_SEED=demo the
 * demo network, made by the same actions as an operator's own. Done once; a start that was killed half way goes on.
 */
import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { moveStation } from "@barq/actions/move-station";
import type { TenantSettings } from "@barq/actions/network";
import { readLatestTariff, readLocation, readStation } from "@barq/actions/network";
import type { ReadPorts } from "@barq/actions/ports";
import { planReconciliations } from "@barq/actions/reconciliation-run";
import { Fault } from "@barq/domain/fault";
import { zoneOfCountry } from "@barq/domain/legal-time";
import { settingsKey } from "@barq/store/keys";
import { demoLocations, demoMove, demoNumbered, demoStations, demoTariffs } from "./demo-network.ts";
import type { StationsFile } from "./stations-file.ts";

const tenantSettings: TenantSettings = {
  operator: "Barq Démo",
  supportPhone: "+212 5 00 00 00 00",
  legalEntity: {
    id: "BARQ-DEMO",
    name: "Barq Démo SARL (société inventée)",
    lines: ["1 rue de l'Exemple, Casablanca", "ICE 000000000000000", "RC 000000 Casablanca", "IF 00000000"],
  },
  hold: { AC: { amount: "100.00", currency: "MAD" }, DC: { amount: "250.00", currency: "MAD" } },
  country: "MA",
  party: "BRQ",
};

/** Dated data that finance edits; the rate is the law's for electricity sold to drivers, as a starting point. */
const vatTable = [{ from: "2026-01-01", name: "TVA", rate: "20" }];

export async function seedTenant(ports: ReadPorts, tenant: string): Promise<void> {
  for (const [name, value] of [
    ["TENANT", tenantSettings],
    ["VAT", vatTable],
  ] as const) {
    await ports.store.commit([
      { put: { ...settingsKey(tenant, name), json: JSON.stringify(value) }, guards: [{ absent: true }] },
    ]);
  }
  await planReconciliations(ports, tenant, zoneOfCountry(tenantSettings.country) ?? "UTC");
}

/** Somebody was first with it, which a start that goes on after a kill expects of its own earlier work. */
async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "already_exists") throw error;
  }
}

export async function seedDemo(ports: ReadPorts, tenant: string, simulated: StationsFile): Promise<void> {
  for (const tariff of demoTariffs) {
    if (!(await readLatestTariff(ports, tenant, tariff.id))) await createTariff(ports, tenant, tariff);
  }
  for (const location of demoLocations) {
    if (!(await readLocation(ports, tenant, location.id)))
      await unlessThere(() => createLocation(ports, tenant, location));
  }
  for (const body of demoStations) {
    if (await readStation(ports, tenant, body.id)) continue;
    await unlessThere(async () => {
      const { station, password } = await createStation(ports, tenant, body);
      if (station.id === demoMove.station) {
        await moveStation(ports, tenant, station.id, {
          location: demoMove.location,
          from: ports.clock() + demoMove.afterMs,
          reason: "moves on for the demonstration",
          by: "demo",
        });
      }
      simulated.add(station, password, demoNumbered.has(station.id) ? "ocpp2.0.1" : "ocpp1.6");
    });
  }
}
