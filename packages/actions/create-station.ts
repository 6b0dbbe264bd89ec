/** A station with its connectors, each with a sticker of its own; its password is answered once and kept as a hash. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { stickerIdOf } from "@barq/domain/sticker";
import { batchDirectoryKey, directoryKey, placementKey, stationBodyKey, stationKey } from "@barq/store/keys";
import { batchItem, stickerItem } from "@barq/store/sticker-item";
import type { ConnectorRecord, StationRecord } from "./network.ts";
import { readLatestTariff, readLocation } from "./network.ts";
import type { NewMeter } from "./new-meter.ts";
import { meterOf } from "./new-meter.ts";
import type { ReadPorts } from "./ports.ts";

export interface NewStation {
  readonly id: string;
  readonly location_id: string;
  readonly evses: readonly {
    readonly uid: string;
    readonly connectors: readonly {
      readonly id: string;
      readonly standard: string;
      readonly power_type: string;
      readonly max_voltage?: number | undefined;
      readonly max_amperage?: number | undefined;
      readonly max_electric_power?: number | undefined;
      readonly tariff_ids?: readonly string[] | undefined;
      readonly barq?: { readonly meter?: NewMeter | undefined } | undefined;
    }[];
  }[];
}

interface CreatedStation {
  readonly station: StationRecord;
  readonly password: string;
  readonly connectors: readonly { readonly number: number; readonly qr: string }[];
}

/** @throws Fault already_exists, invalid_request (unknown location or tariff) */
export async function createStation(
  ports: ReadPorts,
  tenant: string,
  body: NewStation,
): Promise<CreatedStation> {
  if (!(await readLocation(ports, tenant, body.location_id))) {
    throw new Fault("invalid_request", `There is no location ${body.location_id}; create it first.`);
  }
  const uids = body.evses.map(({ uid }) => uid);
  if (new Set(uids).size !== uids.length) throw new Fault("invalid_request", "Two EVSEs have the same uid.");
  for (const { uid, connectors } of body.evses) {
    if (new Set(connectors.map(({ id }) => id)).size !== connectors.length)
      throw new Fault("invalid_request", `Two connectors of EVSE ${uid} have the same id.`);
  }
  const now = ports.clock();
  const connectors = connectorsOf(body, now);
  const tariffs = body.evses.flatMap((evse) =>
    evse.connectors.flatMap((connector) => connector.tariff_ids ?? []),
  );
  for (const id of new Set(tariffs)) {
    if (!(await readLatestTariff(ports, tenant, id))) {
      throw new Fault("invalid_request", `There is no tariff ${id}; create it first.`);
    }
  }
  const batch = ports.identity.newBatch();
  const station: StationRecord = { id: body.id, label: body.id, batch, connectors, ocpi: body };
  const password = ports.identity.newPassword();
  const answer = await ports.store.commit([
    { put: { ...directoryKey(body.id), tenant }, guards: [{ absent: true }] },
    {
      put: { ...stationBodyKey(tenant, body.id), json: JSON.stringify(station) },
      guards: [{ absent: true }],
    },
    {
      put: { ...stationKey(tenant, body.id), password: await ports.identity.passwordHash(password), at: now },
    },
    { put: { ...placementKey(tenant, body.id, now), from: now, location: body.location_id } },
    ...connectors.map(({ sticker, number }) => ({
      put: stickerItem({
        tenant,
        id: sticker,
        version: 1,
        assignments: [{ station: body.id, connector: number, from: now, until: null }],
        revokedAt: null,
      }),
      guards: [{ absent: true as const }],
    })),
    // Its own codes are a batch of their own, so that they, too, can be typed.
    {
      put: batchItem(tenant, {
        id: batch,
        stickers: connectors.length,
        printedAt: now,
        slug: slugOf(body.id),
        revokedAt: null,
      }),
    },
    { put: { ...batchDirectoryKey(batch), tenant }, guards: [{ absent: true }] },
  ]);
  if (!answer.written && answer.change > 3)
    throw new Fault(
      "already_exists",
      `Another station's codes are named as those of ${body.id} would be; choose another id.`,
    );
  if (!answer.written) throw new Fault("already_exists", `Station ${body.id} exists already.`);
  return {
    station,
    password,
    connectors: connectors.map((connector) => ({
      number: connector.number,
      qr: ports.identity.makeQr({ tenant, sticker: connector.sticker }),
    })),
  };
}

function connectorsOf(body: NewStation, now: Instant): readonly ConnectorRecord[] {
  let number = 0;
  return body.evses.flatMap((evse) =>
    evse.connectors.map((connector): ConnectorRecord => {
      number++;
      return {
        evseUid: evse.uid,
        id: connector.id,
        number,
        standard: connector.standard,
        powerType: connector.power_type.startsWith("DC") ? "DC" : "AC",
        maxPowerW: ratedPowerW(connector),
        phases: phasesOf(connector.power_type),
        ...(connector.barq?.meter === undefined ? {} : { meters: [meterOf(connector.barq.meter, now)] }),
        tariff: connector.tariff_ids?.[0] ?? null,
        sticker: stickerIdOf({ id: "", slug: slugOf(body.id) }, number),
      };
    }),
  );
}

/** As an address can have it. */
const slugOf = (station: string): string => station.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");

/** OCPI 2.2.1 mod_locations, Connector: max_electric_power in W, else voltage times current (times three for AC_3_PHASE). */
function ratedPowerW(connector: NewStation["evses"][number]["connectors"][number]): number | null {
  if (connector.max_electric_power !== undefined) return Math.round(connector.max_electric_power);
  if (connector.max_voltage === undefined || connector.max_amperage === undefined) return null;
  const phases = connector.power_type === "AC_3_PHASE" ? 3 : 1;
  return Math.round(connector.max_voltage * connector.max_amperage * phases);
}

const phasesOf = (powerType: string): number =>
  powerType === "AC_3_PHASE" ? 3 : powerType.startsWith("AC_2") ? 2 : 1;
