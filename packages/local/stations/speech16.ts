/** OCPP 1.6 as a simulated station talks it. */
import * as v from "valibot";
import { commandsOf } from "./commands.ts";
import { nameTransaction } from "./queue.ts";
import type { MakeSpeech } from "./speech.ts";
import { statusNotification, tell, tellTriggered } from "./telling.ts";

const info = v.object({ idTagInfo: v.object({ status: v.string() }) });
const started = v.object({ ...info.entries, transactionId: v.pipe(v.number(), v.integer()) });

export const speak16: MakeSpeech = (state) => ({
  boot: ({ id, vendor, model }) => ({
    chargePointVendor: vendor.slice(0, 20),
    chargePointModel: model.slice(0, 20),
    chargePointSerialNumber: state.behaviour.serial ?? id.slice(0, 25),
    firmwareVersion: state.behaviour.firmware ?? state.firmware,
  }),
  status: (connector) => statusNotification(connector, state.behaviour),
  tell: (connector, happenings, { say }) => tell(state, connector, happenings, say),
  working: (work, status) => ({
    action: work === "firmware" ? "FirmwareStatusNotification" : "DiagnosticsStatusNotification",
    payload: { status },
  }),
  tellTriggered: (connector, reading) => tellTriggered(state, connector, reading),
  authorize: (idTag) => ({ idTag }),
  isAuthorized(said) {
    const answer = v.safeParse(info, said);
    return answer.success ? answer.output.idTagInfo.status === "Accepted" : null;
  },
  acknowledged(message, said) {
    if (message.action !== "StartTransaction") return "good";
    const answer = v.safeParse(started, said);
    if (!answer.success) return "none";
    nameTransaction(state, message.transaction, answer.output.transactionId);
    return answer.output.idTagInfo.status === "Accepted" ? "good" : "refused";
  },
  commands: commandsOf,
});
