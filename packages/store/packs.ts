/**
 * Readings packed into few bytes and back without losing a sign: times as differences, words by a dictionary, plain
 * decimals as differences of their digits, anything else as text. The first byte is the format's version, then comes how
 * many readings there are, so that a pack cut short is never taken for a smaller one. Version 2 adds multipliers and words;
 * packs of version 1 are read as they were written.
 */
import { decimalText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import type { Reading } from "@barq/domain/reading";

/** A reading with the instant at which it arrived here. */
export interface StoredReading extends Reading {
  readonly arrivedAt: Instant;
}

/** Words that stations send all day; others are written out once a pack, and numbered behind these: a version's never change. */
const firstWords: readonly string[] = [
  "Energy.Active.Import.Register",
  "Power.Active.Import",
  "Barq.ConnectorStatus",
  "Current.Import",
  "Voltage",
  "SoC",
  "Energy.Active.Import.Interval",
  "Wh",
  "kWh",
  "W",
  "kW",
  "A",
  "V",
  "Percent",
  "Sample.Periodic",
  "Sample.Clock",
  "Transaction.Begin",
  "Transaction.End",
  "Trigger",
  "Other",
  "Interruption.Begin",
  "Interruption.End",
  "Outlet",
  "Inlet",
  "Body",
  "Cable",
  "EV",
  "L1",
  "L2",
  "L3",
  "N",
];

const version = 2;
const words: readonly string[] = [
  ...firstWords,
  "Barq.EventNumber",
  "Started",
  "Updated",
  "Ended",
  "Current.Offered",
  "Power.Offered",
  "Energy.Active.Export.Register",
  "L1-N",
  "L2-N",
  "L3-N",
  "L1-L2",
  "L2-L3",
  "L3-L1",
];
/** The dictionary of each version that was ever written. */
const dictionaries: ReadonlyMap<number, readonly string[]> = new Map([
  [1, firstWords],
  [version, words],
]);

class Writer {
  readonly bytes: number[] = [version];
  readonly #own = new Map<string, number>();
  /** unsigned, seven bits a byte */
  unsigned(value: bigint): void {
    let rest = value;
    while (rest >= 128n) {
      this.bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.bytes.push(Number(rest));
  }
  signed(value: bigint): void {
    this.unsigned(value < 0n ? -value * 2n - 1n : value * 2n);
  }
  text(value: string): void {
    const utf8 = new TextEncoder().encode(value);
    this.unsigned(BigInt(utf8.length));
    for (const byte of utf8) this.bytes.push(byte);
  }
  /** 0 is null, then the dictionary, then this pack's own words in the order of their first use */
  word(value: string | null): void {
    const known = value === null ? -1 : words.indexOf(value);
    const own = value === null ? undefined : this.#own.get(value);
    if (value === null) this.unsigned(0n);
    else if (known >= 0) this.unsigned(BigInt(known + 1));
    else if (own !== undefined) this.unsigned(BigInt(words.length + 1 + own));
    else {
      this.unsigned(BigInt(words.length + 1 + this.#own.size));
      this.#own.set(value, this.#own.size);
      this.text(value);
    }
  }
}

class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #words: readonly string[];
  readonly #own: string[] = [];
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const known = dictionaries.get(this.byte());
    if (!known) throw new Error("a pack of an unknown version");
    this.#words = known;
  }
  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error("a pack ends too early");
    return byte;
  }
  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }
  unsigned(): bigint {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7n;
    }
  }
  signed(): bigint {
    const value = this.unsigned();
    return value % 2n === 1n ? -(value + 1n) / 2n : value / 2n;
  }
  text(): string {
    const length = Number(this.unsigned());
    if (this.#at + length > this.#bytes.length) throw new Error("a pack ends too early");
    const slice = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(slice);
  }
  word(): string | null {
    const n = Number(this.unsigned());
    if (n === 0) return null;
    const known = this.#words[n - 1];
    if (known !== undefined) return known;
    const own = n - this.#words.length - 1;
    const before = this.#own[own];
    if (before !== undefined) return before;
    const word = this.text();
    this.#own.push(word);
    return word;
  }
}

