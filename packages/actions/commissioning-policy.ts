/** Whether a station sells only once it has passed: the operator's own policy, from an instant on. Off for new tenants. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { text } from "@barq/store/fields";
import { settingsKey } from "@barq/store/keys";
import type { StationRecord, TenantSettings } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** From an instant on, until the next one. */
export interface CommissioningPolicy {
  readonly from: Instant;
  readonly required: boolean;
}

export const isCommissioningRequired = (
  { commissioning = [] }: Pick<TenantSettings, "commissioning">,
  at: Instant,
): boolean => commissioning.findLast(({ from }) => from <= at)?.required ?? false;

/** @throws Fault not_commissioned where the policy asks for a verdict and the station has none */
export function assertMaySell(
  settings: Pick<TenantSettings, "commissioning">,
  station: Pick<StationRecord, "commissioned">,
  now: Instant,
): void {
  if (station.commissioned !== undefined || !isCommissioningRequired(settings, now)) return;
  throw new Fault("not_commissioned", "This station is still being set up.");
}

/** Changes of mind are few; each one stays on record. */
const mostChanges = 200;

/**
 * All of the policy in order. What was in force is never rewritten: a change holds from now or later, and after those before it.
 * @throws Fault not_found, invalid_request, busy
 */
export async function setCommissioningPolicy(
  ports: ReadPorts,
  tenant: string,
  asked: { readonly required: boolean; readonly from: Instant | null },
): Promise<readonly CommissioningPolicy[]> {
  for (let race = 0; race < 5; race++) {
    const [item] = await ports.store.read([settingsKey(tenant, "TENANT")], { strong: true });
    if (!item) throw new Fault("not_found", "There is no such operator here.");
    const json = text(item, "json");
    const settings: TenantSettings = JSON.parse(json);
    const before = settings.commissioning ?? [];
    const last = before.at(-1);
    const now = ports.clock();
    // A repeat that names no time, or the same one, changes nothing.
    if (last?.required === asked.required && (asked.from === null || asked.from === last.from)) return before;
    const from = asked.from ?? now;
    if (from < now)
      throw new Fault("invalid_request", "A policy holds from now or later: what was in force stays.");
    if (last && from <= last.from)
      throw new Fault(
        "invalid_request",
        `The policy changes at ${isoText(last.from)}; another change comes after it.`,
      );
    if (before.length >= mostChanges)
      throw new Fault("state_conflict", "This policy was changed too often to be changed again.");
    const commissioning = [...before, { from, required: asked.required }];
    const answer = await ports.store.commit([
      {
        update: settingsKey(tenant, "TENANT"),
        set: { json: JSON.stringify({ ...settings, commissioning }) },
        guards: [{ field: "json", in: [json] }],
      },
    ]);
    if (answer.written) {
      ports.cache.drop(`settings|${tenant}`);
      return commissioning;
    }
  }
  throw new Fault("busy", "The settings are being changed by somebody else. Please try again.");
}
