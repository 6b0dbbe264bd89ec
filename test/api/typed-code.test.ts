/** The code beside the picture, typed by whoever cannot scan: it leads where the picture leads, or says what is wrong with it. */
import { printStickers } from "@barq/actions/print-stickers";
import { revokeSticker } from "@barq/actions/revoke-sticker";
import { stickerSigns, typedCodeOf } from "@barq/domain/sticker";
import { codePage } from "@barq/pages/code-page";
import { beforeAll, describe, expect, it } from "vitest";
import { station } from "../actions/world.ts";
import { expectGoodPage } from "../pages/good-page.ts";
import type { Bench } from "./bench.ts";
import { createBench } from "./bench.ts";

let bench: Bench;
let own: string;
beforeAll(async () => {
  bench = await createBench();
  const { ports, tenant } = bench.world;
  const rows = ports.store.list(`${tenant}|STICKERS`);
  for await (const row of rows) if (row.slug === station.toLowerCase()) own = row.sk;
});
const typed = (code: string, lang = "en") => bench.ask(`/t?code=${encodeURIComponent(code)}&lang=${lang}`);

describe("a typed code", () => {
  it("leads to the page that its picture leads to, in the language that was chosen", async () => {
    const answer = await typed(typedCodeOf(own, 1).toLowerCase(), "ar");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/q/${bench.world.codeOf(1)}?lang=ar`);
  });

  it("with a wrong sign, of nothing that was printed, blank or withdrawn says which, and keeps what was typed", async () => {
    const { ports, tenant } = bench.world;
    const good = typedCodeOf(own, 1);
    const other = stickerSigns.charAt((stickerSigns.indexOf(good.slice(-1)) + 1) % stickerSigns.length);
    const wrong = `${good.slice(0, -1)}${other}`;
    const blank = await printStickers(ports, tenant, { stickers: 1, key: "blank" });
    await revokeSticker(ports, tenant, `${station.toLowerCase()}-2`, { reason: "copied", actor: "o" });
    for (const [code, words, status] of [
      [wrong, "A sign of this code is wrong", 404],
      [typedCodeOf("zzzzzz", 1), "No sticker has this code", 404],
      [typedCodeOf(blank.id, 1), "not in use now", 404],
      [typedCodeOf(own, 2), "not in use now", 404],
      ["hello", "A code has nine signs", 400],
      ["💳".repeat(5000), "A code has nine signs", 400],
      ['"><script>alert(1)</script>', "A code has nine signs", 400],
    ] as const) {
      const answer = await typed(code);
      expect(answer.status, code.slice(0, 20)).toBe(status);
      expect(answer.text).toContain(words);
      expect(answer.text).not.toContain("<script>alert");
    }
    expect((await typed(wrong)).text).toContain(`value="${wrong}"`);
  });

  it("is asked for by a good page in every language", async () => {
    for (const locale of ["ar", "fr", "en"] as const)
      for (const trouble of [null, "malformed", "mistyped", "unknown", "unused"] as const)
        expectGoodPage(codePage({ locale, typed: "ABC-DEF", trouble }));
    expect((await bench.ask("/t?lang=fr")).text).toContain("Saisir le code");
    expect((await bench.ask("/")).text).toContain("/t?lang=");
  });
});
