/** A place where stations stand. Its id is the operator's own; a second POST of it is refused. */
import { Fault } from "@barq/domain/fault";
import type { Label, LabelName } from "@barq/domain/labels";
import { labelNames } from "@barq/domain/labels";
import { offsetMs } from "@barq/domain/legal-time";
import type { Amount } from "@barq/domain/money";
import { parseAmount } from "@barq/domain/money";
import { locationKey } from "@barq/store/keys";
import type { LocationRecord } from "./network.ts";
import { readSettings } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** What of an OCPI Location the product acts on; the whole body is kept beside it. */
export interface NewLocation {
  readonly id: string;
  readonly name?: string | undefined;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly time_zone: string;
  readonly coordinates?: { readonly latitude: string; readonly longitude: string } | undefined;
  readonly operator?: { readonly name: string } | undefined;
  readonly barq?:
    | {
        readonly hold?: Amount | undefined;
        readonly labels?: ByName<Label> | undefined;
        readonly accounts?: ByName<string> | undefined;
      }
    | undefined;
}

type ByName<T> = { readonly [N in LabelName]?: T | undefined };

/** Without the names that say nothing. */
function named<T>(of: ByName<T> | undefined): Partial<Record<LabelName, T>> {
  const all: Partial<Record<LabelName, T>> = {};
  for (const name of labelNames) {
    const value = of?.[name];
    if (value !== undefined) all[name] = value;
  }
  return all;
}

/** @throws Fault already_exists, invalid_request (a zone whose legal time we do not hold) */
export async function createLocation(
  ports: ReadPorts,
  tenant: string,
  body: NewLocation,
): Promise<LocationRecord> {
  const settings = await readSettings(ports, tenant);
  offsetMs(body.time_zone, ports.clock());
  if (body.barq?.hold) parseAmount(body.barq.hold.amount, body.barq.hold.currency);
  const record: LocationRecord = {
    id: body.id,
    name: body.name ?? body.address,
    address: body.address,
    city: body.city,
    country: body.country,
    zone: body.time_zone,
    operator: body.operator?.name ?? settings.operator,
    supportPhone: settings.supportPhone,
    legalEntity: settings.legalEntity.id,
    hold: body.barq?.hold ?? null,
    labels: named(body.barq?.labels),
    accounts: named(body.barq?.accounts),
    ocpi: body,
  };
  const answer = await ports.store.commit([
    { put: { ...locationKey(tenant, body.id), json: JSON.stringify(record) }, guards: [{ absent: true }] },
  ]);
  if (!answer.written) throw new Fault("already_exists", `Location ${body.id} exists already.`);
  return record;
}
