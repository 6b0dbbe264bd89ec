/** What people ask of a station, as OCPP 1.6 calls (chapters 5.3, 5.4, 5.9, 5.10, 5.14, 5.15, 5.18, 5.19). */
import { isoText } from "@barq/domain/instant";
import type { Call } from "../codec.ts";
import type { OperateCommand } from "../port.ts";

export function operateCallOf(command: OperateCommand): Call {
  switch (command.kind) {
    case "unlock":
      return { action: "UnlockConnector", payload: { connectorId: command.connector } };
    case "reset":
      return { action: "Reset", payload: { type: command.how === "soft" ? "Soft" : "Hard" } };
    case "change_availability":
      return {
        action: "ChangeAvailability",
        payload: {
          connectorId: command.connector,
          type: command.operative ? "Operative" : "Inoperative",
        },
      };
    case "clear_cache":
      return { action: "ClearCache", payload: {} };
    case "get_diagnostics":
      return {
        action: "GetDiagnostics",
        payload: {
          location: command.to,
          ...(command.from === null ? {} : { startTime: isoText(command.from) }),
          ...(command.until === null ? {} : { stopTime: isoText(command.until) }),
        },
      };
    case "update_firmware":
      return {
        action: "UpdateFirmware",
        payload: { location: command.from, retrieveDate: isoText(command.at) },
      };
    case "send_local_list":
      return {
        action: "SendLocalList",
        payload: {
          listVersion: command.version,
          updateType: command.update === "full" ? "Full" : "Differential",
          localAuthorizationList: command.tokens.map(({ token, accepted, until }) => ({
            idTag: token,
            idTagInfo: {
              status: accepted ? "Accepted" : "Blocked",
              ...(until === null ? {} : { expiryDate: isoText(until) }),
            },
          })),
        },
      };
    case "get_local_list_version":
      return { action: "GetLocalListVersion", payload: {} };
  }
}
