/**
 * What goes to and comes from a 2.0.1 station is OCPP 2.0.1, by an independent reading of its schemas: whatever they allow is
 * read, whatever we say is allowed by them, and nothing that is sent makes the door fall.
 */
import { errorFrame, readFrame, resultFrame } from "@barq/stations/frame";
import type { NewsAnswer, StationCommand } from "@barq/stations/port";
import { chooseProtocol } from "@barq/stations/protocol-name";
import { codecOf } from "@barq/stations/protocols";
import { startNumberOf } from "@barq/stations/start-number";
import fc from "fast-check";
import { OCPP20 } from "typed-ocpp";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { codec, event, heard, heardEvent, id36, layout } from "./messages201.ts";
import { payloadsOf } from "./schema-messages.ts";

describe("garbage", () => {
  it("never throws, whatever action it claims to be, and is answered with a code that there is", () => {
    const actions = [...answered, ...noticed, "Reset", "", "__proto__", "toString"];
    fc.assert(
      fc.property(fc.constantFrom(...actions), fc.anything({ withBigInt: false }), (action, payload) => {
        const read = codec.readNews(action, payload, layout);
        if (read.kind === "refused") expectValid([4, "m1", read.code, read.why, {}]);
      }),
      { numRuns: 2000 },
    );
  });

  it("in a message that is otherwise good never throws either", () => {
    const schema = OCPP20.schemas.TransactionEventRequest;
    fc.assert(
      fc.property(
        payloadsOf({ ...schema }),
        fc.string(),
        fc.jsonValue(),
        fc.nat(),
        (payload, name, value, at) => {
          const members = typeof payload === "object" && payload !== null ? Object.keys(payload) : [];
          const broken = { ...Object(payload), [members[at % members.length] ?? name]: value };
          const read = codec.readNews("TransactionEvent", broken, layout);
          if (read.kind === "refused") expectValid([4, "m1", read.code, read.why, {}]);
        },
      ),
    );
  });

  it("as a frame gets the code of 2.0.1 for it, or silence", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const frame = readFrame(text, codec.unreadable);
        if (frame.kind === "malformed" && frame.answer !== null) expectValid(JSON.parse(frame.answer));
      }),
    );
    const broken = readFrame("[2", codec.unreadable);
    expect(broken).toEqual({
      kind: "malformed",
      answer: errorFrame("-1", "RpcFrameworkError", "the message is no JSON"),
    });
  });

  it("among the readings leaves the others standing", () => {
    const { readings } = heardEvent({
      meterValue: [
        null,
        { timestamp: "2026-11-24T15:00:00Z", sampledValue: [{}, { value: null }, { value: 5 }, "x"] },
        { timestamp: 5, sampledValue: [{ value: 6 }] },
      ],
    });
    expect(readings.map(({ value }) => value)).toEqual(["5"]);
  });
});

/** Messages that are read, and those that are only heard. */
const answered = [
  "BootNotification",
  "Heartbeat",
  "StatusNotification",
  "Authorize",
  "TransactionEvent",
  "MeterValues",
  "DataTransfer",
] as const;
const noticed = [
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
] as const;

const working = ["FirmwareStatusNotification", "LogStatusNotification"] as const;

function expectValid(message: unknown): void {
  expect(OCPP20.validate(message) || OCPP20.validate.errors).toBe(true);
}

describe("whatever the schemas allow", () => {
  for (const action of [...answered, ...noticed, ...working]) {
    it(`is read: ${action}`, () => {
      const schema = { ...OCPP20.schemas[`${action}Request`] };
      fc.assert(
        fc.property(payloadsOf(schema), (payload) => {
          const call = JSON.parse(JSON.stringify([2, "m1", action, payload]));
          fc.pre(OCPP20.validate(call));
          expect(heard(action, payload)).toBeDefined();
        }),
        { numRuns: 150 },
      );
    });
  }

  it("comes through whole: every value and every signature of an event is a reading", () => {
    const values = v.object({
      meterValue: v.optional(v.array(v.object({ sampledValue: v.array(v.looseObject({})) })), []),
      transactionInfo: v.object({ transactionId: v.string() }),
    });
    fc.assert(
      fc.property(payloadsOf({ ...OCPP20.schemas.TransactionEventRequest }), (payload) => {
        fc.pre(OCPP20.validate(JSON.parse(JSON.stringify([2, "m1", "TransactionEvent", payload]))));
        const { meterValue, transactionInfo } = v.parse(values, payload);
        const sampled = meterValue.flatMap(({ sampledValue }) => sampledValue);
        const signed = sampled.filter((value) => "signedMeterValue" in value);
        const news = heard("TransactionEvent", payload);
        if (news.kind !== "transaction") throw new Error(news.kind);
        expect(news.readings).toHaveLength(sampled.length + signed.length);
        expect(news.transactionId).toBe(transactionInfo.transactionId);
      }),
    );
  });

  it("and nobody has to answer is acknowledged with nothing; what asks for more than we do is not implemented", () => {
    for (const action of noticed)
      expect(codec.readNews(action, {}, layout)).toEqual({ kind: "news", news: { kind: "notice" } });
    for (const action of [
      "SignCertificate",
      "Get15118EVCertificate",
      "GetCertificateStatus",
      "NotifyEVChargingNeeds",
    ]) {
      expect(codec.readNews(action, {}, layout)).toMatchObject({ kind: "refused", code: "NotImplemented" });
    }
  });
});

