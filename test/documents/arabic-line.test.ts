/** Mixed lines in the order of paper: what tears figures apart, turns brackets around or lets a name turn its surroundings. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isolated, openIsolates, runsOf } from "@barq/documents/arabic-line";
import { printable } from "@barq/documents/printable";
import { fontOfWoff } from "@barq/documents/woff";
import { describe, expect, it } from "vitest";

const shown = (text: string, base: "rtl" | "ltr" = "rtl") => runsOf(text, base).map(({ text: run }) => run);
const nb = "\u00a0";

describe("a line of Arabic and figures", () => {
  it("keeps a grouped amount in one piece, its sign before it, its currency at its left", () => {
    expect(shown(`المجموع ${isolated(`-1${nb}234,50`)}${nb}درهم`)).toEqual([
      `${nb}درهم`,
      `-1${nb}234,50`,
      "المجموع ",
    ]);
  });

  it("keeps a percent sign with its rate, inside brackets that open to the left", () => {
    const runs = runsOf(`(الضريبة ${isolated(`20${nb}%`)})`, "rtl");
    expect(runs.map(({ text }) => text)).toEqual(["(", `20${nb}%`, ")الضريبة "]);
  });

  it("keeps an id, a date and a time as they are written", () => {
    for (const id of [
      "CAS-ANFA-2026-000123",
      "24/11/2026 15:52",
      "UTC+01:00",
      "https://barq.example/t",
      "-12",
    ])
      expect(shown(`رقم ${isolated(id)}.`)).toEqual([".", id, "رقم "]);
  });

  it("reads Arabic inside a line of Latin from its own end", () => {
    expect(runsOf("Reçu محطة الرباط, fin", "ltr")).toEqual([
      { text: "Reçu ", rtl: false },
      { text: "محطة الرباط", rtl: true },
      { text: ", fin", rtl: false },
    ]);
  });

  it("is never turned around by somebody's name", () => {
    for (const sign of ["\u202e", "\u2067", "\u200f", "\u061c", "\u202d"])
      expect(printable(`Ab${sign}cd`, { face: "plex" })).toBe("Abcd");
  });

  it("goes on in the next line with the isolates that the one before has left open", () => {
    expect(openIsolates("\u2066a \u2067b\u2069 c")).toBe("\u2066");
    expect(openIsolates("\u2066a\u2069")).toBe("");
    expect(runsOf("", "rtl")).toEqual([]);
  });
});

describe("the fonts", () => {
  const folder = join(import.meta.dirname, "../../packages/documents/fonts");

  it("are whole fonts when they are unpacked, and come with their licence", () => {
    for (const name of ["Regular", "Bold"]) {
      const font = fontOfWoff(readFileSync(join(folder, `IBMPlexSansArabic-${name}.woff`)));
      const tables = Array.from({ length: font.readUInt16BE(4) }, (_, n) => {
        const at = 12 + n * 16;
        const from = font.readUInt32BE(at + 8);
        const bytes = font.subarray(from, from + font.readUInt32BE(at + 12));
        const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
        let sum = 0;
        for (let word = 0; word < padded.length; word += 4) sum = (sum + padded.readUInt32BE(word)) >>> 0;
        return { tag: font.toString("latin1", at, at + 4), good: sum === font.readUInt32BE(at + 4) };
      });
      expect(tables.map(({ tag }) => tag)).toEqual(expect.arrayContaining(["GPOS", "GSUB", "cmap", "glyf"]));
      // The head's own sum is of the whole file, and leaves itself out.
      expect(tables.filter(({ tag, good }) => !good && tag !== "head")).toEqual([]);
    }
    expect(readFileSync(join(folder, "OFL.txt"), "utf8")).toContain("SIL Open Font License");
    expect(() => fontOfWoff(Buffer.from("no font at all"))).toThrow("WOFF");
  });
});
