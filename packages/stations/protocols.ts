/** The codecs of the protocols we speak: whoever only says commands needs no more than saying.ts. */
import type { Codec } from "./codec.ts";
import { answerPayload as answer16 } from "./ocpp16/answer.ts";
import { callOf as call16, outcomeOf as outcome16 } from "./ocpp16/command.ts";
import { readNews as news16 } from "./ocpp16/news.ts";
import { answerPayload as answer201 } from "./ocpp201/answer.ts";
import { callOf as call201, outcomeOf as outcome201 } from "./ocpp201/command.ts";
import { readNews as news201 } from "./ocpp201/news.ts";
import type { Protocol } from "./protocol-name.ts";

const codecs: Readonly<Record<Protocol, Codec>> = {
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

export const codecOf = (protocol: Protocol): Codec => codecs[protocol];
