/** The operator's own objects on the wire: the OCPI bodies as they were sent, with what we gave them. */

import type { CreatedTariff } from "@barq/actions/create-tariff";
import type { ListedTariff } from "@barq/actions/list-network";
import type { LocationRecord, StationRecord } from "@barq/actions/network";
import type { Page } from "@barq/actions/page";
import type { ReadPorts } from "@barq/actions/ports";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import type { Tariff } from "@barq/domain/tariff";
import { safeParse } from "valibot";
import { idText } from "./bodies/ocpi.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const locationJson = (location: LocationRecord): Json => objectOf(location.ocpi);

export const tariffJson = (tariff: Pick<Tariff, "source" | "version">): Json => ({
  ...tariff.source,
  version: tariff.version,
});

export const meterJson = (meter: Meter): Json => ({
  serial: meter.serial,
  type: meter.type,
  accuracy_class: meter.accuracyClass,
  verification_mark: meter.verificationMark,
  verified_until: meter.verifiedUntil === null ? null : isoText(meter.verifiedUntil),
  public_key: meter.publicKey,
  register_wh: meter.registerWh,
  from: isoText(meter.from),
});

/** In a list, with what is planned. */
export const listedTariffJson = (tariff: ListedTariff): Json => ({
  ...tariffJson(tariff),
  ...(tariff.planned
    ? { planned: { version: tariff.planned.version, in_force_from: isoText(tariff.planned.from) } }
    : {}),
});

/** A tariff that was just made, with what will surprise in it. */
export const createdTariffJson = (tariff: CreatedTariff): Json => ({
  ...tariffJson(tariff),
  report: tariff.report,
});

/** The station as it was sent, at the location where it stands now, each connector with the number OCPP counts it by and the token of its code. */
export function stationJson(
  station: StationRecord,
  tenant: string,
  { identity, clock }: Pick<ReadPorts, "identity" | "clock">,
): Json {
  const body = objectOf(station.ocpi);
  let counted = 0;
  const evses = listOf(body.evses).map((evse) => {
    const sent = objectOf(evse);
    const connectors = listOf(sent.connectors).map((connector) => {
      const record = station.connectors[counted++];
      return {
        ...objectOf(connector),
        ...(record
          ? { connector_number: record.number, qr: identity.makeQr({ tenant, sticker: record.sticker }) }
          : {}),
      };
    });
    return { ...sent, connectors };
  });
  const moved = station.moves?.findLast(({ from }) => from <= clock())?.location;
  return { ...body, ...(moved === undefined ? {} : { location_id: moved }), evses };
}

/** A page of a list: the cursor is opaque, and null on the last page. */
export const pageJson = <T>(page: Page<T>, rowJson: (row: T) => unknown): Json => ({
  items: page.rows.map(rowJson),
  next_cursor: page.next === null ? null : Buffer.from(page.next).toString("base64url"),
});

/** The row a cursor stands for; the first page has none. @throws Fault invalid_request for what is no cursor of ours */
export function cursorText(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const row = Buffer.from(cursor.slice(0, 200), "base64url").toString();
  // Rows are found by the caller's own ids: anything else is no place in a list, and some of it no key of a store.
  if (!safeParse(idText, row).success) {
    throw new Fault(
      "invalid_request",
      "This is no cursor of a list here. Leave it out to begin at the first page.",
    );
  }
  return row;
}
