/**
 * What a 1.6 station says, decoded by small schemas that cope with what stations really send: numbers where text is due,
 * times with any offset or none, members nobody knows. A reading that makes no sense does not make its message fail.
 */

import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { Reading } from "@barq/domain/reading";
import * as v from "valibot";
import type { NewsRead, RefusalCodes } from "../codec.ts";
import type { ConnectorStatus, StationNews } from "../port.ts";
import { readBody } from "../read-body.ts";

/** OCPP-J 1.6, 4.2.3, the missing letter included */
const codes: RefusalCodes = {
  missing: "OccurenceConstraintViolation",
  type: "TypeConstraintViolation",
  value: "PropertyConstraintViolation",
  form: "FormationViolation",
};

const short = v.pipe(v.string(), v.maxLength(255));
const idTag = v.pipe(v.string(), v.minLength(1), v.maxLength(20));
const connector = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
/** Longer than any signed record with its key; cut, a record would only be forged. */
const mostSigns = 20_000;
/** text of digits, whatever JSON made of them, or of a signed record */
const digits = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value).slice(0, mostSigns)),
);
/** A register of a transaction. No meter has so many digits; what is longer says nothing, as -1 says nothing. */
const register = v.pipe(
  digits,
  v.transform((text) => (text.length > 20 ? "-1" : text)),
);
const when = v.optional(
  v.pipe(
    v.string(),
    v.transform((text): Instant | null => parseInstant(text) ?? null),
  ),
);
const transactionId = v.pipe(v.number(), v.integer());

const statuses = [
  "Available",
  "Preparing",
  "Charging",
  "SuspendedEVSE",
  "SuspendedEV",
  "Finishing",
  "Reserved",
  "Unavailable",
  "Faulted",
] as const satisfies readonly ConnectorStatus[];

const sampledValue = v.object({
  value: digits,
  context: v.optional(short),
  format: v.optional(v.string()),
  measurand: v.optional(short),
  phase: v.optional(short),
  location: v.optional(short),
  unit: v.optional(short),
});
const meterValue = v.object({ timestamp: when, sampledValue: v.array(v.unknown()) });

const schemas = {
  BootNotification: v.object({
    chargePointVendor: short,
    chargePointModel: short,
    chargePointSerialNumber: v.optional(short),
    firmwareVersion: v.optional(short),
  }),
  Heartbeat: v.object({}),
  StatusNotification: v.object({
    connectorId: connector,
    status: v.picklist(statuses),
    errorCode: v.optional(short, "NoError"),
    timestamp: when,
  }),
  Authorize: v.object({ idTag }),
  StartTransaction: v.object({ connectorId: connector, idTag, meterStart: register, timestamp: when }),
  MeterValues: v.object({
    connectorId: connector,
    transactionId: v.optional(transactionId),
    meterValue: v.array(v.unknown()),
  }),
  StopTransaction: v.object({
    transactionId,
    idTag: v.optional(idTag),
    meterStop: v.optional(register, "-1"),
    timestamp: when,
    // OCPP 1.6 7.36 knows no longer reason than 14 characters.
    reason: v.pipe(
      v.optional(short, "Local"),
      v.transform((text) => text.slice(0, 40)),
    ),
    transactionData: v.optional(v.array(v.unknown()), []),
  }),
  DataTransfer: v.object({ vendorId: short, messageId: v.optional(short), data: v.optional(v.unknown()) }),
};

/** Values of a meter, one reading each; what is no sampled value at all is left out. */
function readingsOf(values: readonly unknown[]): Reading[] {
  return values.flatMap((entry) => {
    const value = v.safeParse(meterValue, entry);
    if (!value.success) return [];
    return value.output.sampledValue.flatMap((sampled): Reading[] => {
      const read = v.safeParse(sampledValue, sampled);
      if (!read.success) return [];
      const { output } = read;
      return [
        {
          at: value.output.timestamp ?? null,
          value: output.value,
          measurand: output.measurand ?? "Energy.Active.Import.Register",
          unit: output.unit ?? null,
          context: output.context ?? "Sample.Periodic",
          phase: output.phase ?? null,
          location: output.location ?? "Outlet",
          format: output.format === "SignedData" ? "SignedData" : "Raw",
        },
      ];
    });
  });
}

const work = v.object({ status: short });

const parsed = <T>(
  schema: v.GenericSchema<unknown, T>,
  payload: unknown,
  news: (body: T) => StationNews,
): NewsRead => readBody(schema, codes, payload, news);

export function readNews(action: string, payload: unknown): NewsRead {
  switch (action) {
    case "BootNotification":
      return parsed(schemas.BootNotification, payload, (body) => ({
        kind: "booted",
        vendor: body.chargePointVendor,
        model: body.chargePointModel,
        serial: body.chargePointSerialNumber ?? null,
        firmware: body.firmwareVersion ?? null,
      }));
    case "Heartbeat":
      return parsed(schemas.Heartbeat, payload, () => ({ kind: "heartbeat" }));
    case "StatusNotification":
      return parsed(schemas.StatusNotification, payload, (body) => ({
        kind: "connector_status",
        connector: body.connectorId,
        status: body.status,
        errorCode: body.errorCode,
        at: body.timestamp ?? null,
      }));
    case "Authorize":
      return parsed(schemas.Authorize, payload, (body) => ({ kind: "authorize", token: body.idTag }));
    case "StartTransaction":
      return parsed(schemas.StartTransaction, payload, (body) => ({
        kind: "started",
        connector: body.connectorId,
        token: body.idTag,
        meterStart: body.meterStart,
        at: body.timestamp ?? null,
      }));
    case "MeterValues":
      return parsed(schemas.MeterValues, payload, (body) => ({
        kind: "metered",
        connector: body.connectorId,
        transactionId: body.transactionId ?? null,
        readings: readingsOf(body.meterValue),
      }));
    case "StopTransaction":
      return parsed(schemas.StopTransaction, payload, (body) => ({
        kind: "stopped",
        transactionId: body.transactionId,
        token: body.idTag ?? null,
        meterStop: body.meterStop,
        at: body.timestamp ?? null,
        reason: body.reason,
        readings: readingsOf(body.transactionData),
      }));
    case "DataTransfer":
      return parsed(schemas.DataTransfer, payload, (body) => ({
        kind: "data",
        vendor: body.vendorId,
        message: body.messageId ?? null,
        data: body.data === undefined ? null : JSON.stringify(body.data),
      }));
    case "DiagnosticsStatusNotification":
    case "FirmwareStatusNotification":
      return parsed(work, payload, ({ status }) => ({
        kind: "work",
        work: action === "DiagnosticsStatusNotification" ? "diagnostics" : "firmware",
        status,
        request: null,
      }));
    default:
      return { kind: "refused", code: "NotImplemented", why: `${action.slice(0, 60)} is not known here` };
  }
}
