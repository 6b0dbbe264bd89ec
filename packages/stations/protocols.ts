/** The protocols we speak, and which one is chosen where a station offers more than one. */
import type { Codec } from "./codec.ts";
import { answerPayload as answer16 } from "./ocpp16/answer.ts";
import { callOf as call16, outcomeOf as outcome16 } from "./ocpp16/command.ts";
import { readNews as news16 } from "./ocpp16/news.ts";
import { answerPayload as answer201 } from "./ocpp201/answer.ts";
import { callOf as call201, outcomeOf as outcome201 } from "./ocpp201/command.ts";
import { readNews as news201 } from "./ocpp201/news.ts";

/** Names as they stand in Sec-WebSocket-Protocol. */
export type Protocol = "ocpp1.6" | "ocpp2.0.1";

const codecs: Readonly<Record<Protocol, Codec>> = {
  // Numbered events first: under 2.0.1 a session is settled on proof that nothing is missing, under 1.6 nothing can tell.
  // The choice is the server's (RFC 6455 section 4.2.2), whatever order the station names them in.
  "ocpp2.0.1": {
    unreadable: "RpcFrameworkError",
    countsEvses: true,
    readNews: news201,
    answerPayload: answer201,
    callOf: call201,
    outcomeOf: outcome201,
  },
  "ocpp1.6": {
    unreadable: "FormationViolation",
    countsEvses: false,
    readNews: news16,
    answerPayload: answer16,
    callOf: call16,
    outcomeOf: outcome16,
  },
};

const preferred: readonly Protocol[] = ["ocpp2.0.1", "ocpp1.6"];

export const codecOf = (protocol: Protocol): Codec => codecs[protocol];

/** The protocol of that name; a connection of which nothing was written down is one of 1.6, which was there first. */
export const protocolNamed = (name: string | null | undefined): Protocol =>
  preferred.find((known) => known === name) ?? "ocpp1.6";

/** Out of a Sec-WebSocket-Protocol header: the one we prefer among those offered; undefined where we speak none of them. */
export function chooseProtocol(header: string | undefined): Protocol | undefined {
  const offered = (header ?? "").split(",").map((name) => name.trim());
  return preferred.find((known) => offered.includes(known));
}
