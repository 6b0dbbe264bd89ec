/** What a station is told in return, as the CALLRESULT of its own message. */
import { isoText } from "@barq/domain/instant";
import type { NewsAnswer } from "../port.ts";

export function answerPayload(answer: NewsAnswer): object {
  switch (answer.kind) {
    case "booted":
      return {
        currentTime: isoText(answer.now),
        interval: answer.heartbeatS,
        status: answer.accepted ? "Accepted" : "Rejected",
      };
    case "heartbeat":
      return { currentTime: isoText(answer.now) };
    case "authorize":
      return { idTagInfo: { status: answer.accepted ? "Accepted" : "Invalid" } };
    case "started":
      return {
        transactionId: answer.transactionId,
        idTagInfo: { status: answer.accepted ? "Accepted" : "Invalid" },
      };
    case "noted":
    case "transaction":
      return {};
    case "unknown_vendor":
      return { status: "UnknownVendorId" };
  }
}
