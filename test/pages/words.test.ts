/** The catalogue: every word in every language, and words for every reason and refusal that a driver can meet. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sessionStates } from "@barq/domain/session";
import { statuses } from "@barq/functions/api/problem";
import { html } from "@barq/pages/html";
import { meterWordsOf } from "@barq/pages/meter-words";
import { refundWordsOf } from "@barq/pages/refund-words";
import { knownRefusal } from "@barq/pages/refusals";
import { scanWordsOf } from "@barq/pages/scan-words";
import { sessionWordsOf } from "@barq/pages/session-words";
import { verifyWordsOf } from "@barq/pages/verify-words";
import { wordFor, wordsOf } from "@barq/pages/words";
import { describe, expect, it } from "vitest";
import { everyLocale } from "./samples.ts";

interface Leaf {
  readonly path: string;
  readonly text: string;
}

const isText = (value: unknown): value is (...parts: unknown[]) => unknown => typeof value === "function";

/** Every word with its place; a sentence is given something to say, and must say all of it. */
function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (isText(value)) {
    const parts = ["①", "②", "③"].slice(0, value.length).map((sign) => html`${sign}`);
    const text = String(value(...parts));
    for (const part of parts) expect(text, path).toContain(part.toString());
    return [{ path, text }];
  }
  return Object.entries(value ?? {}).flatMap(([name, each]) => leavesOf(each, `${path}.${name}`));
}

const catalogues = everyLocale.map((locale) => ({
  locale,
  leaves: leavesOf(
    {
      ...wordsOf(locale),
      scan: scanWordsOf(locale),
      session: sessionWordsOf(locale),
      verify: verifyWordsOf(locale),
      refund: refundWordsOf(locale),
      meter: meterWordsOf(locale),
    },
    "",
  ),
}));

describe("the catalogue", () => {
  it("has the same words in every language, and none is empty", () => {
    const [first, ...others] = catalogues.map(({ leaves }) => leaves.map(({ path }) => path));
    for (const other of others) expect(other).toEqual(first);
    for (const { leaves } of catalogues) expect(leaves.filter(({ text }) => text.trim() === "")).toEqual([]);
    expect(first?.length).toBeGreaterThan(200);
  });

  it("is written in the language it says", () => {
    for (const { locale, leaves } of catalogues) {
      const sentences = leaves.filter(({ text }) => text.includes(" ")).map(({ text }) => text);
      if (locale === "ar") {
        const latin = sentences.filter((text) => !/[\u0600-\u06ff]/.test(text));
        expect(latin).toEqual([]);
        expect(
          sentences.filter((text) => /[?;,]|[\u0660-\u0669]/.test(text.replaceAll(/\d,\d/g, ""))),
        ).toEqual([]);
      } else {
        expect(sentences.filter((text) => /[\u0600-\u06ff]/.test(text))).toEqual([]);
      }
      // French typography: what is high stands after U+00A0, and the apostrophe is a real one.
      if (locale === "fr") expect(sentences.filter((text) => /[^\u00a0][?!;:»]|'/.test(text))).toEqual([]);
    }
  });

  it("never uses the words that the project does not use for money", () => {
    for (const { leaves } of catalogues.filter(({ locale }) => locale !== "ar")) {
      expect(
        leaves.filter(({ text }) =>
          /pre-?auth|pré-?autorisation|\bcharged\b|\bbornes?\b|\bchargers?\b/i.test(text),
        ),
      ).toEqual([]);
    }
  });

  it("has words for every state and for every refusal of the doors", () => {
    for (const locale of everyLocale) {
      const words = wordsOf(locale);
      for (const state of sessionStates) expect(sessionWordsOf(locale).states[state].title).not.toBe("");
      const codes = [...Object.keys(statuses), "method_not_allowed", "internal"];
      expect(codes.filter((code) => !knownRefusal(words.refusals, code))).toEqual([]);
    }
  });

  it("has words for every reason that an action gives a session before and after energy flowed", () => {
    const reasons = reasonsInActions();
    expect(reasons.refused).toContain("station_refused");
    expect(reasons.ended).toContain("energy_limit");
    const words = sessionWordsOf("en");
    expect(reasons.refused.filter((why) => wordFor(words.refused, why) === undefined)).toEqual([]);
    expect(reasons.ended.filter((why) => wordFor(words.ended, why) === undefined)).toEqual([]);
  });
});

/** The reasons as the actions write them down: what is handed to the functions that end a session, or set beside a state. */
function reasonsInActions(): { readonly refused: readonly string[]; readonly ended: readonly string[] } {
  const folder = join(import.meta.dirname, "../../packages/actions");
  const code = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const handedTo = (names: string): readonly string[] =>
    [
      ...code.matchAll(new RegExp(`(?<!function )\\b(?:${names})\\(((?:[^()]|\\([^()]*\\))*)\\)`, "g")),
    ].flatMap(([, words = ""]) => [...words.matchAll(/"([a-z_]+)"/g)].map(([, why = ""]) => why));
  return {
    refused: [...new Set(handedTo("beginRelease|abandonStart|giveBack|refuse"))],
    ended: [...new Set(handedTo("beginStop"))],
  };
}
