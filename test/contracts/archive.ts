/** What every archive must do, whatever it is made of. Each adapter runs this suite. */
import type { Archive } from "@barq/archive/port";
import { describe, expect, it } from "vitest";

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function describeArchive(name: string, makeArchive: () => Archive): void {
  describe(`archive, ${name}`, () => {
    it("never changes a file: other bytes under its name are refused, the first ones stay", async () => {
      const archive = makeArchive();
      expect(await archive.put("t/a.json", bytes("one"))).toBe("kept");
      for (const other of ["two", "on", "one ", ""]) {
        expect(await archive.put("t/a.json", bytes(other))).toBe("differs");
      }
      expect(await archive.get("t/a.json")).toEqual(bytes("one"));
    });

    it("keeps exactly one of many who write different bytes under one name at once, and tells each which", async () => {
      const archive = makeArchive();
      const texts = Array.from({ length: 20 }, (_, n) => `version ${n}`);
      const answers = await Promise.all(texts.map((text) => archive.put("t/race.json", bytes(text))));
      expect(answers.filter((answer) => answer === "kept")).toHaveLength(1);
      const winner = texts[answers.indexOf("kept")] ?? "";
      expect(await archive.get("t/race.json")).toEqual(bytes(winner));
    });

    it("takes the same bytes again, one after the other and at once", async () => {
      const archive = makeArchive();
      const again = await Promise.all(
        Array.from({ length: 10 }, () => archive.put("t/same.json", bytes("same"))),
      );
      expect([...again, await archive.put("t/same.json", bytes("same"))]).toEqual(Array(11).fill("kept"));
    });

    it("refuses names that leave the folder, hide in it, or are none", async () => {
      const archive = makeArchive();
      const names = [
        "..",
        "../a",
        "a/../../b",
        "a/..",
        "./a",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "/etc/passwd",
        "a//b",
      ];
      const none = [
        "",
        "a/",
        "a\\b",
        "a\u0000b",
        "a b",
        "a\nb",
        "é",
        "a".repeat(201),
        `${"a/".repeat(250)}b`,
      ];
      for (const bad of [...names, ...none]) {
        await expect(archive.put(bad, bytes("x")), bad).rejects.toThrow("no name");
        await expect(archive.get(bad), bad).rejects.toThrow("no name");
      }
    });

    it("has nothing under a name that was never written, nor under one that others' names begin with", async () => {
      const archive = makeArchive();
      await archive.put("t/deep/a.json", bytes("x"));
      for (const unknown of ["t/deep/b.json", "other", "t/deep", "t", "t/deep/a.json/b", "a".repeat(200)]) {
        expect(await archive.get(unknown), unknown).toBeUndefined();
      }
    });

    it("keeps every byte, an empty file and a megabyte too, and names as long as are allowed", async () => {
      const archive = makeArchive();
      const all = Uint8Array.from({ length: 1_000_003 }, (_, n) => n % 256);
      const long = `t/${"n".repeat(195)}.json`;
      expect(await archive.put("t/all.bin", all)).toBe("kept");
      expect(await archive.put("t/empty", new Uint8Array())).toBe("kept");
      expect(await archive.put(long, bytes("x"))).toBe("kept");
      expect(Buffer.compare((await archive.get("t/all.bin")) ?? bytes(""), all)).toBe(0);
      expect(await archive.get("t/empty")).toEqual(new Uint8Array());
      expect(await archive.get(long)).toEqual(bytes("x"));
    });

    it("gives and takes copies: whoever changes his own bytes afterwards changes no file", async () => {
      const archive = makeArchive();
      const mine = bytes("mine");
      await archive.put("t/mine", mine);
      mine.fill(0);
      (await archive.get("t/mine"))?.fill(0);
      expect(await archive.get("t/mine")).toEqual(bytes("mine"));
      const part = new Uint8Array(bytes("0123456789").buffer, 2, 3);
      await archive.put("t/part", part);
      expect(await archive.get("t/part")).toEqual(bytes("234"));
    });
  });
}
