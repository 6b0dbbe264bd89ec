/** `barq ocmf`: what a person reads and what a machine reads, and an exit code that never takes a claim for a proof. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ocmfCommand } from "@barq/local/cli/ocmf";
import { inWords } from "@barq/local/cli/ocmf-words";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  beginReading,
  endReading,
  meter,
  meterOn,
  pages,
  payloadOf,
  reading,
  signed,
  wholePayload,
} from "./ocmf-meter.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "barq-ocmf-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, content);
  return path;
}

async function run(...words: readonly string[]): Promise<{ code: number; said: string }> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const code = await ocmfCommand.run(words);
    return { code, said: log.mock.calls.flat().join("\n") };
  } finally {
    log.mockRestore();
  }
}
const check = (content: string, ...more: readonly string[]) => run("--record", file(content), ...more);
const withKey = ["--key", meter.spkiHex] as const;
const stationValue = JSON.stringify({
  signedMeterData: Buffer.from(signed(wholePayload)).toString("base64"),
  encodingMethod: "OCMF",
  publicKey: meter.spkiHex,
});

describe("barq ocmf", () => {
  it("refuses with exit 1 and says why", async () => {
    const forged = await check(signed(wholePayload).replace("2965.125", "2999.125"), ...withKey);
    expect(forged.code).toBe(1);
    expect(forged.said).toContain("bad: signature_invalid: the signature does not fit the payload");
    const [begin = "", , end = ""] = pages(beginReading, reading({ TX: "C", RV: "2940" }), endReading);
    const gap = await check(`${begin}\n${end}\n`, ...withKey);
    expect(gap.code).toBe(1);
    expect(gap.said).toContain("bad: page_gap: a page between the records is missing");
  });

  it("takes a key on the wire for a claim: exit 2, and it says so", async () => {
    const claimed = await check(stationValue);
    expect(claimed.code).toBe(2);
    expect(claimed.said).toContain("unverifiable: key_unknown");
    expect(claimed.said).toContain("Record 1 came with a key that fits it. That is a claim");
    const other = await check(stationValue.replace(meter.spkiHex, meterOn("prime256v1").spkiHex));
    expect(other.said).toContain("came with a key that does not fit it");
    expect(other.code).toBe(2);
  });

  it("answers 2 for files that hold nothing it can check", async () => {
    for (const content of ["", "\n\n", "AP;0;3;XYZ;", "{}", "{ no json", "deadbeef\ncafe"]) {
      expect((await check(content, ...withKey)).code, content).toBe(2);
    }
    expect((await check(signed(wholePayload), "--key", "ab".repeat(64))).said).toContain("key_unreadable");
    await expect(run("--record", join(folder, "nowhere"))).rejects.toThrow("There is no file");
    await expect(run()).rejects.toThrow("Say which file holds the records.");
  });

  it("says so where the key is neither a file nor a key", async () => {
    for (const key of ["nonsense", "keys/meter", "missing.pem", join(folder, "key.txt")]) {
      await expect(check(signed(wholePayload), "--key", key)).rejects.toThrow(`There is no file ${key}`);
    }
    await expect(check(signed(wholePayload), "--key", folder)).rejects.toThrow("is no file");
  });

  it("is good over one record, records a line, a record over several lines, and what a station sends", async () => {
    const [begin = "", end = ""] = pages(beginReading, endReading);
    const spread = wholePayload.replaceAll(/,(?=")/g, ",\n  ");
    const hexLines = [begin, end].map((record) => Buffer.from(record).toString("hex")).join("\r\n");
    for (const content of [
      signed(wholePayload),
      `${begin}\r\n${end}\r\n`,
      `\n${signed(spread)}\n`,
      stationValue,
      hexLines,
    ]) {
      const { code, said } = await check(content, ...withKey);
      expect(said).toContain(
        "good: 29.525 kWh (2935.600 to 2965.125), 2026-05-04T09:00:00Z to 2026-05-04T09:40:00Z",
      );
      expect(code).toBe(0);
    }
  });

  it("takes the key as text, as a file of text, and as a file of DER", async () => {
    const pem = meter.publicKey.export({ format: "pem", type: "spki" }).toString();
    expect((await check(signed(wholePayload), `--key=${pem}`)).code).toBe(0);
    for (const key of [
      meter.spkiHex,
      file(pem),
      file(Buffer.from(meter.spkiHex, "hex")),
      file(`${meter.spkiHex}\n`),
    ]) {
      expect((await check(signed(wholePayload), "--key", key)).code).toBe(0);
    }
  });

  it("shows every reading with its digits, clock, register and state", async () => {
    const { said } = await check(signed(wholePayload), ...withKey);
    const [head = "", , first = ""] = said.split("\n");
    expect(head.split(/\s{2,}/)).toEqual([
      "record",
      "page",
      "meter",
      "time",
      "clock",
      "tx",
      "register",
      "reading",
      "state",
      "verdict",
    ]);
    expect(first.trim().split(/\s{2,}/)).toEqual([
      "1",
      "T41",
      "mt-900",
      "2026-05-04T09:00:00Z",
      "S",
      "B",
      "1-b:1.8.0",
      "2935.600 kWh",
      "G",
      "good",
    ]);
  });

  it("lets no record write on the terminal", async () => {
    const payload = wholePayload
      .replaceAll("1-b:1.8.0", "\\u001b[2J\\u202e")
      .replace("mt-900", "m".repeat(9000));
    const { said } = await check(signed(payload), ...withKey);
    expect(said.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    expect(said.length).toBeLessThan(1500);
  });

  it("shows the energy of a short session to the last digit", async () => {
    const short = payloadOf([reading({ RV: "0.2596" }), reading({ RV: "0.259700", TX: "E" })]);
    expect((await check(signed(short), ...withKey)).said).toContain("good: 0.0001 kWh (0.2596 to 0.2597)");
  });

  it("tells machines the same, energies as text", async () => {
    const { said, code } = await check(stationValue, ...withKey, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      session: {
        kind: "good",
        start_mwh: "2935600000",
        stop_mwh: "2965125000",
        time_lawful: true,
        meter_serial: "mt-900",
      },
      records: [
        {
          verdict: "good",
          why: null,
          claim: "verifies",
          page: "T41",
          readings: [{ value: "2935.600" }, { value: "2965.125" }],
        },
      ],
    });
    const refused = await check("AP;0;3;XYZ;", "--json");
    expect(JSON.parse(refused.said)).toMatchObject({
      session: { kind: "unverifiable", why: "not_ocmf" },
      records: [{ verdict: "unverifiable", page: null, claim: null, readings: [] }],
    });
  });

  it("is among the commands", () => {
    const said = execFileSync(
      process.execPath,
      [join(root, "packages/local/cli/barq.ts"), "ocmf", "--record", file(signed(wholePayload)), ...withKey],
      { encoding: "utf8" },
    );
    expect(said).toContain("good: 29.525 kWh");
  });

  it("has words for every code that evidence gives", () => {
    const evidence = join(root, "packages/evidence");
    const codes = readdirSync(evidence)
      .filter((name) => /^(ocmf|signed-session)/.test(name))
      .flatMap((name) => [
        ...readFileSync(join(evidence, name), "utf8").matchAll(/"([a-z]+_[a-z_0-9]+|exception)"/g),
      ])
      .map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => inWords(code).startsWith("for a reason"))).toEqual([]);
  });
});