describe("whatever we say", () => {
  const commands: readonly StationCommand[] = [
    { kind: "remote_start", connector: 1, token: "abcdefghij2345abcdef" },
    { kind: "remote_start", connector: 3, token: "abcdefghij2345abcdef", place: { evse: 2, connector: 2 } },
    { kind: "remote_stop", transactionId: 4711 },
    { kind: "remote_stop", transactionId: id36 },
    { kind: "trigger", message: "StatusNotification", connector: 2 },
    { kind: "trigger", message: "StatusNotification", connector: 3, place: { evse: 2, connector: 2 } },
    { kind: "trigger", message: "MeterValues", connector: 1 },
    { kind: "trigger", message: "BootNotification", connector: null },
    { kind: "set_configuration", key: "MeterValueSampleInterval", value: "30" },
    { kind: "set_configuration", key: "x".repeat(200), value: "y".repeat(2000) },
    { kind: "set_configuration", key: "SampledDataCtrlr.TxEndedInterval", value: "0" },
    { kind: "get_configuration", keys: [] },
    { kind: "get_configuration", keys: ["HeartbeatInterval", "TxCtrlr.TxStopPoint", "Unheard"] },
  ];
  for (const command of commands) {
    it(`is a call of OCPP 2.0.1: ${JSON.stringify(command).slice(0, 90)}`, () => {
      const { action, payload } = codec.callOf(command);
      expectValid([2, "m1", action, payload]);
    });
  }

  const now = Date.parse("2026-11-24T15:00:00Z");
  const answers: readonly (readonly [string, object, NewsAnswer])[] = [
    [
      "BootNotification",
      { reason: "PowerUp", chargingStation: { model: "m", vendorName: "v" } },
      { kind: "booted", accepted: true, now, heartbeatS: 300 },
    ],
    ["Heartbeat", {}, { kind: "heartbeat", now: now + 1 }],
    ["Authorize", { idToken: { idToken: "x", type: "Central" } }, { kind: "authorize", accepted: false }],
    ["TransactionEvent", event(), { kind: "transaction", accepted: null }],
    ["TransactionEvent", event(), { kind: "transaction", accepted: true }],
    ["TransactionEvent", event(), { kind: "transaction", accepted: false }],
    [
      "StatusNotification",
      { timestamp: "2026-11-24T15:00:00Z", connectorStatus: "Occupied", evseId: 1, connectorId: 1 },
      { kind: "noted" },
    ],
    ["DataTransfer", { vendorId: "x" }, { kind: "unknown_vendor" }],
    ["SecurityEventNotification", { type: "x", timestamp: "2026-11-24T15:00:00Z" }, { kind: "noted" }],
  ];
  for (const [action, payload, answer] of answers) {
    it(`is an answer of OCPP 2.0.1: ${action}, ${JSON.stringify(answer)}`, () => {
      const call = [2, "m1", action, payload];
      const result = JSON.parse(resultFrame("m1", codec.answerPayload(answer)));
      if (!OCPP20.validateCall(call)) throw new Error(String(OCPP20.validateCall.errors));
      if (!OCPP20.validateCallResult(result)) throw new Error(String(OCPP20.validateCallResult.errors));
      expect(OCPP20.checkCallResult(result, call) || OCPP20.checkCallResult.errors).toBe(true);
    });
  }

  it("asks a start at the EVSE, with a token of ours and the number that comes back with it", () => {
    const command = {
      kind: "remote_start",
      connector: 3,
      token: "abc",
      place: { evse: 2, connector: 2 },
    } as const;
    expect(codec.callOf(command).payload).toEqual({
      evseId: 2,
      remoteStartId: startNumberOf("abc"),
      idToken: { idToken: "abc", type: "Central" },
    });
    expect(startNumberOf("abc")).not.toBe(startNumberOf("abd"));
  });

  it("speaks of the reading interval in the words of each protocol", () => {
    const command = { kind: "set_configuration", key: "MeterValueSampleInterval", value: "30" } as const;
    expect(codec.callOf(command).payload).toEqual({
      setVariableData: [
        {
          component: { name: "SampledDataCtrlr" },
          variable: { name: "TxUpdatedInterval" },
          attributeValue: "30",
        },
      ],
    });
    expect(codecOf("ocpp1.6").callOf(command).payload).toEqual({
      key: "MeterValueSampleInterval",
      value: "30",
    });
  });
});

describe("an outcome", () => {
  it("is refused by the first variable that is, and never throws", () => {
    expect(codec.outcomeOf({ status: "Accepted" }).kind).toBe("accepted");
    expect(codec.outcomeOf({ status: "Rejected" })).toEqual({ kind: "rejected", why: "Rejected" });
    const results = [{ attributeStatus: "Accepted" }, { attributeStatus: "UnknownVariable" }];
    expect(codec.outcomeOf({ setVariableResult: results })).toEqual({
      kind: "rejected",
      why: "UnknownVariable",
    });
    expect(codec.outcomeOf({ setVariableResult: [{ attributeStatus: "RebootRequired" }] }).kind).toBe(
      "accepted",
    );
    fc.assert(fc.property(fc.anything(), (payload) => void codec.outcomeOf(payload)));
  });
});

it("a station that offers both protocols gets the one that numbers its events", () => {
  expect(chooseProtocol("ocpp1.6, ocpp2.0.1")).toBe("ocpp2.0.1");
  expect(chooseProtocol("ocpp1.6")).toBe("ocpp1.6");
  expect(chooseProtocol("ocpp2.0, ocpp2.1")).toBeUndefined();
  expect(chooseProtocol(undefined)).toBeUndefined();
});
