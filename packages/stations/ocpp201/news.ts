/**
 * What a 2.0.1 station says, decoded by small schemas that cope with what stations really send: members nobody knows, words
 * that are none, times with any offset. A reading that makes no sense does not make its message fail.
 */
import * as v from "valibot";
import type { NewsRead, RefusalCodes } from "../codec.ts";
import type { ChargingState, Layout, StationNews } from "../port.ts";
import { readBody } from "../read-body.ts";
import { idText, shortText, textOf, when } from "./members.ts";
import { readingsOf } from "./readings.ts";

const codes: RefusalCodes = {
  missing: "OccurrenceConstraintViolation",
  type: "TypeConstraintViolation",
  value: "PropertyConstraintViolation",
  form: "TypeConstraintViolation",
};

const chargingStates = [
  "Charging",
  "EVConnected",
  "SuspendedEV",
  "SuspendedEVSE",
  "Idle",
] as const satisfies readonly ChargingState[];

/** A number that counts; null for one that cannot: negative, broken, or beyond what is exact. */
const count = v.pipe(
  v.nullish(v.number(), null),
  v.transform((n) => (n !== null && Number.isSafeInteger(n) && n >= 0 ? n : null)),
);
const token = v.object({ idToken: textOf(36) });
const evse = v.object({ id: v.number(), connectorId: v.nullish(v.number()) });

const schemas = {
  BootNotification: v.object({
    chargingStation: v.object({
      vendorName: shortText,
      model: shortText,
      serialNumber: v.nullish(shortText),
      firmwareVersion: v.nullish(shortText),
    }),
  }),
  Heartbeat: v.object({}),
  StatusNotification: v.object({
    evseId: v.number(),
    connectorId: v.number(),
    connectorStatus: v.picklist(["Available", "Occupied", "Reserved", "Unavailable", "Faulted"]),
    timestamp: when,
  }),
  Authorize: v.object({ idToken: token }),
  TransactionEvent: v.object({
    eventType: v.picklist(["Started", "Updated", "Ended"]),
    timestamp: when,
    triggerReason: v.nullish(shortText, ""),
    seqNo: count,
    offline: v.nullish(v.boolean(), false),
    transactionInfo: v.object({
      transactionId: idText,
      chargingState: v.fallback(v.nullish(v.picklist(chargingStates)), null),
      // No reason is longer than 18 signs.
      stoppedReason: v.pipe(
        v.nullish(shortText, "Local"),
        v.transform((text) => text.slice(0, 20).toWellFormed()),
      ),
      remoteStartId: count,
    }),
    evse: v.nullish(evse),
    idToken: v.nullish(token),
    meterValue: v.nullish(v.array(v.unknown()), []),
  }),
  MeterValues: v.object({ evseId: v.number(), meterValue: v.array(v.unknown()) }),
  DataTransfer: v.object({
    vendorId: shortText,
    messageId: v.nullish(shortText),
    data: v.optional(v.unknown()),
  }),
  work: v.object({ status: shortText, requestId: count }),
  anything: v.looseObject({}),
};

/** What a station tells on its own accord and asks nothing for: unanswered, many would say it for ever. */
const notices: ReadonlySet<string> = new Set([
  "ClearedChargingLimit",
  "NotifyChargingLimit",
  "NotifyCustomerInformation",
  "NotifyDisplayMessages",
  "NotifyEvent",
  "NotifyMonitoringReport",
  "NotifyReport",
  "PublishFirmwareStatusNotification",
  "ReportChargingProfiles",
  "ReservationStatusUpdate",
  "SecurityEventNotification",
]);

/** The numbers of the connectors at a place: all of an EVSE where no connector is named. */
const numbersAt = (layout: Layout, at: v.InferOutput<typeof evse>): readonly number[] =>
  layout.flatMap(({ evse: id, connector }, n) =>
    id === at.id && (at.connectorId == null || at.connectorId === connector) ? [n + 1] : [],
  );

/** The connector that is meant where there is no doubt, else 0, which is none. */
function numberAt(layout: Layout, at: v.InferOutput<typeof evse>): number {
  const numbers = numbersAt(layout, at);
  return numbers.length === 1 ? (numbers[0] ?? 0) : 0;
}

export function readNews(action: string, payload: unknown, layout: Layout): NewsRead {
  const parsed = <T>(schema: v.GenericSchema<unknown, T>, news: (body: T) => StationNews): NewsRead =>
    readBody(schema, codes, payload, news);
  switch (action) {
    case "BootNotification":
      return parsed(schemas.BootNotification, ({ chargingStation }) => ({
        kind: "booted",
        vendor: chargingStation.vendorName,
        model: chargingStation.model,
        serial: chargingStation.serialNumber ?? null,
        firmware: chargingStation.firmwareVersion ?? null,
      }));
    case "Heartbeat":
      return parsed(schemas.Heartbeat, () => ({ kind: "heartbeat" }));
    case "StatusNotification":
      return parsed(schemas.StatusNotification, (body) => ({
        kind: "connector_status",
        connector: numberAt(layout, { id: body.evseId, connectorId: body.connectorId }),
        status: body.connectorStatus,
        // What is wrong comes in events that billing does not read.
        errorCode: body.connectorStatus === "Faulted" ? "OtherError" : "NoError",
        at: body.timestamp,
      }));
    case "Authorize":
      return parsed(schemas.Authorize, (body) => ({ kind: "authorize", token: body.idToken.idToken }));
    case "TransactionEvent":
      return parsed(schemas.TransactionEvent, ({ transactionInfo, ...body }) => ({
        kind: "transaction",
        event: body.eventType,
        transactionId: transactionInfo.transactionId,
        number: body.seqNo,
        at: body.timestamp,
        offline: body.offline,
        trigger: body.triggerReason,
        connectors: body.evse == null ? [] : numbersAt(layout, body.evse),
        token: body.idToken?.idToken ?? null,
        startNumber: transactionInfo.remoteStartId,
        state: transactionInfo.chargingState ?? null,
        reason: body.eventType === "Ended" ? transactionInfo.stoppedReason : null,
        readings: readingsOf(body.meterValue),
      }));
    case "MeterValues":
      return parsed(schemas.MeterValues, (body) => ({
        kind: "metered",
        connector: numberAt(layout, { id: body.evseId }),
        transactionId: null,
        readings: readingsOf(body.meterValue),
      }));
    case "DataTransfer":
      return parsed(schemas.DataTransfer, (body) => ({
        kind: "data",
        vendor: body.vendorId,
        message: body.messageId ?? null,
        data: body.data === undefined ? null : JSON.stringify(body.data),
      }));
    case "LogStatusNotification":
    case "FirmwareStatusNotification":
      return parsed(schemas.work, ({ status, requestId }) => ({
        kind: "work",
        work: action === "LogStatusNotification" ? "diagnostics" : "firmware",
        status,
        request: requestId,
      }));
    default:
      return notices.has(action)
        ? parsed(schemas.anything, () => ({ kind: "notice" }))
        : { kind: "refused", code: "NotImplemented", why: `${action.slice(0, 60)} is not known here` };
  }
}
