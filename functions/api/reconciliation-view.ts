/** A reconciliation on the wire; what it came to is shown as it was archived. */
import type { ReconciliationRun } from "@barq/actions/reconciliation-run";
import { isoText } from "@barq/domain/instant";

export const runJson = (run: ReconciliationRun): Readonly<Record<string, unknown>> => ({
  id: run.id,
  state: run.state,
  from: run.from,
  to: run.to,
  asked_at: isoText(run.askedAt),
  sha256: run.sha256,
  rows_count: run.rows,
  first: run.first,
});
