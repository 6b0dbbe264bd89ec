/** A tariff, or its next version: versions are never changed, and a session is priced by the one it started with. */
import { Fault } from "@barq/domain/fault";
import type { ReportRow } from "@barq/domain/report-row";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff, taxKindOf } from "@barq/domain/tariff";
import { tariffReport } from "@barq/domain/tariff-report";
import { readSettings } from "./network.ts";
import { isByTwo, jurisdictionOf } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { readStanding, versionChanges } from "./tariff-row.ts";

/** What is sold is taken, written into the ledger and receipted: none of it can be done with a tax that nobody names. */
function assertTaxKnown(tariff: Tariff): void {
  const errors = tariff.elements.flatMap(({ components }, n) =>
    components.flatMap(({ vat }, m) =>
      taxKindOf(tariff, vat) === "unknown"
        ? [{ path: `elements.${n}.price_components.${m}.vat`, expected: "a VAT rate in per cent" }]
        : [],
    ),
  );
  if (errors.length > 0)
    throw new Fault("tariff_unsupported", "The tax of this tariff cannot be known, so it cannot be sold.", {
      errors: errors.slice(0, 100),
    });
}

export interface CreatedTariff extends Tariff {
  /** what will surprise in it; it is sold as it stands all the same */
  readonly report: readonly ReportRow[];
}

/** A DynamoDB item has 400 KB at most, its keys and names among them. */
const mostBytes = 350_000;

/** The body as it is kept. @throws Fault payload_too_large */
export function keptJson(body: OcpiTariff): string {
  const json = JSON.stringify(body);
  if (new TextEncoder().encode(json).length > mostBytes)
    throw new Fault("payload_too_large", "A tariff has at most 350 KB. Please shorten its texts.");
  return json;
}

/** A tariff as it could be sold. @throws Fault tariff_invalid, tariff_unsupported, currency_unknown */
export function readSellable(body: OcpiTariff): Tariff {
  const tariff = readTariff(body);
  assertTaxKnown(tariff);
  return tariff;
}

/** @throws Fault tariff_invalid, tariff_unsupported, payload_too_large, busy, second_person_needed */
export async function createTariff(
  ports: ReadPorts,
  tenant: string,
  body: OcpiTariff,
): Promise<CreatedTariff> {
  const { country, publicationByTwo } = await readSettings(ports, tenant);
  if (isByTwo(publicationByTwo ?? ports.policy.publicationByTwo, ports.clock()))
    throw new Fault(
      "second_person_needed",
      "Tariffs are published by two people here: make a draft with POST /v1/tariff-drafts, and another person approves it.",
      { drafts: "/v1/tariff-drafts" },
    );
  const tariff = readSellable(body);
  const json = keptJson(body);
  const { allowedComponents } = jurisdictionOf(ports.policy, country, ports.clock());
  const report = tariffReport(tariff, allowedComponents);
  for (let attempt = 0; attempt < 5; attempt++) {
    const now = ports.clock();
    const standing = await readStanding(ports, tenant, tariff.id, now);
    const { version, changes } = versionChanges(tenant, tariff.id, standing, { json, from: now, now });
    const answer = await ports.store.commit(changes);
    if (answer.written) {
      ports.cache.drop(`tariff|${tenant}|${tariff.id}`);
      return { ...tariff, version, report };
    }
  }
  throw new Fault("busy", "This tariff is being changed by somebody else. Please try again.");
}
