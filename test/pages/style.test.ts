/** The stylesheet: enough contrast for WCAG 2.2 AA in light and dark, nothing from elsewhere, nothing that knows left from right. */
import { styleSheet } from "@barq/pages/style";
import { describe, expect, it } from "vitest";

/** Relative luminance and contrast (WCAG 2.2, 1.4.3). */
function luminance(colour: string): number {
  const digits =
    colour.length === 4
      ? [...colour.slice(1)].map((sign) => sign + sign)
      : (colour.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const palettes = [...styleSheet.matchAll(/:root\{([^}]*)\}/g)].map(
  ([, rules = ""]) =>
    new Map(
      [...rules.matchAll(/--([a-z-]+):(#[0-9a-f]{3,6})/g)].map(([, name = "", colour = ""]) => [
        name,
        colour,
      ]),
    ),
);

const pairs = [
  ["ink", "ground"],
  ["ink", "card"],
  ["soft", "ground"],
  ["soft", "card"],
  ["soft", "wait"],
  ["go", "ground"],
  ["go", "card"],
  ["go-ink", "go"],
  ["stop-ink", "stop"],
  ["good-ink", "good"],
  ["wait-ink", "wait"],
  ["bad-ink", "bad"],
] as const;

describe("the stylesheet", () => {
  it("has a light and a dark palette in which every text can be read", () => {
    expect(palettes).toHaveLength(2);
    for (const palette of palettes) {
      for (const [text, ground] of pairs) {
        const ratio = contrast(palette.get(text) ?? "", palette.get(ground) ?? "");
        expect(
          ratio,
          `${text} on ${ground}: ${palette.get(text)} on ${palette.get(ground)}`,
        ).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("turns round by itself for Arabic: logical properties alone", () => {
    expect(styleSheet).not.toMatch(
      /(?:margin|padding|border|text-align|float|inset)[a-z-]*(?:-|:\s*)(?:left|right)\b/,
    );
    expect(styleSheet).not.toMatch(/url\(|@import|@font-face/);
  });
});
