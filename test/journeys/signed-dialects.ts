/** The half hour as a meter signs it, in OCPP 1.6: the record counts where a registered key made it, and nowhere else. */
import type { Meter } from "../evidence/ocmf-meter.ts";
import { meter, meterOn, payloadOf, reading, signed } from "../evidence/ocmf-meter.ts";
import type { Dialect, Json, Time } from "./half-hour.ts";
import { at, plain, stop, value } from "./half-hour.ts";

export const registeredKey = meter.spkiHex;
/** A record of both ends, as the meter, or a stranger, signs it. */
export const ocmf = (time: Time, kwh: string, by: Meter = meter): string => {
  const when = (minutes: number): string => `${time(minutes).slice(0, 19)},000+0000 S`;
  return signed(
    payloadOf([reading({ TM: when(0), RV: "2935.600" }), reading({ TX: "E", TM: when(30), RV: kwh })]),
    by,
  );
};

const signedValue = (record: string, more: Json = {}): Json => ({
  value: JSON.stringify({
    signedMeterData: Buffer.from(record).toString("base64"),
    encodingMethod: "OCMF",
    ...more,
  }),
  format: "SignedData",
  context: "Transaction.End",
});
const stranger = meterOn("prime256v1");

export const signedDialects: readonly Dialect[] = [
  {
    name: "a signed record",
    signs: true,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      transactionData: [at(t(30), signedValue(ocmf(t, "2945.598")))],
    }),
    outcome: { kwh: "9.998", evidence: "signed" },
  },
  {
    name: "a signed record that was forged",
    signs: true,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      transactionData: [at(t(30), signedValue(ocmf(t, "2945.598").replace("2945.598", "2936.598")))],
    }),
    outcome: { kwh: "10.000", evidence: "start_stop", flags: ["signature_bad"] },
  },
  {
    name: "a signed record of a stranger, who sends the key along",
    signs: true,
    said: (t) => ({
      messages: plain(t, (wh) => value(`${wh}`)),
      meterStop: stop,
      transactionData: [
        at(t(30), signedValue(ocmf(t, "2945.598", stranger), { publicKey: stranger.spkiHex })),
      ],
    }),
    outcome: { kwh: "10.000", evidence: "start_stop", flags: ["signature_bad"] },
  },
];
