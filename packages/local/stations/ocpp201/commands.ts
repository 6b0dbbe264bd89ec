/** What the central system may order in OCPP 2.0.1, read at the door and handed to the station. */
import * as v from "valibot";
import type { Commanded } from "../commands.ts";
import { accepted, obeying, triggered, when, whole } from "../commands.ts";
import type { Command } from "../link.ts";

/** The station's own configuration by the names it has here. */
const variables: Readonly<Record<string, string>> = {
  "SampledDataCtrlr.TxUpdatedInterval": "MeterValueSampleInterval",
  "SampledDataCtrlr.TxUpdatedMeasurands": "MeterValuesSampledData",
  "SampledDataCtrlr.TxEndedMeasurands": "StopTxnSampledData",
  "AlignedDataCtrlr.Interval": "ClockAlignedDataInterval",
  "TxCtrlr.StopTxOnEVSideDisconnect": "StopTransactionOnEVSideDisconnect",
  "SecurityCtrlr.BasicAuthPassword": "AuthorizationKey",
  "OCPPCommCtrlr.HeartbeatInterval": "HeartbeatInterval",
  "TxCtrlr.EVConnectionTimeOut": "ConnectionTimeOut",
  "TxCtrlr.StopTxOnInvalidId": "StopTransactionOnInvalidId",
  "AuthCtrlr.AuthorizeRemoteStart": "AuthorizeRemoteTxRequests",
};

const named = v.object({ name: v.string() });
const variable = v.object({ component: named, variable: named });
type Variable = v.InferOutput<typeof variable>;
const keyOf = (asked: Variable): string | undefined => {
  const name = `${asked.component.name}.${asked.variable.name}`;
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
};

const requestStart = v.object({
  idToken: v.object({ idToken: v.string() }),
  evseId: v.nullish(whole, null),
  remoteStartId: whole,
});
const requestStop = v.object({ transactionId: v.string() });
const setVariables = v.object({
  setVariableData: v.array(v.object({ ...variable.entries, attributeValue: v.string() })),
});
const getVariables = v.object({ getVariableData: v.array(variable) });
const evse = v.nullish(v.object({ id: whole }), null);
const changeAvailability = v.object({
  operationalStatus: v.picklist(["Operative", "Inoperative"]),
  evse,
});
const triggerMessage = v.object({ requestedMessage: v.string(), evse });
const unlock = v.object({ evseId: whole, connectorId: whole });
const reset = v.object({ type: v.picklist(["OnIdle", "Immediate"]) });
const log = v.object({ requestId: whole, log: v.object({ remoteLocation: v.string() }) });
const firmware = v.object({
  requestId: whole,
  firmware: v.object({ location: v.string(), retrieveDateTime: when }),
});
const localList = v.object({
  versionNumber: whole,
  updateType: v.picklist(["Full", "Differential"]),
  localAuthorizationList: v.optional(
    v.array(
      v.object({
        idToken: v.object({ idToken: v.string() }),
        idTokenInfo: v.optional(v.object({ status: v.string() })),
      }),
    ),
    [],
  ),
});
const configured = v.object({ configurationKey: v.array(v.object({ key: v.string(), value: v.string() })) });

const words: Readonly<Record<string, string>> = { NotSupported: "UnknownVariable" };

export function commandsOf(station: Commanded): Readonly<Record<string, Command>> {
  const command = obeying(station);
  return {
    RequestStartTransaction: command(requestStart, ({ idToken, evseId, remoteStartId }) =>
      accepted(station.remoteStart(evseId, idToken.idToken, remoteStartId)),
    ),
    RequestStopTransaction: command(requestStop, ({ transactionId }) =>
      accepted(station.remoteStop(transactionId)),
    ),
    SetVariables: command(setVariables, ({ setVariableData }) => ({
      setVariableResult: setVariableData.map(({ attributeValue, ...asked }) => {
        const key = keyOf(asked);
        const status = key === undefined ? "UnknownVariable" : station.change(key, attributeValue);
        return { ...asked, attributeStatus: words[status] ?? status };
      }),
    })),
    GetVariables: command(getVariables, ({ getVariableData }) => ({
      getVariableResult: getVariableData.map((asked) => {
        const key = keyOf(asked);
        if (key === undefined) return { ...asked, attributeStatus: "UnknownVariable" };
        const { configurationKey } = v.parse(configured, station.configuration([key]));
        return { ...asked, attributeStatus: "Accepted", attributeValue: configurationKey[0]?.value ?? "" };
      }),
    })),
    ChangeAvailability: command(changeAvailability, (order) => ({
      status:
        station.availability(order.evse?.id ?? 0, order.operationalStatus === "Operative") ?? "Rejected",
    })),
    UnlockConnector: command(unlock, (order) => {
      // Every connector is an EVSE of its own here.
      const said = order.connectorId === 1 ? station.operated.unlock(order.evseId) : "none";
      if (said === "none") return { status: "UnknownConnector" };
      return { status: said === "busy" ? "OngoingAuthorizedTransaction" : said };
    }),
    Reset: command(reset, ({ type }, after) => {
      if (station.behaviour().refuseReset) return accepted(false);
      if (type === "OnIdle" && station.operated.isBusy()) {
        station.operated.restartWhenIdle();
        return { status: "Scheduled" };
      }
      after(() => station.operated.restart("ImmediateReset"));
      return accepted(true);
    }),
    ClearCache: command(v.object({}), () => accepted(true)),
    GetLog: command(log, ({ requestId }, after) => {
      after(() => station.operated.tellDiagnostics(requestId));
      return { status: "Accepted", filename: station.operated.logName };
    }),
    UpdateFirmware: command(firmware, (order) => {
      const { location, retrieveDateTime } = order.firmware;
      station.operated.update(location, retrieveDateTime, order.requestId);
      return accepted(true);
    }),
    SendLocalList: command(localList, (order) => ({
      status: station.operated.takeList(
        order.versionNumber,
        order.updateType === "Full",
        order.localAuthorizationList.map(({ idToken, idTokenInfo }) => [
          idToken.idToken,
          idTokenInfo?.status ?? null,
        ]),
      ),
    })),
    GetLocalListVersion: command(v.object({}), () => ({ versionNumber: station.operated.listVersion() })),
    TriggerMessage: command(triggerMessage, (order, after) => {
      const message = triggered.find((name) => name === order.requestedMessage);
      if (!message) return { status: "NotImplemented" };
      after(() => station.trigger(message, order.evse?.id ?? null));
      return accepted(true);
    }),
  };
}
