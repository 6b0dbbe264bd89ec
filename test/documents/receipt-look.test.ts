import { describe, expect, it } from "vitest";
import type { Piece } from "./pdf-text.ts";
import { linesOf, piecesOf } from "./pdf-text.ts";
import { crowded, dear, everyKind, mad, print } from "./receipts.ts";
import { rich } from "./rich-receipt.ts";
import { receipt } from "./sold-session.ts";

describe("the receipt as PDF: how it looks", () => {
  const locales = ["fr", "en", "ar"] as const;

  it.each(everyKind)("never writes over itself or off the page: %s", async (_, of) => {
    for (const locale of locales) {
      const pieces = piecesOf(await print(of, locale));
      for (const piece of pieces) {
        expect(piece.x).toBeGreaterThanOrEqual(55.9);
        expect(piece.x + piece.width).toBeLessThanOrEqual(539.4);
        expect(piece.y).toBeGreaterThan(30);
        expect(piece.y).toBeLessThan(800);
      }
      expect(overlapsOf(pieces)).toEqual([]);
    }
  });

  it("puts figures of a column under each other, to the last digit", async () => {
    for (const of of [receipt, dear]) {
      const pieces = piecesOf(await print(of));
      const figures = pieces.filter((piece) => /^[\d\u00a0]+,\d\d$/.test(piece.text));
      const edges = new Set(figures.map((piece) => (piece.x + piece.width).toFixed(1)));
      expect(figures).toHaveLength(of.lines.length * 4 - (of === dear ? 3 : 0));
      expect([...edges].sort()).toEqual(
        of === dear ? ["406.0", "484.0", "539.3"] : ["346.0", "406.0", "484.0", "539.3"],
      );
    }
  });

  it("stays on one page with idle lines, a refund and a correction, in every language", async () => {
    const refund = {
      amount: mad("10.00"),
      sent_at: "2026-11-25T10:00:00Z",
      credit_note: "CN-E1-2026-000001",
    };
    const corrected = {
      on: "2026-12-03T10:00:00Z",
      cdr: `${receipt.session}-2`,
      credit_note: refund.credit_note,
      energy_kwh: "9.845",
      before_tax: mad("28.75"),
      tax: mad("5.75"),
      after_tax: mad("34.50"),
      proof_sha256: "7c".repeat(32),
    };
    for (const locale of locales)
      for (const of of [
        { ...receipt, refunds: [refund] },
        { ...receipt, refunds: [refund], corrected },
        rich,
      ])
        expect(new Set(piecesOf(await print(of, locale)).map(({ page }) => page))).toEqual(new Set([1]));
  });

  it("goes on over as many pages as the lines need, each with the table's head and its number", async () => {
    const lines = linesOf(await print(crowded));
    const pages = Math.max(...piecesOf(await print(crowded)).map((piece) => piece.page));
    expect(pages).toBeGreaterThan(5);
    expect(lines.filter((line) => line.startsWith("Énergie 12,345 kWh"))).toHaveLength(60);
    expect(lines.filter((line) => line.startsWith("Forfait par session 1 session"))).toHaveLength(60);
    expect(lines.filter((line) => line.startsWith("Désignation,")).length).toBeGreaterThanOrEqual(pages - 1);
    expect(lines).toContain(`Reçu CAS-ANFA-2026-000123 Page ${pages} / ${pages}`);
  });

  it("is one page for an ordinary session, in every language", async () => {
    for (const locale of locales) {
      const pieces = piecesOf(await print(receipt, locale));
      expect(new Set(pieces.map((piece) => piece.page))).toEqual(new Set([1]));
    }
  });
});

/** Pieces of one page whose letters touch: baselines nearer than a line, and places across that meet. */
function overlapsOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap((a, n) =>
    pieces.slice(n + 1).flatMap((b) => {
      if (a.page !== b.page) return [];
      const [upper, lower] = a.y >= b.y ? [a, b] : [b, a];
      const apart = upper.y - upper.size * 0.21 >= lower.y + lower.size * 0.72 - 0.5;
      const beside = a.x + a.width <= b.x + 0.05 || b.x + b.width <= a.x + 0.05;
      return apart || beside ? [] : [`${a.text} | ${b.text}`];
    }),
  );
}
