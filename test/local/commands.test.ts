/** The command line where something is amiss: it says what is so and what to do next, and never answers as if all were well. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clockCommand } from "@barq/local/cli/clock";
import type { Command } from "@barq/local/cli/command";
import { helpOf } from "@barq/local/cli/command";
import { ocmfCommand } from "@barq/local/cli/ocmf";
import { priceCommand } from "@barq/local/cli/price";
import { stationCommand } from "@barq/local/cli/station";
import { verifyCommand } from "@barq/local/cli/verify";
import { settleClock } from "@barq/local/clock";
import { openSecrets } from "@barq/local/secrets";
import { settingsOf } from "@barq/local/settings";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";

const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "barq-commands-"));
afterAll(() => rmSync(home, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

let files = 0;
function file(content: string): string {
  const path = join(home, `${++files}`);
  writeFileSync(path, content);
  return path;
}

async function run(command: Command, ...words: readonly string[]) {
  const [out, err] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const spy of [out, err]) spy.mockReset().mockImplementation(() => undefined);
  const code = await command.run(words);
  return { code, said: out.mock.calls.flat().join("\n"), warned: err.mock.calls.flat().join("\n") };
}

/** A folder on which a product has run and runs no more. */
async function stoppedFolder(wish: string): Promise<string> {
  const data = mkdtempSync(join(home, "data-"));
  await openSecrets(data);
  settleClock(data, wish, Date.parse("2026-11-24T09:00:00Z"));
  vi.stubEnv("BARQ_DATA", data);
  return data;
}

describe("a folder without a Barq", () => {
  it("is said to be one, whatever is asked of it", async () => {
    vi.stubEnv("BARQ_DATA", join(home, "nowhere"));
    const nothing = /There is no Barq in .*nowhere: npm start makes one, BARQ_DATA names another/;
    await expect(run(clockCommand)).rejects.toThrow(nothing);
    await expect(run(clockCommand, "+10m")).rejects.toThrow(nothing);
    await expect(run(stationCommand, "A", "plug")).rejects.toThrow(nothing);
    await expect(run(verifyCommand, file("{}"))).rejects.toThrow(/nowhere: .*--keys FILE/);
  });
});

describe("a product that has stopped", () => {
  it("has nobody who hears of a cable: nothing is said to be done", async () => {
    await stoppedFolder("real");
    await expect(run(stationCommand, "A", "plug")).rejects.toThrow(/No Barq runs on .*: npm start runs it/);
  });

  it("shows its time with the word that nothing runs, and moves no clock that is not manual", async () => {
    const data = await stoppedFolder("real");
    expect((await run(clockCommand)).warned).toBe(`No Barq runs on ${data}: its clock is the machine's.`);
    await expect(run(clockCommand, "+10m")).rejects.toThrow(
      /No Barq runs on .*, and its clock was not manual: BARQ_CLOCK=manual npm start/,
    );
  });

  it("has a manual clock that stands until somebody moves it", async () => {
    await stoppedFolder("manual");
    expect(await run(clockCommand, "+10m")).toMatchObject({
      code: 0,
      said: "2026-11-24T09:10:00Z",
      warned: expect.stringContaining("No Barq runs on"),
    });
    expect((await run(clockCommand)).said).toBe("2026-11-24T09:10:00Z");
  });
});

describe("keys for a proof", () => {
  it("are a key set as it is published; anything else is said to be none, in words of ours", async () => {
    for (const content of ["{}", "[]", '{"keys":{}}', '{"keys":[{}]}'])
      await expect(run(verifyCommand, file("{}"), "--keys", file(content))).rejects.toThrow(
        /is no key set: it is to be \{"keys": \[\.\.\.\]\}, as \/\.well-known\/jwks\.json answers it/,
      );
    await expect(run(verifyCommand, file("{}"), "--keys", file("nothing"))).rejects.toThrow("is not JSON");
    await expect(run(verifyCommand, file("{}"), "--keys", join(home, "gone"))).rejects.toThrow("no file");
  });
});

describe("settings", () => {
  it.each([
    ["BARQ_LIMITS", "yes", /BARQ_LIMITS is "yes"; it may be on or off/],
    ["STRIPE_BEYOND_HOLD", "true", /STRIPE_BEYOND_HOLD is "true"; it may be on or off/],
    ["DYNAMODB_ENDPOINT", "localhost:8000", /DYNAMODB_ENDPOINT is "localhost:8000", which is no address/],
  ])("refuse %s=%s in words", (name, value, words) => {
    expect(() => settingsOf({ [name]: value })).toThrow(words);
  });

  it("take limits on and off, and off where nothing is said", () => {
    const limits = ["on", "off"].map((value) => settingsOf({ BARQ_LIMITS: value }).limits);
    expect([...limits, settingsOf({}).limits]).toEqual([true, false, false]);
  });

  it("go beyond a hold only where that is said", () => {
    const beyond = ["on", "off"].map((value) => settingsOf({ STRIPE_BEYOND_HOLD: value }).beyondHold);
    expect([...beyond, settingsOf({}).beyondHold]).toEqual([true, false, false]);
  });
});

describe("help", () => {
  it.each([priceCommand, ocmfCommand, stationCommand, verifyCommand, clockCommand])(
    "of $name has its usage and every option",
    (command) => {
      const help = helpOf(command);
      expect(help).toContain(`barq -- ${command.usage}`);
      for (const name of [...Object.keys(command.options), "json", "help"])
        expect(help).toMatch(new RegExp(`^  --${name}\\b.*  \\S`, "m"));
    },
  );
});

describe("the examples", () => {
  const lines = [
    ...[priceCommand, ocmfCommand].flatMap(({ more = [] }) => more),
    ...readFileSync(join(root, "README.md"), "utf8").split("\n"),
  ].flatMap((line) => /(?:^ {2}|barq -- )((?:price|ocmf) .*\bexamples\/.*)$/.exec(line)?.[1] ?? []);

  it("are named by the README and by the commands' help", () => {
    expect(lines).toHaveLength(8);
  });

  it.each(lines)("answer as they should: %s", async (line) => {
    const [name, ...words] = line.split(" ");
    const command = name === "price" ? priceCommand : ocmfCommand;
    const { code, said } = await run(
      command,
      ...words.map((word) => (word.startsWith("examples/") ? join(root, word) : word)),
    );
    expect(code).toBe(0);
    // The register's 12.345 kWh are those of the CDR and of the signed record.
    expect(said).toContain("12.345");
    if (command === priceCommand) expect(said).toContain("61.5525");
  });
});
