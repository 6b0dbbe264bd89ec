/**
 * Where a session was, as a CDR tells it (OCPI mod_cdrs, CdrLocation): the operator's own OCPI bodies, which are kept as they
 * were sent, with what our own records know in their place where a member is missing.
 */
import type { CdrFacts } from "@barq/domain/cdr";
import type { ConnectorRecord, LocationRecord, StationRecord } from "./network.ts";

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json => (typeof value === "object" && value !== null ? { ...value } : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

export function cdrPlace(
  location: LocationRecord,
  station: StationRecord,
  connector: ConnectorRecord,
): Pick<CdrFacts, "location" | "evse" | "connector"> {
  const place = objectOf(location.ocpi);
  const coordinates = objectOf(place.coordinates);
  const [latitude, longitude] = [textOf(coordinates.latitude), textOf(coordinates.longitude)];
  const evse = objectOf(
    listOf(objectOf(station.ocpi).evses).find((each) => objectOf(each).uid === connector.evseUid),
  );
  const sent = objectOf(listOf(evse.connectors).find((each) => objectOf(each).id === connector.id));
  const isDirect = connector.powerType === "DC";
  return {
    location: {
      id: location.id,
      name: location.name,
      address: location.address,
      city: location.city,
      country: location.country,
      coordinates: latitude === null || longitude === null ? null : { latitude, longitude },
    },
    evse: { uid: connector.evseUid, id: textOf(evse.evse_id) },
    connector: {
      id: connector.id,
      standard: connector.standard,
      // A direct current comes on a cable of the station's; other sockets are where cables are brought along.
      format: textOf(sent.format) ?? (isDirect ? "CABLE" : "SOCKET"),
      powerType: textOf(sent.power_type) ?? (isDirect ? "DC" : "AC_3_PHASE"),
    },
  };
}
