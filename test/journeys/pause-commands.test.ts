/** Starts are paused and taken up again from the command line, on a product that runs, while somebody charges. */
import type { Command } from "@barq/local/cli/command";
import { UsageError } from "@barq/local/cli/command";
import { pauseCommand, resumeCommand } from "@barq/local/cli/pause";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
let code: string;
beforeAll(async () => {
  street = await openStreet();
  code = (await street.openStation({ id: "CAS-DC-09", tariff: perKwh })).codes[0] ?? "";
});
afterAll(() => street.close());
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
  const left = await command.run(words);
  return { code: left, said: out.mock.calls.flat().join("\n") };
}
const paused = v.object({ id: v.string(), state: v.string() });

it("in one command each: drivers read why in their language, and then see the price again", async () => {
  expect((await run(pauseCommand)).said).toBe("Nothing is paused, and nothing was.");
  const made = await run(
    pauseCommand,
    "station",
    "CAS-DC-09",
    "--reason",
    "power",
    "--note",
    "hot",
    "--json",
  ).catch((error: unknown) => error);
  expect(made).toMatchObject({ code: 0 });
  const { id } = v.parse(paused, JSON.parse(v.parse(v.object({ said: v.string() }), made).said));
  expect((await street.driver().open(`/q/${code}?lang=fr`)).text).toContain(
    "L’alimentation électrique est limitée",
  );
  expect((await run(pauseCommand)).said).toContain("station CAS-DC-09");
  expect((await run(resumeCommand, id, "--note", "cool again")).said).toContain("Sessions may begin again");
  expect((await street.driver().open(`/q/${code}?lang=fr`)).text).toContain("Continuer vers le paiement");
});

it("and say what they lack, in words", async () => {
  await expect(run(pauseCommand, "operator")).rejects.toThrow(UsageError);
  await expect(run(resumeCommand, "nothing")).rejects.toThrow(UsageError);
  await expect(run(pauseCommand, "planet", "--note", "words")).rejects.toThrow(/scope/);
  await expect(run(resumeCommand, "aaaaaaaaaaaaaaaaaaaa", "--note", "words")).rejects.toThrow(
    /no such pause/,
  );
});
