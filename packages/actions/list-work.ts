/** What a person has to look at, with the next step said. */
import type { Instant } from "@barq/domain/instant";
import { number, text, textOr } from "@barq/store/fields";
import { workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { parkedTypes } from "./inbox.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export interface WorkRow {
  readonly why: string;
  readonly at: Instant;
  readonly session: string | null;
  readonly reference: string | null;
  readonly station: string | null;
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
  hold_lost:
    "The hold was cancelled outside Barq while the session ran: charging was stopped, and what was delivered can only be asked for. Find out who cancelled it.",
  fraud_warning:
    "The driver's bank warns of fraud: a refund now is cheaper than a dispute later. Compare the session with the card, then refund or leave it.",
  dispute_open:
    "The bank has taken the money: look at the dispute and give the evidence before its deadline. The clock gives it a day before.",
  dispute_inquiry:
    "The bank asks about this payment and has taken nothing: give the evidence, or refund the driver.",
  dispute_lost: "The dispute is lost and the amount written off: nothing is collected a second time.",
  dispute_unclear:
    "The provider says something of this dispute that Barq does not know: read it in the provider's dashboard.",
  evidence_missing:
    "There is no sealed proof to show the bank: settle the session, or answer in the provider's dashboard.",
  evidence_refused: "The provider did not take the evidence: read its code, and answer in its dashboard.",
  unknown_event:
    "The provider sends events of a type that Barq does not know: find out what they mean, nothing was done.",
  event_stuck:
    "An event of the provider could not be handled for some time: read its object in the provider's dashboard, it is tried on.",
  hold_unclear:
    "The provider says nothing of this hold, or something that Barq does not know: look at it in the provider's dashboard.",
  stop_came_late: "The Stop has come: settle the session from its readings.",
};

/** A page of the queue, the oldest of the page first. */
export async function listWork(ports: ReadPorts, tenant: string, from?: string): Promise<Page<WorkRow>> {
  const queued = await page(ports, workPartition(tenant), from, rowOf);
  // Events that nobody knows are no operator's own: everybody on the deployment sees their types, on the first page.
  const parked = from === undefined ? (await parkedTypes(ports.store)).map(parkedRow) : [];
  const found = { ...queued, rows: [...queued.rows, ...parked] };
  return { ...found, rows: [...found.rows].sort((a, b) => a.at - b.at) };
}

const parkedRow = ({
  type,
  at,
  event,
  isStuck,
}: Awaited<ReturnType<typeof parkedTypes>>[number]): WorkRow => ({
  why: isStuck ? "event_stuck" : "unknown_event",
  at,
  session: null,
  reference: null,
  station: null,
  nextStep: isStuck
    ? `${nextSteps.event_stuck} Event: ${event}.`
    : `${nextSteps.unknown_event} Type: ${type}.`,
});

function rowOf(item: Item): WorkRow {
  const why = text(item, "why");
  return {
    why,
    at: number(item, "at"),
    session: textOr(item, "session"),
    reference: textOr(item, "reference"),
    station: textOr(item, "station"),
    nextStep: nextSteps[why] ?? "Look at the readings, then settle or release by hand.",
  };
}
