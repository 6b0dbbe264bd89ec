/** The page behind a code as an answer: for whoever scans it, and again for whoever's start was refused. */
import { collectLaterMost } from "@barq/actions/collect-later";
import type { MoneyPorts } from "@barq/actions/ports";
import { showConnector } from "@barq/actions/show-connector";
import type { Amount, Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { Locale } from "@barq/pages/locale";
import { scanPage } from "@barq/pages/scan-page";
import type { StartFormView } from "@barq/pages/start-form";
import { freshKey } from "../api/fresh-key.ts";
import { htmlAnswer } from "../api/html-answer.ts";

/** Nothing typed yet. */
export const emptyForm = (): StartFormView => ({
  key: freshKey(),
  limit: "",
  limitKind: "amount",
  email: "",
  agreesLater: false,
});

interface ScanAsked {
  readonly qr: string;
  readonly locale: Locale;
  readonly form: StartFormView;
  /** the code of a refusal, with what it knew of the smallest limit */
  readonly error: string | null;
  readonly least?: Amount | null;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws Fault qr_invalid, qr_unknown, qr_revoked, tariff_missing, not_found */
export async function scanAnswer(
  ports: MoneyPorts,
  payOrigins: readonly string[],
  asked: ScanAsked,
): Promise<Response> {
  const view = await showConnector(ports, asked.qr);
  const page = scanPage({
    locale: asked.locale,
    qr: view.qr,
    station: view.stationLabel,
    connector: view.connector,
    standard: view.standard,
    power: view.power,
    operator: view.operator,
    supportPhone: view.supportPhone,
    location: view.location,
    tariff: view.tariff,
    labels: view.location.labels,
    displayOrder: view.displayOrder,
    hold: view.hold && amountOf(view.hold),
    laterMost: amountOrNull(collectLaterMost(ports, view.hold)),
    availability: view.availability,
    closed: view.closed,
    closesSoon: view.closesSoon,
    since: view.since,
    now: ports.clock(),
    others: view.others,
    form: asked.form,
    error: asked.error,
    least: asked.least ?? null,
  });
  return htmlAnswer(page, asked.status ?? 200, { formTargets: payOrigins, headers: asked.headers ?? {} });
}

const amountOrNull = (money: Money | null): Amount | null => money && amountOf(money);
