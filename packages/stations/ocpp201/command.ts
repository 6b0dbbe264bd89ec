/** Our commands as OCPP 2.0.1 calls, and what a station's answer to them means. */
import * as v from "valibot";
import type { Call } from "../codec.ts";
import type { CommandOutcome, StationCommand } from "../port.ts";
import { startNumberOf } from "../start-number.ts";
import { operateCallOf } from "./operate.ts";
import { billingVariables, variableOf } from "./variables.ts";

export function callOf(command: StationCommand): Call {
  switch (command.kind) {
    case "remote_start":
      return {
        action: "RequestStartTransaction",
        payload: {
          evseId: command.place?.evse ?? command.connector,
          remoteStartId: startNumberOf(command.token),
          idToken: { idToken: command.token, type: "Central" },
        },
      };
    case "remote_stop":
      return {
        action: "RequestStopTransaction",
        payload: { transactionId: String(command.transactionId) },
      };
    case "trigger": {
      const { connector, place, message } = command;
      const at = place ?? (connector === null ? null : { evse: connector, connector: 1 });
      return {
        action: "TriggerMessage",
        payload: {
          requestedMessage: message,
          // A status is a connector's, a meter is an EVSE's.
          ...(at === null
            ? {}
            : {
                evse: {
                  id: at.evse,
                  ...(message === "StatusNotification" ? { connectorId: at.connector } : {}),
                },
              }),
        },
      };
    }
    case "set_configuration":
      return {
        action: "SetVariables",
        payload: {
          setVariableData: [{ ...variableOf(command.key), attributeValue: command.value.slice(0, 1000) }],
        },
      };
    case "get_configuration": {
      // 1.6 answers an empty list with everything it knows; here there must be a name, so what billing needs is asked for.
      const keys = command.keys.length > 0 ? command.keys : billingVariables;
      return { action: "GetVariables", payload: { getVariableData: keys.map(variableOf) } };
    }
    default:
      return operateCallOf(command);
  }
}

const results = v.optional(v.array(v.object({ attributeStatus: v.unknown() })), []);
const answer = v.object({
  status: v.optional(v.unknown()),
  setVariableResult: results,
  getVariableResult: results,
});
const good: ReadonlySet<unknown> = new Set([
  "Accepted",
  "RebootRequired",
  "Unlocked",
  "Scheduled",
  "AcceptedCanceled",
]);

/** Accepted, or refused with the station's own word for it; of several variables the first that is refused says so. */
export function outcomeOf(payload: unknown): CommandOutcome {
  const read = v.safeParse(answer, payload);
  if (!read.success) return { kind: "rejected", why: "the answer cannot be read" };
  const { status, setVariableResult, getVariableResult } = read.output;
  const statuses = [
    ...(status === undefined ? [] : [status]),
    ...[...setVariableResult, ...getVariableResult].map(({ attributeStatus }) => attributeStatus),
  ];
  const refused = statuses.find((said) => !good.has(said));
  return refused === undefined
    ? { kind: "accepted", detail: payload }
    : { kind: "rejected", why: String(refused).slice(0, 60) };
}
