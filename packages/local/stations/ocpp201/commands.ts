/** What the central system may order in OCPP 2.0.1, read at the door and handed to the station. */
import * as v from "valibot";
import type { Commanded } from "../commands.ts";
import { accepted, obeying, triggered, whole } from "../commands.ts";
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
    TriggerMessage: command(triggerMessage, (order, after) => {
      const message = triggered.find((name) => name === order.requestedMessage);
      if (!message) return { status: "NotImplemented" };
      after(() => station.trigger(message, order.evse?.id ?? null));
      return accepted(true);
    }),
  };
}
