/** What a 2.0.1 station is told in return, as the CALLRESULT of its own message. */
import { isoText } from "@barq/domain/instant";
import type { NewsAnswer } from "../port.ts";

const info = (accepted: boolean): object => ({ idTokenInfo: { status: accepted ? "Accepted" : "Invalid" } });

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
      return info(answer.accepted);
    case "transaction":
      // Where no token was shown there is nothing to say of it.
      return answer.accepted === null ? {} : info(answer.accepted);
    case "started":
    case "noted":
      return {};
    case "unknown_vendor":
      return { status: "UnknownVendorId" };
  }
}
