/** The station that an address names: looked up only where it can be one, because keys of the store have a longest. */
import { Fault } from "@barq/domain/fault";
import type { DoorContext } from "./door.ts";
import { part } from "./door.ts";

/** As stations are registered: anything else is looked up nowhere. @throws Fault not_found */
export function stationPart(c: DoorContext): string {
  const id = part(c, "station");
  if (!/^[A-Za-z0-9*_.:-]{1,28}$/.test(id)) throw new Fault("not_found", "There is no such station.");
  return id;
}
