/** What was asked of stations, as the interface tells it, with what to do next. */
import type { SaidWork } from "@barq/actions/note-work";
import type { StationAct } from "@barq/actions/station-act";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";

/** The interface's own names of the kinds. */
const kinds: Readonly<Record<StationAct["kind"], string>> = {
  unlock: "unlock",
  reset: "reset",
  change_availability: "availability",
  clear_cache: "clear_cache",
  get_diagnostics: "diagnostics",
  update_firmware: "firmware",
  send_local_list: "local_list",
  get_local_list_version: "local_list_version",
};

export const actJson = (act: StationAct) => ({
  id: act.id,
  station: act.station,
  connector: act.connector,
  kind: kinds[act.kind],
  asked: act.asked,
  state: act.state,
  /** the station's own */
  word: act.word,
  reason: act.reason,
  by: act.by,
  session: act.session,
  at: isoText(act.at),
  deadline: isoText(act.deadline),
  answered_at: act.answeredAt === null ? null : isoText(act.answeredAt),
  next_step: nextStepOf(act),
});

/** In a sentence for whoever asked. */
function nextStepOf({ state, kind, word, deadline }: StationAct): string {
  switch (state) {
    case "asked":
      return "It was written down and perhaps not sent: ask again with the same Idempotency-Key.";
    case "sent":
      return `Wait for the station's answer, until ${isoText(deadline)} at the latest.`;
    case "offline":
      return "The station is not connected, and nothing waits for it: ask again when it is back, or go there.";
    case "silent":
      return kind === "reset"
        ? "It did not answer, and may have restarted all the same: see whether it comes back, else switch it off and on at the post."
        : "The station did not answer in time: restart it if nobody charges there, or go there.";
    case "rejected":
      return refusedStepOf(kind, word);
    case "accepted":
      return doneStepOf(kind, word);
  }
}

function refusedStepOf(kind: StationAct["kind"], word: string | null): string {
  if (kind === "unlock")
    return word === "OngoingAuthorizedTransaction"
      ? "A transaction is under way there: stop it first, then ask again."
      : "The station could not let the cable go: unlock the car first, then ask again; else restart the station.";
  if (word === "VersionMismatch")
    return "The station has another list: ask for its version, then send the full list.";
  if (word === "NotImplemented" || word === "NotSupported")
    return "This station cannot do that: do it at the post.";
  return "The station refused: its own word says why.";
}

function doneStepOf(kind: StationAct["kind"], word: string | null): string {
  if (word === "Scheduled") return "The station does it as soon as nothing runs there.";
  switch (kind) {
    case "unlock":
      return "The cable is free: it can be pulled out now.";
    case "reset":
      return "The station restarts: it is back when it is connected again.";
    case "get_diagnostics":
    case "update_firmware":
      return "The station works at it, and says how far it is: look here again.";
    default:
      return "It is done.";
  }
}

const saidJson = (said: SaidWork | null) =>
  said && { status: said.status, at: isoText(said.at), request: said.request };

/** How far the station is with its longer works, by its last word. */
export const workJson = ({
  diagnostics,
  firmware,
}: Readonly<Record<"diagnostics" | "firmware", SaidWork | null>>) => ({
  diagnostics: saidJson(diagnostics),
  firmware: saidJson(firmware),
});

/** The place that a cursor stands for. @throws Fault invalid_request for what is no cursor of ours */
export function operationCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const place = Buffer.from(cursor.slice(0, 200), "base64url").toString();
  if (!/^OP#\d{15}#op_[a-z0-9]{1,40}$/.test(place))
    throw new Fault(
      "invalid_request",
      "This is no cursor of a list here. Leave it out to begin at the first page.",
    );
  return place;
}
