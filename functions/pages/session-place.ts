/** Where a session was, as its pages say it: whose station it is, who answers the phone, and what is sold there by which name. */
import { readLocation, readSettings } from "@barq/actions/network";
import type { ReadPorts } from "@barq/actions/ports";
import type { Labels } from "@barq/domain/labels";
import type { Session } from "@barq/domain/session";

interface SessionPlace {
  readonly name: string;
  readonly operator: string;
  readonly supportPhone: string | null;
  readonly labels: Labels;
}

export async function placeOfSession(ports: ReadPorts, { tenant, pinned }: Session): Promise<SessionPlace> {
  const [location, settings] = await Promise.all([
    readLocation(ports, tenant, pinned.location),
    readSettings(ports, tenant),
  ]);
  return {
    name: location?.name ?? pinned.location,
    operator: location?.operator ?? settings.operator,
    supportPhone: location?.supportPhone ?? settings.supportPhone,
    labels: location?.labels ?? {},
  };
}
