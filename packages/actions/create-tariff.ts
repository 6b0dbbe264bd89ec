/** A tariff, or its next version: versions are never changed, and a session is priced by the one it started with. */
import { Fault } from "@barq/domain/fault";
import type { ReportRow } from "@barq/domain/report-row";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff, taxKindOf } from "@barq/domain/tariff";
import { tariffReport } from "@barq/domain/tariff-report";
import { number } from "@barq/store/fields";
import { tariffKey, tariffVersionKey } from "@barq/store/keys";
import { readSettings } from "./network.ts";
import { jurisdictionOf } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";

/** What is sold is taken, written into the ledger and receipted: none of it can be done with a tax that nobody names. */
function assertTaxKnown(tariff: Tariff): void {
  for (const [n, { components }] of tariff.elements.entries())
    for (const [m, { vat }] of components.entries())
      if (taxKindOf(tariff, vat) === "unknown")
        throw new Fault(
          "tariff_unsupported",
          "The tax of this tariff cannot be known, so it cannot be sold.",
          {
            errors: [{ path: `elements.${n}.price_components.${m}.vat`, expected: "a VAT rate in per cent" }],
          },
        );
}

export interface CreatedTariff extends Tariff {
  /** what will surprise in it; it is sold as it stands all the same */
  readonly report: readonly ReportRow[];
}

/** A DynamoDB item has 400 KB at most, its keys and names among them. */
const mostBytes = 350_000;

/** @throws Fault tariff_invalid, tariff_unsupported, payload_too_large, busy */
export async function createTariff(
  ports: ReadPorts,
  tenant: string,
  body: OcpiTariff,
): Promise<CreatedTariff> {
  const tariff = readTariff(body);
  assertTaxKnown(tariff);
  const json = JSON.stringify(body);
  if (new TextEncoder().encode(json).length > mostBytes)
    throw new Fault("payload_too_large", "A tariff has at most 350 KB. Please shorten its texts.");
  const { country } = await readSettings(ports, tenant);
  const { allowedComponents } = jurisdictionOf(ports.policy, country, ports.clock());
  const report = tariffReport(tariff, allowedComponents);
  for (let attempt = 0; attempt < 5; attempt++) {
    const [latest] = await ports.store.read([tariffKey(tenant, tariff.id)], { strong: true });
    const before = latest ? number(latest, "version") : null;
    const version = (before ?? 0) + 1;
    const answer = await ports.store.commit([
      {
        put: { ...tariffVersionKey(tenant, tariff.id, version), json, at: ports.clock() },
        guards: [{ absent: true }],
      },
      {
        put: { ...tariffKey(tenant, tariff.id), version, json },
        guards: [{ field: "version", in: [before] }],
      },
    ]);
    if (answer.written) {
      ports.cache.drop(`tariff|${tenant}|${tariff.id}`);
      return { ...tariff, version, report };
    }
  }
  throw new Fault("busy", "This tariff is being changed by somebody else. Please try again.");
}