/** Digits and decimals of a plain decimal that is written back letter for letter; undefined for any other text. */
function plainDecimal(text: string): { readonly digits: bigint; readonly decimals: number } | undefined {
  const match = /^(0|[1-9]\d{0,17})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return undefined;
  const part = match[2] ?? "";
  return { digits: BigInt(`${match[1]}${part}`), decimals: part.length };
}

/** Text that is no Unicode (half a surrogate pair) has no bytes; it is kept with the sign that says so, and never refused. */
const wellFormed = (reading: StoredReading): StoredReading => ({
  ...reading,
  value: reading.value.toWellFormed(),
  measurand: reading.measurand.toWellFormed(),
  unit: reading.unit?.toWellFormed() ?? null,
  context: reading.context.toWellFormed(),
  phase: reading.phase?.toWellFormed() ?? null,
  location: reading.location.toWellFormed(),
});

export function encodePack(readings: readonly StoredReading[]): Uint8Array {
  const out = new Writer();
  let [lastAt, lastArrived] = [0n, 0n];
  const lastDigits = new Map<string, bigint>();
  out.unsigned(BigInt(readings.length));
  for (const reading of readings.map(wellFormed)) {
    const decimal = plainDecimal(reading.value);
    const header =
      (reading.at === null ? 0 : 1) |
      (decimal ? 2 : 0) |
      (reading.format === "SignedData" ? 4 : 0) |
      ((decimal?.decimals ?? 0) << 3) |
      (reading.multiplier === undefined ? 0 : 64);
    out.unsigned(BigInt(header));
    if (reading.multiplier !== undefined) out.signed(BigInt(reading.multiplier));
    if (reading.at !== null) {
      out.signed(BigInt(reading.at) - lastAt);
      lastAt = BigInt(reading.at);
    }
    out.signed(BigInt(reading.arrivedAt) - lastArrived);
    lastArrived = BigInt(reading.arrivedAt);
    for (const word of [reading.measurand, reading.unit, reading.context, reading.phase, reading.location])
      out.word(word);
    if (decimal) {
      const series = `${reading.measurand} ${reading.phase} ${decimal.decimals}`;
      out.signed(decimal.digits - (lastDigits.get(series) ?? 0n));
      lastDigits.set(series, decimal.digits);
    } else out.text(reading.value);
  }
  return Uint8Array.from(out.bytes);
}

/** @throws Error for a pack of an unknown version, one that is cut short, or one with something behind it */
export function decodePack(bytes: Uint8Array): readonly StoredReading[] {
  const input = new Reader(bytes);
  const readings: StoredReading[] = [];
  let [lastAt, lastArrived] = [0n, 0n];
  const lastDigits = new Map<string, bigint>();
  const must = (word: string | null): string => {
    if (word === null) throw new Error("a pack without a word that must be there");
    return word;
  };
  const count = Number(input.unsigned());
  while (readings.length < count) {
    const header = Number(input.unsigned());
    const scale = header & 64 ? { multiplier: Number(input.signed()) } : {};
    if (header & 1) lastAt += input.signed();
    const at = header & 1 ? Number(lastAt) : null;
    lastArrived += input.signed();
    const measurand = must(input.word());
    const unit = input.word();
    const context = must(input.word());
    const phase = input.word();
    const location = must(input.word());
    let value: string;
    if (header & 2) {
      const decimals = (header >> 3) & 7;
      const series = `${measurand} ${phase} ${decimals}`;
      const digits = (lastDigits.get(series) ?? 0n) + input.signed();
      lastDigits.set(series, digits);
      value = decimalText(digits, decimals);
    } else value = input.text();
    const format = header & 4 ? "SignedData" : "Raw";
    readings.push({
      at,
      value,
      measurand,
      unit,
      ...scale,
      context,
      phase,
      location,
      format,
      arrivedAt: Number(lastArrived),
    });
  }
  if (!input.done) throw new Error("a pack goes on after its end");
  return readings;
}
