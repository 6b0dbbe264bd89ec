/** Our commands as OCPP 1.6 calls, and what a station's answer to them means. */
import type { Call } from "../codec.ts";
import type { CommandOutcome, StationCommand, TransactionId } from "../port.ts";
import { operateCallOf } from "./operate.ts";

export function callOf(command: StationCommand): Call {
  switch (command.kind) {
    case "remote_start":
      return {
        action: "RemoteStartTransaction",
        payload: { connectorId: command.connector, idTag: command.token },
      };
    case "remote_stop":
      return { action: "RemoteStopTransaction", payload: { transactionId: wholeId(command.transactionId) } };
    case "trigger":
      return {
        action: "TriggerMessage",
        payload: {
          requestedMessage: command.message,
          ...(command.connector === null ? {} : { connectorId: command.connector }),
        },
      };
    case "set_configuration":
      return { action: "ChangeConfiguration", payload: { key: command.key, value: command.value } };
    case "get_configuration":
      return { action: "GetConfiguration", payload: { key: command.keys } };
    default:
      return operateCallOf(command);
  }
}

/** A station that began the transaction under 2.0.1 named it itself; in 1.6 it can only be refused. */
const wholeId = (id: TransactionId): number => (typeof id === "number" ? id : -1);

/** Words for what was done, or will be as soon as nothing runs. */
const good: ReadonlySet<unknown> = new Set(["Accepted", "RebootRequired", "Unlocked", "Scheduled"]);

/** Accepted, or refused with the station's own word for it; a status nobody knows is a refusal with that word. */
export function outcomeOf(payload: unknown): CommandOutcome {
  const status =
    typeof payload === "object" && payload !== null && "status" in payload ? payload.status : undefined;
  if (status === undefined || good.has(status)) return { kind: "accepted", detail: payload };
  return { kind: "rejected", why: String(status).slice(0, 60) };
}
