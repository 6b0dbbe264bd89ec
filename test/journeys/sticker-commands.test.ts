/** Stickers from the command line on a product that runs: printed, bound, sold from, moved, and withdrawn. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "@barq/local/cli/command";
import { helpOf, UsageError } from "@barq/local/cli/command";
import { stickersCommand } from "@barq/local/cli/stickers";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
let folder: string;
beforeAll(async () => {
  street = await openStreet();
  await street.openStation({ id: "CAS-DC-09", tariff: perKwh });
  folder = mkdtempSync(join(tmpdir(), "barq-stickers-"));
});
afterAll(async () => {
  await street.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function run(command: Command, ...words: readonly string[]) {
  vi.stubEnv("BARQ_DATA", street.product.settings.data);
  const out = vi
    .spyOn(console, "log")
    .mockReset()
    .mockImplementation(() => undefined);
  const code = await command.run(words);
  return { code, said: out.mock.calls.flat().join("\n") };
}
const made = v.object({ id: v.string(), sheets: v.array(v.string()) });

it("are printed as sheets, bound by the code beside the picture, and a driver who types it sees the price", async () => {
  const printed = await run(stickersCommand, "print", "6", "--out", folder, "--json");
  const { id, sheets } = v.parse(made, JSON.parse(printed.said));
  expect(sheets).toHaveLength(2);
  expect(readdirSync(folder).sort()).toEqual([`${id}-001.svg`, `${id}-002.svg`]);
  const codes = [
    ...readFileSync(sheets[0] ?? "", "utf8").matchAll(/>([2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})</g),
  ];
  const [first = "", second = ""] = codes.map(([, code]) => code ?? "");
  expect((await run(stickersCommand, first)).said).toContain("is blank");
  const bound = await run(stickersCommand, "bind", first, "CAS-DC-09", "1");
  expect(bound.said).toContain("is bound, connector 1 of CAS-DC-09");
  const page = await street.driver().open(`/t?code=${first.toLowerCase()}&lang=en`);
  expect(page.text).toContain("4.50");
  await expect(run(stickersCommand, "bind", first, "CAS-DC-09", "2")).rejects.toThrow(
    /stands for connector 1|has no connector/,
  );
  const replaced = await run(
    stickersCommand,
    "bind",
    second,
    "CAS-DC-09",
    "1",
    "--replaces",
    first,
    "--reason",
    "torn",
  );
  expect(replaced.said).toContain("is bound");
  expect((await run(stickersCommand, first)).said).toMatch(/is revoked[\s\S]*replaced .*torn/);
  expect((await run(stickersCommand, "revoke", id, "--reason", "lost in the van")).said).toContain(
    "withdrawn",
  );
  expect((await run(stickersCommand)).said).toMatch(new RegExp(`${id} .*blank, to be bound .*withdrawn`));
});

it("are not printed over what is there, and what is amiss says what to do", async () => {
  for (const words of [
    ["print"],
    ["print", "0"],
    ["print", "x"],
    ["bind", "ABC"],
    ["revoke", "ABC"],
    ["a", "b"],
  ])
    await expect(run(stickersCommand, ...words)).rejects.toThrow(UsageError);
  await expect(run(stickersCommand, "print", "999", "--out", folder)).rejects.toThrow(/960|stickers/);
  await expect(run(stickersCommand, "ABC-DEF-GHJ")).rejects.toThrow(/sign|printed/);
  expect(helpOf(stickersCommand)).toContain("bind CODE STATION CONNECTOR");
});

it("are printed as one PDF where that is asked for", async () => {
  const pdf = join(folder, "pdf");
  const printed = await run(stickersCommand, "print", "6", "--pdf", "--out", pdf, "--json");
  const { id } = v.parse(made, JSON.parse(printed.said));
  expect(readdirSync(pdf)).toEqual([`${id}-001.pdf`]);
  expect(readFileSync(join(pdf, `${id}-001.pdf`), "latin1")).toMatch(/^%PDF-1/);
});
