/** What people ask of stations is OCPP, by an independent reading of its schemas, and so is what stations answer and tell. */
import { codecOf } from "@barq/stations/protocols";
import { OCPP16, OCPP20 } from "typed-ocpp";
import { describe, expect, it } from "vitest";
import { operations } from "../contracts/stations.ts";

const oracles = {
  "ocpp1.6": (message: unknown) => OCPP16.validate(message) || OCPP16.validate.errors,
  "ocpp2.0.1": (message: unknown) => OCPP20.validate(message) || OCPP20.validate.errors,
} as const;

/** The answers of the protocols' own lists, and whether the thing was done or will be. */
const answers: Readonly<Record<keyof typeof oracles, Readonly<Record<string, boolean>>>> = {
  "ocpp1.6": {
    Accepted: true,
    Unlocked: true,
    Scheduled: true,
    Rejected: false,
    UnlockFailed: false,
    NotSupported: false,
    Failed: false,
    VersionMismatch: false,
  },
  "ocpp2.0.1": {
    Accepted: true,
    Unlocked: true,
    Scheduled: true,
    AcceptedCanceled: true,
    Rejected: false,
    UnlockFailed: false,
    OngoingAuthorizedTransaction: false,
    UnknownConnector: false,
    InvalidCertificate: false,
    RevokedCertificate: false,
    Failed: false,
    VersionMismatch: false,
  },
};

for (const protocol of ["ocpp1.6", "ocpp2.0.1"] as const) {
  const codec = codecOf(protocol);
  describe(`stations are operated in ${protocol}`, () => {
    for (const command of operations) {
      it(`a frame of ${JSON.stringify(command)} is one that the schemas allow`, () => {
        const { action, payload } = codec.callOf(command);
        expect(oracles[protocol]([2, "m1", action, payload])).toBe(true);
      });
    }

    for (const [status, isDone] of Object.entries(answers[protocol])) {
      it(`${status} ${isDone ? "was done, or will be" : "is a refusal, in the station's own word"}`, () => {
        expect(codec.outcomeOf({ status })).toEqual(
          isDone ? { kind: "accepted", detail: { status } } : { kind: "rejected", why: status },
        );
      });
    }
  });
}

describe("how far a longer work is", () => {
  it("is heard of 1.6, and garbage is answered with a code of its own", () => {
    const { readNews } = codecOf("ocpp1.6");
    for (const [action, work, status] of [
      ["DiagnosticsStatusNotification", "diagnostics", "Uploaded"],
      ["FirmwareStatusNotification", "firmware", "Installed"],
    ] as const) {
      expect(oracles["ocpp1.6"]([2, "m1", action, { status }])).toBe(true);
      expect(readNews(action, { status }, [])).toEqual({
        kind: "news",
        news: { kind: "work", work, status, request: null },
      });
      for (const broken of [{}, { status: 7 }, [], null, "Uploaded"])
        expect(readNews(action, broken, [])).toMatchObject({ kind: "refused" });
    }
  });

  it("is heard of 2.0.1 with the number of its request, and garbage is refused", () => {
    const { readNews } = codecOf("ocpp2.0.1");
    expect(readNews("LogStatusNotification", { status: "Uploading", requestId: 7 }, [])).toEqual({
      kind: "news",
      news: { kind: "work", work: "diagnostics", status: "Uploading", request: 7 },
    });
    expect(readNews("FirmwareStatusNotification", { status: "Installed" }, [])).toEqual({
      kind: "news",
      news: { kind: "work", work: "firmware", status: "Installed", request: null },
    });
    expect(readNews("LogStatusNotification", { requestId: 7 }, [])).toMatchObject({ kind: "refused" });
  });
});
