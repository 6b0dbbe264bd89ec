/**
 * `barq ocmf --record F [--key K]`: what signed meter records say, whether their signatures hold, and whether together they
 * are a whole session. Exit 0 good, 1 refused with the reason, 2 not checkable.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { decimalText } from "@barq/domain/decimal";
import { isoText } from "@barq/domain/instant";
import type { SignedVerdict } from "@barq/domain/signed-verdict";
import { textOfBytes } from "@barq/evidence/encoded-bytes";
import { isKeyText } from "@barq/evidence/ocmf-key";
import type { RecordJudgement } from "@barq/evidence/signed-session";
import { judgeRecord, sessionVerdict } from "@barq/evidence/signed-session";
import { recordOf } from "@barq/evidence/signed-value";
import type { Command } from "./command.ts";
import { readNamed, readWords, tableText, UsageError } from "./command.ts";
import { inWords } from "./ocmf-words.ts";

const exitCodes = { good: 0, bad: 1, unverifiable: 2, none: 2 } as const;

/** A record with what came beside it. */
interface Shown extends RecordJudgement {
  /** whether the key that came with the record verifies it, which proves nothing; null where none came */
  readonly claim: "verifies" | "does_not_verify" | null;
}

const options = {
  record: { type: "string", value: "FILE", says: "the signed records" },
  key: {
    type: "string",
    value: "FILE|KEY",
    says: "the meter's registered public key: PEM, hex, base64 or DER",
  },
} as const;

export const ocmfCommand: Command = {
  name: "ocmf",
  usage: "ocmf --record FILE [--key FILE|KEY]",
  says: "checks signed meter records (OCMF) and the session they make (exit 0 good, 1 refused, 2 not checkable)",
  options,
  more: [
    "A record is OCMF|{payload}|{signature}; a file holds one, or one a line, each also as hex or base64, or",
    "the JSON in which a station sends it. Without a key nothing is proved. An example:",
    "  ocmf --record examples/meter-record.ocmf --key examples/meter-key.txt",
  ],
  async run(words) {
    const { values } = readWords(words, options, 0);
    if (values.record === undefined) throw new UsageError("Say which file holds the records.");
    const keys =
      values.key === undefined ? [] : [{ key: keyText(values.key), meterSerial: null, gatewaySerial: null }];
    const shown = valuesIn(readNamed(values.record)).map((value): Shown => {
      const { record, claimedKey } = recordOf(value);
      const text = record ?? value;
      return { ...judgeRecord(text, keys), claim: claimOf(text, claimedKey) };
    });
    const session = sessionVerdict(shown);
    console.log(values.json ? JSON.stringify(machineForm(shown, session)) : personForm(shown, session));
    return exitCodes[session.kind];
  },
};

/** A key as text, or as a file: its text, or DER as it is. @throws Error in words for a person */
function keyText(named: string): string {
  if (!existsSync(named)) {
    if (isKeyText(named)) return named;
    throw new Error(
      `There is no file ${plain(named)}, and it is no key itself: --key takes a file, or a key in PEM, hex or base64.`,
    );
  }
  if (!statSync(named).isFile()) throw new Error(`${named} is no file: --key names a file, or is a key.`);
  const bytes = readFileSync(named);
  return textOfBytes(bytes) ?? bytes.toString("hex");
}

/** A record a line, a record over several lines, or one JSON text as stations send it. */
function valuesIn(text: string): readonly string[] {
  const whole = text.trim();
  if (whole.startsWith("{")) return isJson(whole) ? [whole] : linesOf(whole);
  const records = /^OCMF\|/m.test(whole) ? whole.split(/^(?=OCMF\|)/m) : linesOf(whole);
  return records.map((record) => record.trim()).filter((record) => record !== "");
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.trim() !== "");

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function claimOf(text: string, claimedKey: string | null): Shown["claim"] {
  if (claimedKey === null) return null;
  const claimed = [{ key: claimedKey, meterSerial: null, gatewaySerial: null }];
  return judgeRecord(text, claimed).judged.verdict === "good" ? "verifies" : "does_not_verify";
}

