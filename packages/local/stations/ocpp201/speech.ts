/** OCPP 2.0.1 as a simulated station talks it. */
import * as v from "valibot";
import type { MakeSpeech } from "../speech.ts";
import { commandsOf } from "./commands.ts";
import { statusNotification, tell, tellTriggered } from "./telling.ts";

const info = v.object({ idTokenInfo: v.object({ status: v.string() }) });
const answered = v.object({ idTokenInfo: v.optional(info.entries.idTokenInfo) });

export const speak201: MakeSpeech = (state) => ({
  boot: ({ id, vendor, model }) => ({
    reason: "PowerUp",
    chargingStation: {
      vendorName: vendor.slice(0, 50),
      model: model.slice(0, 20),
      serialNumber: state.behaviour.serial ?? id.slice(0, 25),
      firmwareVersion: state.behaviour.firmware ?? state.firmware,
    },
  }),
  status: (connector) => statusNotification(connector, state.behaviour),
  tell: (connector, happenings, listener) => tell(state, connector, happenings, listener),
  working: (work, status, request) => ({
    action: work === "firmware" ? "FirmwareStatusNotification" : "LogStatusNotification",
    payload: { status, ...(request === null ? {} : { requestId: request }) },
  }),
  tellTriggered: (connector, reading) => tellTriggered(state, connector, reading),
  authorize: (idTag) => ({ idToken: { idToken: idTag, type: "Central" } }),
  isAuthorized(said) {
    const answer = v.safeParse(info, said);
    return answer.success ? answer.output.idTokenInfo.status === "Accepted" : null;
  },
  acknowledged(message, said) {
    if (message.action !== "TransactionEvent") return "good";
    const answer = v.safeParse(answered, said);
    if (!answer.success) return "none";
    const { status = "Accepted" } = answer.output.idTokenInfo ?? {};
    return status === "Accepted" ? "good" : "refused";
  },
  commands: commandsOf,
});
