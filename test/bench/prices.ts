/**
 * `npm run bench -- prices [--json]`: what a price costs. In ratios of one run, because machines differ: from normalised readings to the priced
 * CDR takes at most three times what JSON.parse of that CDR and those readings takes; ten and a hundred times as many readings take as
 * long each; a million CDRs hold no more memory than ten thousand. Sealing and metering are told apart. Exits 1 above a limit.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { settleMeter } from "@barq/domain/metering";
import { canonicalBytes, canonicalJson } from "@barq/evidence/canonical-json";
import { sha256Hex } from "@barq/evidence/seal";
import { tableText } from "@barq/local/cli/command";
import { CompactSign, generateKeyPair } from "jose";
import * as v from "valibot";
import { pricedCdr, proofOf } from "./pricing.ts";
import { nasty, sessionOf, simple } from "./sessions.ts";
import { medianUs, medianUsOf } from "./timing.ts";

const limits = {
  /** JSON.parse of CDR and readings */
  parseRatio: 3,
  /** time per reading beside that of the smallest session */
  growth: 1.5,
  /** memory after a million CDRs beside that after ten thousand */
  memory: 1.05,
} as const;
const tariffs = [
  { name: "simple", body: simple },
  { name: "nasty", body: nasty },
] as const;
const sizes = [500, 5000, 50_000] as const;
const { values } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});

const result = {
  limits,
  pricing: pricing(),
  linear: [...tariffs.map(({ name, body }) => linearPricing(name, body)), linearMetering()],
  sealing: await sealing(),
  memory: memory(),
};
const checks = [
  ...result.pricing.map(({ ratio }) => ratio <= limits.parseRatio),
  ...result.linear.map(({ growth }) => growth <= limits.growth),
  result.memory.ratio <= limits.memory,
];
const failed = checks.filter((isGood) => !isGood).length;
if (values.json) console.log(JSON.stringify({ ...result, passed: checks.length - failed, failed }));
else tell();
process.exit(failed === 0 ? 0 : 1);

function pricing() {
  return tariffs.flatMap(({ name, body }) =>
    [60, 500].map((readings) => {
      const session = sessionOf(body, readings);
      // As they are stored: the CDR, and the readings inside the proof.
      const texts = [pricedCdr(session), proofOf(session).facts.readings].map(canonicalJson);
      const parse = (): unknown => texts.map((text) => JSON.parse(text));
      const times = Math.ceil(5000 / readings);
      const [priceUs = 0, parseUs = 0] = medianUs(60, [
        { run: () => pricedCdr(session), times },
        { run: parse, times },
      ]);
      const bytes = texts.reduce((sum, { length }) => sum + length, 0);
      return { tariff: name, readings, bytes, priceUs, parseUs, ratio: priceUs / parseUs };
    }),
  );
}

function linearPricing(what: string, body: typeof simple) {
  return linear(`price, ${what}`, (readings) => {
    const session = sessionOf(body, readings);
    return () => pricedCdr(session);
  });
}

function linearMetering() {
  return linear("meter", (readings) => {
    const { facts } = sessionOf(simple, readings);
    return () => settleMeter(facts);
  });
}

/** The same number of readings in every turn, in sessions of different size. */
function linear(what: string, make: (readings: number) => () => unknown) {
  const [, , largest = 0] = sizes;
  const us = medianUs(
    9,
    sizes.map((readings) => ({ run: make(readings), times: largest / readings })),
  ).map((each, n) => each / (sizes[n] ?? 1));
  const [first = 1] = us;
  return { what, usPerReading: us, growth: Math.max(...us) / first };
}

async function sealing() {
  const { privateKey } = await generateKeyPair("ES256");
  const session = sessionOf(nasty, 500);
  const parts = { cdr: pricedCdr(session), proof: proofOf(session) };
  const bytes = Object.values(parts).map(canonicalBytes);
  const [canonicalUs = 0, hashUs = 0] = medianUs(60, [
    { run: () => Object.values(parts).map(canonicalBytes), times: 5 },
    { run: () => bytes.map(sha256Hex), times: 5 },
  ]);
  const hashes = canonicalBytes({ cdr: sha256Hex(bytes[0] ?? ""), proof: sha256Hex(bytes[1] ?? "") });
  const signatureUs = await medianUsOf(200, () =>
    new CompactSign(hashes).setProtectedHeader({ alg: "ES256", kid: "bench" }).sign(privateKey),
  );
  return {
    bytes: bytes.reduce((sum, { length }) => sum + length, 0),
    canonicalUs,
    hashUs,
    signatureUs,
  };
}

function memory() {
  const text = execFileSync(process.execPath, ["--expose-gc", join(import.meta.dirname, "memory.ts")], {
    encoding: "utf8",
  });
  const { few, many } = v.parse(v.object({ few: v.number(), many: v.number() }), JSON.parse(text));
  return { fewBytes: few, manyBytes: many, ratio: many / few };
}

function tell(): void {
  const { pricing: priced, linear: grown, sealing: sealed, memory: held } = result;
  const us = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
  console.log(
    tableText(
      ["tariff", "readings", "bytes", "price us", "parse us", "ratio"],
      priced.map((row) => [
        row.tariff,
        `${row.readings}`,
        `${row.bytes}`,
        us(row.priceUs),
        us(row.parseUs),
        row.ratio.toFixed(2),
      ]),
    ),
  );
  console.log(
    tableText(
      ["us per reading", ...sizes.map(String), "growth"],
      grown.map((row) => [row.what, ...row.usPerReading.map(us), row.growth.toFixed(2)]),
    ),
  );
  console.log(
    `sealing a nasty session of 500 readings (${sealed.bytes} bytes): canonical form ${us(sealed.canonicalUs)} us, ` +
      `hashes ${us(sealed.hashUs)} us, signature ${us(sealed.signatureUs)} us`,
  );
  console.log(
    `memory after 10^4 and 10^6 CDRs: ${held.fewBytes} and ${held.manyBytes} bytes, ${held.ratio.toFixed(3)} times`,
  );
  console.log(
    `limits: ratio ${limits.parseRatio}, growth ${limits.growth}, memory ${limits.memory} times\n` +
      `${checks.length - failed} passed, ${failed} failed`,
  );
}