function personForm(shown: readonly Shown[], session: SignedVerdict): string {
  const lines = shown.flatMap(({ judged, record }, n) => {
    const verdict = judged.why === null ? judged.verdict : `${judged.verdict}: ${judged.why}`;
    if (record === null) return [[String(n + 1), "-", "-", "-", "-", "-", "-", "-", "-", verdict]];
    return record.readings.map((reading) => [
      String(n + 1),
      `${record.page.context}${record.page.number}`,
      record.meterSerial ?? record.gatewaySerial ?? "-",
      reading.at === null ? reading.timeText : isoText(reading.at),
      reading.timeStatus ?? "-",
      reading.transaction ?? "-",
      reading.register ?? "-",
      `${reading.value ?? "-"} ${reading.unit ?? ""}`.trim(),
      `${reading.meterStatus ?? "-"} ${reading.errorFlags}`.trim(),
      verdict,
    ]);
  });
  const head = ["record", "page", "meter", "time", "clock", "tx", "register", "reading", "state", "verdict"];
  return [
    ...(lines.length > 0
      ? [
          tableText(
            head,
            lines.map((line) => line.map(plain)),
          ),
          "",
        ]
      : []),
    `session ${sessionLine(session)}`,
    ...shown.flatMap((record, n) => claimLine(record, n + 1)),
  ].join("\n");
}

/** kWh to the last mWh, with three decimals at least: a short session is not nothing. */
const kwhText = (energyMwh: bigint): string => decimalText(energyMwh, 6).replace(/0{1,3}$/, "");

/** What others wrote may hold what moves a terminal's cursor, or more than a line takes. */
const plain = (cell: string): string => cell.slice(0, 60).replace(/\p{C}/gu, "?");

function sessionLine(session: SignedVerdict): string {
  if (session.kind === "none") return "none: the file holds no record";
  if (session.kind !== "good") return `${session.kind}: ${session.why}: ${inWords(session.why)}`;
  const { startMwh, stopMwh, beginAt, endAt, isTimeLawful } = session;
  const when = [beginAt, endAt].map((at) => (at === null ? "an unreadable time" : isoText(at))).join(" to ");
  const time = isTimeLawful ? "time may be priced by it" : "time may not be priced by it";
  return `good: ${kwhText(stopMwh - startMwh)} kWh (${kwhText(startMwh)} to ${kwhText(stopMwh)}), ${when}; ${time}`;
}

function claimLine({ claim, judged }: Shown, record: number): readonly string[] {
  if (claim === null || judged.verdict === "good") return [];
  const fits = claim === "verifies" ? "fits it" : "does not fit it";
  return [
    `Record ${record} came with a key that ${fits}. That is a claim: only a registered key (--key) proves.`,
  ];
}

/** Whole mWh as text: JSON's numbers are floats to many readers. */
function machineForm(shown: readonly Shown[], session: SignedVerdict): unknown {
  return {
    session:
      session.kind === "good"
        ? {
            kind: session.kind,
            start_mwh: String(session.startMwh),
            stop_mwh: String(session.stopMwh),
            begin_at: session.beginAt === null ? null : isoText(session.beginAt),
            end_at: session.endAt === null ? null : isoText(session.endAt),
            time_lawful: session.isTimeLawful,
            meter_serial: session.meterSerial,
          }
        : { kind: session.kind, why: session.kind === "none" ? null : session.why },
    records: shown.map(({ judged, record, claim }) => ({
      ...judged,
      claim,
      page: record === null ? null : `${record.page.context}${record.page.number}`,
      gateway_serial: record?.gatewaySerial ?? null,
      meter_serial: record?.meterSerial ?? null,
      algorithm: record?.signature.algorithm ?? null,
      readings: (record?.readings ?? []).map((reading) => ({
        time: reading.timeText,
        transaction: reading.transaction,
        register: reading.register,
        value: reading.value,
        unit: reading.unit,
        error_flags: reading.errorFlags,
        meter_status: reading.meterStatus,
      })),
    })),
  };
}
