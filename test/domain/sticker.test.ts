import {
  batchOfSticker,
  mostStickersOfBatch,
  readTypedCode,
  stickerIdOf,
  stickerSigns,
  typedCodeOf,
} from "@barq/domain/sticker";
import { describe, expect, it } from "vitest";

const batch = "7kq2mx";
const plain = (code: string): string => code.replaceAll("-", "");

describe("a typed code", () => {
  it("with any one sign wrong is refused, whichever sign and wherever", () => {
    for (const n of [1, 30, 31, 500, mostStickersOfBatch]) {
      const code = plain(typedCodeOf(batch, n));
      for (let place = 0; place < code.length; place++)
        for (const sign of stickerSigns) {
          if (sign === code[place]) continue;
          const wrong = code.slice(0, place) + sign + code.slice(place + 1);
          expect(readTypedCode(wrong).kind, wrong).toBe("mistyped");
        }
    }
  });

  it("with any two signs in each other's place is refused", () => {
    for (const n of [2, 77, 960]) {
      const code = plain(typedCodeOf(batch, n));
      for (let a = 0; a < code.length; a++)
        for (let b = a + 1; b < code.length; b++) {
          if (code[a] === code[b]) continue;
          const signs = [...code];
          [signs[a], signs[b]] = [code.charAt(b), code.charAt(a)];
          expect(readTypedCode(signs.join("")).kind).toBe("mistyped");
        }
    }
  });

  it("that is no code at all is malformed, however long or strange", () => {
    for (const text of [
      "",
      "0",
      "ABC-DEF-GHI",
      "ABCDEFGH",
      "ABCDEFGHJK",
      "٣٣٣٣٣٣٣٣٣",
      "💳".repeat(9),
      "A".repeat(1e6),
    ])
      expect(readTypedCode(text).kind).toBe("malformed");
  });

  it("is read with small letters, spaces and whatever hyphens a phone makes", () => {
    const code = typedCodeOf(batch, 12);
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/);
    for (const typed of [
      code,
      code.toLowerCase(),
      code.replaceAll("-", " "),
      code.replaceAll("-", "–"),
      ` ${plain(code)} `,
    ])
      expect(readTypedCode(typed)).toEqual({ kind: "good", batch, n: 12 });
  });

  it("names one sticker alone: every number of a batch comes back, and no two are the same", () => {
    const ids = new Set<string>();
    for (let n = 1; n <= mostStickersOfBatch; n++) {
      expect(readTypedCode(typedCodeOf(batch, n))).toEqual({ kind: "good", batch, n });
      const id = stickerIdOf({ id: batch, slug: null }, n);
      expect(batchOfSticker(id)).toEqual({ batch, n });
      ids.add(id);
    }
    expect(ids.size).toBe(mostStickersOfBatch);
    expect(() => typedCodeOf(batch, 0)).toThrow(RangeError);
    expect(() => typedCodeOf(batch, mostStickersOfBatch + 1)).toThrow(RangeError);
  });
});

describe("a station's own code", () => {
  it("is named by its station, and taken for no sticker of a batch", () => {
    expect(stickerIdOf({ id: batch, slug: "cas-dc-01" }, 2)).toBe("cas-dc-01-2");
    expect(batchOfSticker("cas-dc-01-2")).toBeUndefined();
  });
});
