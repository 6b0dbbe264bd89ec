/** What a person has to look at, with the next step said. */
import type { Instant } from "@barq/domain/instant";
import { number, text, textOr } from "@barq/store/fields";
import { workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export interface WorkRow {
  readonly why: string;
  readonly at: Instant;
  readonly session: string | null;
  readonly reference: string | null;
  readonly station: string;
  readonly nextStep: string;
}

const nextSteps: Readonly<Record<string, string>> = {
  stop_missing: "Ask the station for its queued messages, or settle from the last trusted reading.",
  start_without_session:
    "Energy flowed without a hold: find out who was plugged in, and check the station's profile.",
  stop_without_session: "Keep for reconciliation; no driver is asked for it.",
  captured_elsewhere:
    "The hold was captured outside Barq: compare the provider's dashboard with the session.",
  release_stuck: "The provider keeps the hold: release it in the provider's dashboard.",
  step_keeps_failing: "Read the log of this session, mend the cause; the sweeper goes on by itself.",
  stop_after_sealing:
    "A later Stop disagrees with the sealed CDR: correct the session (a credit CDR and a new one) if it makes it cheaper.",
  events_after_sealing:
    "Events that were missing came after the CDR was sealed: compare them, and correct with a credit CDR and a new one if they differ.",
  stop_after_release:
    "Energy flowed after the hold was given back, and nothing was taken for it: check why the station began so late.",
  refund_waits:
    "A refund above the limit: somebody else than the one who asked agrees to it, or lets it lapse.",
  refund_refused: "Nothing was given back: read the provider's code, then ask again or transfer by hand.",
  refund_failed: "The bank sent the refund back and the driver is owed it: transfer by hand, or ask again.",
  refund_stuck: "The provider does not say what became of a refund: look for it in the provider's dashboard.",
  refund_differs:
    "The provider gave back another amount than was asked: compare its dashboard with the refund.",
  refund_key_reused:
    "A refund's key was used with other words: find the earlier call before anything is tried again.",
  hold_lapses_soon: "The hold of this review ends within a day: settle or release it before.",
  hold_lapsed: "The hold has lapsed: what is owed can only be asked for as a receivable.",
  stop_came_late: "The Stop has come: settle the session from its readings.",
};

/** A page of the queue, the oldest of the page first. */
export async function listWork(ports: ReadPorts, tenant: string, from?: string): Promise<Page<WorkRow>> {
  const found = await page(ports, workPartition(tenant), from, rowOf);
  return { ...found, rows: [...found.rows].sort((a, b) => a.at - b.at) };
}

function rowOf(item: Item): WorkRow {
  const why = text(item, "why");
  return {
    why,
    at: number(item, "at"),
    session: textOr(item, "session"),
    reference: textOr(item, "reference"),
    station: text(item, "station"),
    nextStep: nextSteps[why] ?? "Look at the readings, then settle or release by hand.",
  };
}
