/** What people ask of a station, as OCPP 2.0.1 calls (part 2: B11, C11, D01, D02, F05, G03, L01, N01). */
import { isoText } from "@barq/domain/instant";
import type { Call } from "../codec.ts";
import type { OperateCommand } from "../port.ts";

export function operateCallOf(command: OperateCommand): Call {
  switch (command.kind) {
    case "unlock": {
      const { place, connector } = command;
      return {
        action: "UnlockConnector",
        payload: { evseId: place?.evse ?? connector, connectorId: place?.connector ?? 1 },
      };
    }
    case "reset":
      return { action: "Reset", payload: { type: command.how === "soft" ? "OnIdle" : "Immediate" } };
    case "change_availability": {
      const { place, connector } = command;
      const evse = { id: place?.evse ?? connector, connectorId: place?.connector ?? 1 };
      return {
        action: "ChangeAvailability",
        payload: {
          operationalStatus: command.operative ? "Operative" : "Inoperative",
          ...(connector === 0 ? {} : { evse }),
        },
      };
    }
    case "clear_cache":
      return { action: "ClearCache", payload: {} };
    case "get_diagnostics":
      return {
        action: "GetLog",
        payload: {
          logType: "DiagnosticsLog",
          requestId: command.request,
          log: {
            remoteLocation: command.to,
            ...(command.from === null ? {} : { oldestTimestamp: isoText(command.from) }),
            ...(command.until === null ? {} : { latestTimestamp: isoText(command.until) }),
          },
        },
      };
    case "update_firmware":
      return {
        action: "UpdateFirmware",
        payload: {
          requestId: command.request,
          firmware: { location: command.from, retrieveDateTime: isoText(command.at) },
        },
      };
    case "send_local_list":
      return {
        action: "SendLocalList",
        payload: {
          versionNumber: command.version,
          updateType: command.update === "full" ? "Full" : "Differential",
          // A list of nothing is left out: an empty array is none there.
          ...(command.tokens.length === 0
            ? {}
            : {
                localAuthorizationList: command.tokens.map(({ token, accepted, until }) => ({
                  idToken: { idToken: token, type: "ISO14443" },
                  idTokenInfo: {
                    status: accepted ? "Accepted" : "Blocked",
                    ...(until === null ? {} : { cacheExpiryDateTime: isoText(until) }),
                  },
                })),
              }),
        },
      };
    case "get_local_list_version":
      return { action: "GetLocalListVersion", payload: {} };
  }
}
