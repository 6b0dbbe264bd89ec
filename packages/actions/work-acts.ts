/** What a person can do with a row of the work queue, by why it waits and how its session stands; and what they are told. */
import { nextStepOf as nextStepOfMisfit } from "@barq/domain/reconciliation-steps";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { isDecided } from "./decided.ts";

export const workActs = [
  /** the session in review is priced: by what the person states, or to the last register that can be trusted */
  "settle",
  /** it is given free, and its hold goes back */
  "release",
  /** seen, and nothing of ours changes by it */
  "acknowledge",
  /** the step is taken up again now */
  "retry",
  /** the receivable was paid; nobody will pay it */
  "collect",
  "give_up",
  /** what others captured, or captured too much, was given back at the provider by hand */
  "returned",
] as const;
export type WorkAct = (typeof workActs)[number];

const nextSteps: Readonly<Record<string, string>> = {
  stop_missing: "Ask the station for its queued messages, or settle from the last trusted reading.",
  start_without_session:
    "Energy flowed without a hold: find out who was plugged in, and check the station's profile.",
  energy_without_start:
    "Energy flows and the station never said that it began: look at it there, then settle by its register, or release.",
  revoked_sticker_scanned:
    "A sticker that was withdrawn is scanned: look at the post, where it is still stuck or lies copied over the right one, and take it off.",
  password_shared:
    "Two stations seem to use one password: give this one another password, and see which of the two comes back with it.",
  energy_without_session:
    "Power flows at a connector that no session has: look at it there. The register's continuity says later how much it was.",
  energy_after_stop:
    "The register went on rising after the Stop: see that the station has really stopped. The driver pays to the Stop alone; the register's continuity says how much was sold to nobody.",
  stop_without_session: "Keep for reconciliation; no driver is asked for it.",
  captured_elsewhere:
    "The hold was captured outside Barq: settle the session if it is owed, else give the money back at the provider and say so (returned).",
  captured_too_much:
    "More was captured than the CDR came to: give the difference back at the provider and say so (returned).",
  capture_stuck: "The provider did not say what became of the capture: look there, then settle to try again.",
  release_stuck: "The provider keeps the hold: release it in the provider's dashboard, then retry.",
  step_keeps_failing: "Read the log of this session, mend the cause, then retry.",
  stop_after_sealing:
    "A later Stop disagrees with the sealed CDR: correct the session (a credit CDR and a new one) if it makes it cheaper.",
  events_after_sealing:
    "Events that were missing came after the CDR was sealed: compare them, and correct with a credit CDR and a new one if they differ.",
  stop_after_release:
    "Energy flowed after the hold was given back, and nothing was taken for it: check why the station began so late.",
  hold_lapses_soon: "The hold of this review ends within a day: settle or release it before.",
  hold_lapsed: "The hold has lapsed: settle the session, and what is owed becomes a receivable.",
  stop_came_late: "The Stop has come: settle the session from its readings.",
  receivable_open:
    "Ask the driver to pay by another way, then collect; or give it up. By policy it ends by itself. Where the driver had agreed to it their card was asked first: `collection` says what it came to.",
  refund_waits:
    "A refund above the limit: somebody else than the one who asked agrees to it, or lets it lapse.",
  refund_refused: "Nothing was given back: read the provider's code, then ask again or transfer by hand.",
  refund_failed: "The bank sent the refund back and the driver is owed it: transfer by hand, or ask again.",
  refund_stuck: "The provider does not say what became of a refund: look for it in the provider's dashboard.",
  refund_differs:
    "The provider gave back another amount than was asked: compare its dashboard with the refund.",
  refund_key_reused:
    "A refund's key was used with other words: find the earlier call before anything is tried again.",
  hold_lost:
    "The hold was cancelled outside Barq while the session ran: charging was stopped, and what was delivered can only be asked for. Find out who cancelled it.",
  further_lost:
    "What the driver added to the hold was cancelled outside Barq: charging goes on within what still stands, or was stopped. Find out who cancelled it.",
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
  books_beyond:
    "A reconciliation found more than it can list one by one: look for one cause, mend it, and run the days again.",
  many_owe_nothing:
    "Many sessions at this connector owed nothing: look at its meter, its cable and its codes.",
};

/** Every code that has a next step of its own. */
export const workCodes: readonly string[] = Object.keys(nextSteps);

export const nextStepOf = (why: string): string =>
  nextSteps[why] ??
  // Of one of several holds.
  nextSteps[why.replace(/_\d+$/, "")] ??
  (isOfBooks(why)
    ? nextStepOfMisfit(why.slice("books_".length))
    : "Look at the readings, then settle or release by hand.");

/** Found by a reconciliation: it ends when a person has seen to it, or a later run finds it matched. */
const isOfBooks = (why: string): boolean => why.startsWith("books_");

/** What says of a session in review how it stands, and ends with the review. */
export const isOfReview = (why: string): boolean => !beyondReview.has(why) && !ofOthers.test(why);

/** Rows of further holds, refunds, disputes, events and reconciliations: each has its own end. */
const ofOthers =
  /^(?:captured_elsewhere_|further_lost_|refund_|dispute_|evidence_|fraud_|event_|unknown_event|books_)/;

const beyondReview: ReadonlySet<string> = new Set([
  "captured_elsewhere",
  "hold_lost",
  "hold_unclear",
  "receivable_open",
  "step_keeps_failing",
  "release_stuck",
  "stop_after_sealing",
  "events_after_sealing",
  "stop_after_release",
  "energy_after_stop",
]);

/** Empty where a machine is at work already: its outcome, or what becomes of it, is told. */
export function actsFor(why: string, session: Session | undefined): readonly WorkAct[] {
  if (why === "receivable_open") return ["collect", "give_up"];
  // Agreed to, or not, at the refund itself.
  if (why === "refund_waits") return [];
  if (isOfBooks(why)) return ["acknowledge"];
  if (!session || isTerminal(session.state)) return ["acknowledge"];
  if (why === "step_keeps_failing" || why === "release_stuck") return ["retry"];
  if (isDecided(session)) return [];
  const isReview = session.state === "review" && session.effect === null;
  if (why === "captured_too_much") return isReview ? ["settle", "returned"] : ["acknowledge"];
  if (why === "captured_elsewhere") return isReview ? ["settle", "returned"] : ["acknowledge"];
  if (!isReview || !isOfReview(why)) return ["acknowledge"];
  // Of what was taken in part nothing is free any more: the rest is taken, or owed and then given up.
  return (session.captured ?? 0n) > 0n ? ["settle"] : ["settle", "release"];
}
