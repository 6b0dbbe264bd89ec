/**
 * The command line at work on a product that runs: money back, a correction, the work queue and the numbers, in tables for
 * people and in JSON for machines; and what is amiss is said with what to do next.
 */
import { stationWork } from "@barq/actions/work-queue";
import { minute } from "@barq/domain/instant";
import type { Command } from "@barq/local/cli/command";
import { helpOf, UsageError } from "@barq/local/cli/command";
import { correctCommand } from "@barq/local/cli/correct";
import { metricsCommand } from "@barq/local/cli/metrics";
import { refundCommand } from "@barq/local/cli/refund";
import { workCommand } from "@barq/local/cli/work";
import { localTenant } from "@barq/local/product";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
let session = { id: "", reference: "" };

beforeAll(async () => {
  street = await openStreet();
  const { station, codes } = await street.openStation({ id: "CAS-DC-09", tariff: perKwh });
  const driver = street.driver();
  const payment = await driver.submit(await driver.open(`/q/${codes[0]}`), /\/start$/);
  const page = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay" });
  const id = page.address.split("/s/")[1] ?? "";
  const tell = async () => JSON.parse(JSON.stringify(await street.look(`/v1/sessions/${id}`)));
  await street.until(async () => (await tell()).state === "held", "the hold is on record");
  await station.plug(1);
  await street.until(async () => (await tell()).state === "charging", "charging begins");
  await street.pass(10 * minute);
  await station.unplug(1);
  await street.until(async () => (await tell()).state === "settled", "the session is settled");
  session = { id, reference: (await tell()).reference };
});
afterAll(() => street.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function run(command: Command, ...words: readonly string[]) {
  vi.stubEnv("BARQ_DATA", street.product.settings.data);
  const [out, err] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const spy of [out, err]) spy.mockReset().mockImplementation(() => undefined);
  const code = await command.run(words);
  return { code, said: out.mock.calls.flat().join("\n"), warned: err.mock.calls.flat().join("\n") };
}

describe("a command about money or work", () => {
  it("says what is missing and what there is, and does nothing", async () => {
    for (const [command, words, missing] of [
      [refundCommand, [], /which session/],
      [refundCommand, [session.reference, "--amount", "5.00"], /--reason/],
      [correctCommand, [], /which session/],
      [correctCommand, [session.reference, "--note", "x"], /--meter-stop, --ended-at or --late/],
      [correctCommand, [session.reference, "--late", "--meter-stop", "1"], /--late stands alone/],
      [workCommand, ["resolve"], /barq work lists them/],
      [workCommand, ["resolve", "ses_x.y"], /--act.*--reason/],
    ] as const) {
      const failed = run(command, ...words);
      await expect(failed).rejects.toThrow(UsageError);
      await expect(failed).rejects.toThrow(missing);
    }
    for (const command of [refundCommand, correctCommand])
      expect(await run(command, "NOBODY")).toEqual({
        code: 1,
        said: "",
        warned: "There is no session NOBODY: barq session finds one by its reference or id.",
      });
    await expect(run(workCommand, "ses_nobody.x")).rejects.toThrow("There is no such row");
    await expect(
      run(refundCommand, session.reference, "--reason", "other", "--amount", "1000"),
    ).rejects.toThrow("more than is left");
  });

  it.each([refundCommand, correctCommand, workCommand, metricsCommand])("of $name has help", (command) => {
    const help = helpOf(command);
    expect(help).toContain(`barq -- ${command.usage}`);
    for (const name of [...Object.keys(command.options), "json", "help"])
      expect(help).toMatch(new RegExp(`^  --${name}\\b.*  \\S`, "m"));
  });
});

it("barq refund gives back once however often it is typed, and shows it", async () => {
  expect((await run(refundCommand, session.reference)).said).toBe("Nothing was given back.");
  const words = [session.reference, "--reason", "goodwill", "--amount", "5.00"];
  for (let n = 0; n < 2; n++)
    expect((await run(refundCommand, ...words)).said).toMatch(/given +5\.00 +MAD +goodwill/);
  const { items } = JSON.parse((await run(refundCommand, session.id, "--json")).said);
  expect(items).toHaveLength(1);
  expect((await run(refundCommand, session.id)).said).toContain("CN-");
});

it("barq correct asks once however often it is typed, and says why nothing was changed", async () => {
  expect((await run(correctCommand, session.reference)).said).toMatch(/^Nothing was corrected/);
  const words = [session.reference, "--meter-stop", "1", "--note", "photo of the display"];
  const asked = await run(correctCommand, ...words);
  expect(asked.said).toMatch(/Asked for .* barq correct/);
  await run(correctCommand, ...words);
  await street.pass(minute, 5000);
  const { said } = await run(correctCommand, session.reference);
  expect(said.match(/refused/g)).toHaveLength(1);
  expect(said).toMatch(/[a-z_]+: (?:the meter's readings say otherwise|the facts prove no price)/);
  expect(JSON.parse((await run(correctCommand, session.id, "--json")).said).items).toHaveLength(1);
});

it("barq work lists, shows and resolves a row", async () => {
  expect((await run(workCommand)).said).toBe("Nothing waits for a person.");
  const at = street.product.clock.now();
  await street.product.ports.store.commit([
    stationWork(localTenant, "CAS-DC-09", "STOP#7", "stop_without_session", at, { register: "1200" }),
  ]);
  await street.pass(5 * minute);
  const { items } = JSON.parse((await run(workCommand, "--json")).said);
  const [{ id }] = items;
  const list = (await run(workCommand)).said;
  expect(list).toMatch(/5 min +- +CAS-DC-09 +stop_without_session/);
  expect(list).toContain("Keep for reconciliation");
  const shown = (await run(workCommand, id)).said;
  for (const part of ["register", "1200", `barq work resolve ${id} --act acknowledge`])
    expect(shown).toContain(part);
  const done = await run(workCommand, "resolve", id, "--act", "acknowledge", "--reason", "seen");
  expect(done.said).toBe("stop_without_session: acknowledge (seen)");
  await expect(run(workCommand, "resolve", id, "--act", "acknowledge", "--reason", "seen")).rejects.toThrow(
    "Somebody else",
  );
  expect((await run(workCommand, id)).said).toContain("acknowledge (seen)");
  expect((await run(workCommand, "--state", "resolved")).said).toContain("stop_without_session");
});

it("barq metrics has the holds of the last hours and how many were declined", async () => {
  const { said } = await run(metricsCommand);
  for (const part of ["overdue steps", "open holds", "rows in the work queue", "No card was declined."])
    expect(said).toContain(part);
  expect(said).toMatch(/2026-\S+ +1 +0 +0 +0 %/);
  expect(JSON.parse((await run(metricsCommand, "--json")).said).declines.hours).toHaveLength(6);
});
