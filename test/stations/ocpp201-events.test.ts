/** What a 2.0.1 station's messages come to: connectors by our own count, values with their digits, events with their numbers. */
import { readFrame } from "@barq/stations/frame";
import type { TransactionNews } from "@barq/stations/port";
import { describe, expect, it } from "vitest";
import { codec, event, heard, heardEvent, layout } from "./messages201.ts";

describe("a connector", () => {
  it("is counted through the station, and none is guessed where two are meant or none is there", () => {
    const status = (evseId: number, connectorId: number) =>
      heard("StatusNotification", {
        timestamp: "2026-11-24T15:00:00Z",
        connectorStatus: "Occupied",
        evseId,
        connectorId,
      });
    expect(status(1, 1)).toMatchObject({ connector: 1, status: "Occupied" });
    expect(status(2, 2)).toMatchObject({ connector: 3 });
    for (const [evse, connector] of [
      [0, 0],
      [2, 3],
      [3, 1],
      [-1, 1],
    ] as const)
      expect(status(evse, connector)).toMatchObject({ connector: 0 });
    expect(heardEvent({ evse: { id: 2, connectorId: 2 } }).connectors).toEqual([3]);
    expect(heardEvent({ evse: { id: 2 } }).connectors).toEqual([2, 3]);
    expect(heardEvent().connectors).toEqual([]);
    const meterValue = [{ timestamp: "2026-11-24T15:00:00Z", sampledValue: [{ value: 1 }] }];
    expect(heard("MeterValues", { evseId: 1, meterValue })).toMatchObject({
      connector: 1,
      transactionId: null,
    });
    expect(heard("MeterValues", { evseId: 2, meterValue })).toMatchObject({ connector: 0 });
    expect(heard("MeterValues", { evseId: 0, meterValue })).toMatchObject({ connector: 0 });
  });
});

describe("a meter value", () => {
  /** as text of the wire, because its digits are what counts */
  const readingsOf = (sampled: string): TransactionNews["readings"] => {
    const payload = JSON.stringify(event()).replace(
      /\}$/,
      `,"meterValue":[{"timestamp":"2026-11-24T15:00:00Z","sampledValue":[${sampled}]}]}`,
    );
    const frame = readFrame(`[2,"m1","TransactionEvent",${payload}]`, codec.unreadable);
    if (frame.kind !== "call") throw new Error(frame.kind);
    const read = codec.readNews(frame.action, frame.payload, layout);
    if (read.kind !== "news" || read.news.kind !== "transaction") throw new Error("no event");
    return read.news.readings;
  };

  it("keeps the digits it was sent with, however many", () => {
    for (const digits of ["0", "1000000", "1000.500", "123456789012345678901.25", "1e3", "-0.0", "4.35"])
      expect(readingsOf(`{"value":${digits}}`)).toMatchObject([{ value: digits }]);
    expect(readingsOf('{"value":"1000.500"}')).toMatchObject([{ value: "1000.500" }]);
  });

  it("has the defaults of the standard where nothing is said", () => {
    expect(readingsOf('{"value":1}')).toEqual([
      {
        at: Date.parse("2026-11-24T15:00:00Z"),
        value: "1",
        measurand: "Energy.Active.Import.Register",
        unit: null,
        context: "Sample.Periodic",
        phase: null,
        location: "Outlet",
        format: "Raw",
      },
    ]);
  });

  it("carries its unit and the power of ten", () => {
    expect(readingsOf('{"value":1,"unitOfMeasure":{"unit":"kWh","multiplier":-3}}')).toMatchObject([
      { unit: "kWh", multiplier: -3 },
    ]);
    expect(readingsOf('{"value":1,"unitOfMeasure":{"multiplier":0}}')[0]).not.toHaveProperty("multiplier");
    expect(readingsOf('{"value":1,"unitOfMeasure":{"multiplier":1e300}}')).toMatchObject([
      { multiplier: 1000 },
    ]);
  });

  it("that is signed is two: the number, and what was signed as it was sent", () => {
    const signed =
      '{"signedMeterData":"T0NNRnx7fXx7fQ==","signingMethod":"","encodingMethod":"OCMF","publicKey":"b2Nh"}';
    const [plain, record, ...more] = readingsOf(
      `{"value":1000,"context":"Transaction.End","unitOfMeasure":{"multiplier":3},"signedMeterValue":${signed}}`,
    );
    expect(plain).toMatchObject({ value: "1000", format: "Raw", multiplier: 3 });
    expect(record).toMatchObject({ value: signed, format: "SignedData", context: "Transaction.End" });
    expect(more).toEqual([]);
  });
});

describe("an event", () => {
  it("whose number cannot count has none", () => {
    for (const seqNo of [-1, 1.5, 1e300, null, undefined]) expect(heardEvent({ seqNo }).number).toBeNull();
    expect(heardEvent({ seqNo: 0 }).number).toBe(0);
  });

  it("that uses words nobody knows is heard without them", () => {
    expect(heardEvent({ triggerReason: "Magic" }, { chargingState: "Dreaming" })).toMatchObject({
      trigger: "Magic",
      state: null,
    });
  });

  it("that ends says why, and Local where it does not; any other has no reason", () => {
    expect(heardEvent({ eventType: "Ended" }, { stoppedReason: "EVDisconnected" }).reason).toBe(
      "EVDisconnected",
    );
    expect(heardEvent({ eventType: "Ended" }).reason).toBe("Local");
    expect(heardEvent({}, { stoppedReason: "Local" }).reason).toBeNull();
  });

  it("of a kind that there is not is refused with a code of 2.0.1", () => {
    const refused = (payload: object) => codec.readNews("TransactionEvent", payload, layout);
    expect(refused(event({ eventType: "Paused" }))).toMatchObject({ code: "PropertyConstraintViolation" });
    expect(refused(event({ transactionInfo: undefined }))).toMatchObject({
      code: "OccurrenceConstraintViolation",
    });
    expect(refused(event({ transactionInfo: { transactionId: 5 } }))).toMatchObject({
      code: "TypeConstraintViolation",
    });
    expect(refused(event({}, { transactionId: "x".repeat(100) }))).toMatchObject({
      code: "PropertyConstraintViolation",
    });
  });
});
