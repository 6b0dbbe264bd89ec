/** A draft as it is looked at: its body, what keeps it from being sold, what is unusual in it, and what a yes would agree to. */
import { draftReport } from "@barq/domain/draft-report";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { ReportRow } from "@barq/domain/report-row";
import type { OcpiTariff, Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import { plannedAt, versionAt } from "@barq/domain/tariff-versions";
import type { Item } from "@barq/store/port";
import { readSellable } from "./create-tariff.ts";
import { actsOnDraft, bodyOfDraft, loadDraft } from "./draft-tariff.ts";
import { readSettings } from "./network.ts";
import { farPricePercentAt, jurisdictionOf } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import type { StandingTariff } from "./tariff-row.ts";
import { readStanding } from "./tariff-row.ts";

interface Wrong {
  readonly path: string;
  readonly expected: string;
}

export interface LookedAt {
  readonly draft: TariffDraft;
  readonly body: OcpiTariff;
  /** null where it could not be sold */
  readonly tariff: Tariff | null;
  readonly wrong: readonly Wrong[];
  readonly unusual: readonly ReportRow[];
  /** what it was compared with; null: it is the tariff's first version, or the first one is only planned */
  readonly last: Tariff | null;
  readonly planned: { readonly version: number; readonly from: Instant } | null;
  /** of the body and of what is sold and planned beside it: an approval names it */
  readonly seen: string;
  readonly standing: StandingTariff;
}

/** @throws Fault not_found */
export async function lookAtDraft(ports: ReadPorts, tenant: string, id: string): Promise<LookedAt> {
  const draft = await loadDraft(ports, tenant, id);
  const now = ports.clock();
  const [body, standing, { country }] = await Promise.all([
    bodyOfDraft(ports, draft),
    readStanding(ports, tenant, draft.tariff, now),
    readSettings(ports, tenant),
  ]);
  const { row, json } = standing;
  const version = row && versionAt(row, now);
  const last = version === null ? null : lastOf(json, version);
  const judged = judge(body, now);
  const { allowedComponents: allowed } = jurisdictionOf(ports.policy, country, now);
  const farPercent = farPricePercentAt(ports.policy, now);
  const planned = row && plannedAt(row, now);
  return {
    draft,
    body,
    ...judged,
    unusual: judged.tariff ? draftReport(judged.tariff, { last, allowed, farPercent }) : [],
    last,
    planned,
    // Few figures in a row: a hash in hex may look like a card's number, which no body may hold.
    seen: ports.identity.hashed(
      ["tariff-draft", draft.id, draft.sha256, version ?? 0, planned?.version ?? 0].join("|"),
    ),
    standing,
  };
}

export const actsOf = (ports: ReadPorts, { draft }: LookedAt): Promise<readonly Item[]> =>
  actsOnDraft(ports, draft);

function lastOf(json: string, version: number): Tariff {
  const source: OcpiTariff = JSON.parse(json);
  return { ...readTariff(source), version };
}

/** What would be refused if it were published, with every path. */
function judge(
  body: OcpiTariff,
  now: Instant,
): { readonly tariff: Tariff | null; readonly wrong: readonly Wrong[] } {
  try {
    const tariff = readSellable(body);
    if (tariff.validUntil !== null && tariff.validUntil <= now)
      return {
        tariff: null,
        wrong: [{ path: "end_date_time", expected: "an instant that is still to come" }],
      };
    return { tariff, wrong: [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { errors } = error.details;
    const wrong = Array.isArray(errors) ? errors.filter(isWrong) : [];
    return { tariff: null, wrong: wrong.length > 0 ? wrong : [{ path: "", expected: error.message }] };
  }
}

const isWrong = (value: unknown): value is Wrong =>
  typeof value === "object" && value !== null && "path" in value && "expected" in value;
