/** Meters for tests: keys on every curve of OCMF, payloads of our own, and records signed as meters sign them. */
import type { KeyObject } from "node:crypto";
import { generateKeyPairSync, sign } from "node:crypto";
import type { SignedVerdict } from "@barq/domain/signed-verdict";
import type { RegisteredKey } from "@barq/evidence/ocmf-key";

/** OCMF's name of each curve, with the name OpenSSL gives it. */
export const curveNames = [
  ["secp192k1", "secp192k1"],
  ["secp192r1", "prime192v1"],
  ["secp256k1", "secp256k1"],
  ["secp256r1", "prime256v1"],
  ["brainpool256r1", "brainpoolP256r1"],
  ["brainpoolP256r1", "brainpoolP256r1"],
  ["secp384r1", "secp384r1"],
  ["brainpool384r1", "brainpoolP384r1"],
  ["brainpoolP384r1", "brainpoolP384r1"],
] as const;

export interface Meter {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** SubjectPublicKeyInfo as DER in hex */
  readonly spkiHex: string;
}

export function meterOn(opensslName: string): Meter {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: opensslName });
  return {
    privateKey,
    publicKey,
    spkiHex: publicKey.export({ format: "der", type: "spki" }).toString("hex"),
  };
}

export const meter = meterOn("prime256v1");

export const registered = (key: string): readonly RegisteredKey[] => [
  { key, meterSerial: null, gatewaySerial: null },
];
export const known = registered(meter.spkiHex);

/** r and s of a fresh signature, each as long as a coordinate. */
export function halvesOf(payload: string, by: Meter): readonly [Buffer, Buffer] {
  const both = sign("sha256", Buffer.from(payload), { key: by.privateKey, dsaEncoding: "ieee-p1363" });
  return [both.subarray(0, both.length / 2), both.subarray(both.length / 2)];
}

export const derOf = (payload: string, by: Meter): Buffer =>
  sign("sha256", Buffer.from(payload), by.privateKey);

/** A record around a payload that is taken as it stands. */
export const signed = (payload: string, by: Meter = meter, section: Record<string, unknown> = {}): string =>
  recordWith(payload, { ...section, SD: derOf(payload, by).toString("hex") });

export const recordWith = (payload: string, section: unknown): string =>
  `OCMF|${payload}|${JSON.stringify(section)}`;

/** A reading with its RV as digits; `undefined` leaves a member out. */
export function reading(of: { readonly RV?: string } & Record<string, unknown>): string {
  const { RV = "2935.600", ...others } = of;
  const members = {
    TM: "2026-05-04T10:00:00,000+0100 S",
    TX: "B",
    RI: "1-b:1.8.0",
    RU: "kWh",
    EF: "",
    ST: "G",
  };
  const rest = JSON.stringify({ ...members, ...others });
  return `${rest.slice(0, -1)},"RV":${RV}}`;
}

export const beginReading = reading({});
export const endReading = reading({ TX: "E", TM: "2026-05-04T10:40:00,000+0100 S", RV: "2965.125" });

export function payloadOf(readings: readonly string[], of: Record<string, unknown> = {}): string {
  const general = { FV: "1.4", GI: "Atlas G1", GS: "gw-17", PG: "T41", MV: "Atlas", MS: "mt-900" };
  return `${JSON.stringify({ ...general, ...of }).slice(0, -1)},"RD":[${readings.join(",")}]}`;
}

/** One record with both ends of a session: 29.525 kWh. */
export const wholePayload = payloadOf([beginReading, endReading]);

/** A record a page, each with the readings of that page. */
export const pages = (...readings: readonly (readonly string[] | string)[]): readonly string[] =>
  readings.map((own, n) => signed(payloadOf(typeof own === "string" ? [own] : own, { PG: `T${41 + n}` })));

/** What a verdict comes to, in one line. */
export const told = (verdict: SignedVerdict): string =>
  verdict.kind === "good"
    ? `good ${verdict.stopMwh - verdict.startMwh}`
    : verdict.kind === "none"
      ? "none"
      : `${verdict.kind} ${verdict.why}`;
