/** The configuration that billing speaks of, as OCPP 2.0.1 has it: a component and a variable (part 2, chapter 2). */

interface VariableName {
  readonly component: { readonly name: string };
  readonly variable: { readonly name: string };
}

/** Keys of OCPP 1.6 chapter 9, and what they became. */
const became: ReadonlyMap<string, string> = new Map([
  ["MeterValueSampleInterval", "SampledDataCtrlr.TxUpdatedInterval"],
  ["MeterValuesSampledData", "SampledDataCtrlr.TxUpdatedMeasurands"],
  ["StopTxnSampledData", "SampledDataCtrlr.TxEndedMeasurands"],
  ["ClockAlignedDataInterval", "AlignedDataCtrlr.Interval"],
  ["StopTxnAlignedData", "AlignedDataCtrlr.TxEndedMeasurands"],
  ["HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval"],
  ["ConnectionTimeOut", "TxCtrlr.EVConnectionTimeOut"],
  ["StopTransactionOnInvalidId", "TxCtrlr.StopTxOnInvalidId"],
  ["StopTransactionOnEVSideDisconnect", "TxCtrlr.StopTxOnEVSideDisconnect"],
  ["AuthorizationKey", "SecurityCtrlr.BasicAuthPassword"],
  ["AuthorizeRemoteTxRequests", "AuthCtrlr.AuthorizeRemoteStart"],
]);

/** What decides how a session is metered, and when a transaction begins and ends. */
export const billingVariables: readonly string[] = [
  "SampledDataCtrlr.TxUpdatedInterval",
  "SampledDataCtrlr.TxStartedMeasurands",
  "SampledDataCtrlr.TxUpdatedMeasurands",
  "SampledDataCtrlr.TxEndedMeasurands",
  "TxCtrlr.TxStartPoint",
  "TxCtrlr.TxStopPoint",
];

const most = 50;

/** The variable of a key of 1.6, or of `Component.Variable`; a name without either is looked for at the station itself. */
export function variableOf(key: string): VariableName {
  const name = became.get(key) ?? key;
  const dot = name.indexOf(".");
  const [component, variable] =
    dot < 0 ? ["ChargingStation", name] : [name.slice(0, dot), name.slice(dot + 1)];
  return { component: { name: component.slice(0, most) }, variable: { name: variable.slice(0, most) } };
}
