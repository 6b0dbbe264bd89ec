/** Stations operated over the wire: a restart in the middle of a session ends right, a stuck cable comes out, a command tells what came of it. */
import { minute } from "@barq/domain/instant";
import type { Command } from "@barq/local/cli/command";
import { UsageError } from "@barq/local/cli/command";
import { operateCommand } from "@barq/local/cli/operate";
import type { Knobs } from "@barq/local/stations/behaviour";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Driver, Page } from "./driver.ts";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const tell = async (id: string) => JSON.parse(JSON.stringify(await street.look(`/v1/sessions/${id}`)));
const reach = (id: string, ...states: readonly string[]): Promise<void> =>
  street.until(
    async () => states.includes((await tell(id)).state),
    `session ${id} is ${states.join(" or ")}`,
  );

async function run(command: Command, ...words: readonly string[]) {
  vi.stubEnv("BARQ_DATA", street.product.settings.data);
  const out = vi
    .spyOn(console, "log")
    .mockReset()
    .mockImplementation(() => undefined);
  const code = await command.run(words);
  return { code, said: out.mock.calls.flat().join("\n") };
}
const operate = (...words: readonly string[]) => run(operateCommand, ...words);

async function charging(name: string, of: { protocol: "ocpp1.6" | "ocpp2.0.1"; behaviour?: Knobs }) {
  const behaviour = { powerCurve: [{ afterS: 0, powerW: 30_000 }], ...of.behaviour };
  const opened = await street.openStation({ id: name, tariff: perKwh, hold: "50.00", ...of, behaviour });
  const driver = street.driver();
  const scan = await driver.open(`/q/${opened.codes[0]}`);
  const paid = await driver.submit(await driver.submit(scan, /\/start$/), /\/c\/pay\//, { outcome: "pay" });
  const session = paid.address.split("/s/")[1]?.replace(/[/?].*$/, "") ?? "";
  await opened.station.plug(1);
  await reach(session, "charging");
  return { ...opened, driver, session };
}

/** What was taken is what the meter says, in hundredths, and never more than the hold. */
async function expectPaidFor(session: string, kwh: RegExp): Promise<void> {
  const told = await tell(session);
  expect(told.energy_kwh).toMatch(kwh);
  const { status, received } = (await street.provider(session)) ?? { status: "none", received: 0 };
  expect(status).toBe("succeeded");
  expect(received).toBe(Math.round(Number(told.cost.after_tax?.amount ?? told.cost.amount) * 100));
  expect(received).toBeGreaterThan(0);
  expect(received).toBeLessThanOrEqual(5000);
}

for (const protocol of ["ocpp1.6", "ocpp2.0.1"] as const) {
  describe(`a restart in the middle of a session, ${protocol}`, () => {
    it("is refused until it is meant; then the session ends by its meter, and the money with it", async () => {
      const name = protocol === "ocpp1.6" ? "RESET-16" : "RESET-201";
      const { station, session } = await charging(name, { protocol });
      await street.pass(6 * minute);
      await expect(operate(name, "reset", "--hard", "--reason", "it hangs")).rejects.toThrow(/in_session/);
      expect(await tell(session)).toMatchObject({ state: "charging" });
      const { code, said } = await operate(name, "reset", "--hard", "--in-session", "--reason", "it hangs");
      expect([code, said]).toEqual([0, expect.stringContaining("is accepted")]);
      await street.until(() => station.snapshot().connected && station.snapshot().queued === 0, "it is back");
      await street.pass(minute);
      await reach(session, "settled");
      await expectPaidFor(session, /^3\.0/);
      await station.unplug(1);
    });

    it("whose Stop is lost is never free: it is priced to the last reading, or waits for a person with its hold", async () => {
      const name = protocol === "ocpp1.6" ? "LOST-16" : "LOST-201";
      const { station, session } = await charging(name, { protocol, behaviour: { stopMessages: "never" } });
      await street.pass(6 * minute);
      await operate(name, "reset", "--hard", "--in-session", "--reason", "it hangs");
      await street.until(() => station.snapshot().connected && station.snapshot().queued === 0, "it is back");
      await station.unplug(1);
      await street.pass(12 * minute);
      await reach(session, "settled", "review");
      const told = await tell(session);
      if (told.state === "settled") await expectPaidFor(session, /^(?:2\.5|3\.0)/);
      else expect(await street.provider(session)).toMatchObject({ status: "requires_capture", received: 0 });
      expect(told.energy_kwh).not.toMatch(/^0/);
    });
  });
}

describe("a cable that is stuck", () => {
  const receiptPage = async (driver: Driver, session: string): Promise<Page> => {
    await street.until(
      async () => /\/r\//.test((await driver.open(`/s/${session}`)).html),
      "the session's page has a receipt",
    );
    const page = await driver.open(`/s/${session}`);
    const [, address = ""] = /href="(\/r\/[^"?]+?)(?:\.pdf)?(?:\?[^"]*)?"/.exec(page.html) ?? [];
    return driver.open(`${address}?lang=en`);
  };

  it("is let go by its driver from the receipt's page, in a form without scripts", async () => {
    const { station, driver, session } = await charging("STUCK-1", {
      protocol: "ocpp1.6",
      behaviour: { holdsCable: true, unlockFails: true },
    });
    await expect(operate("STUCK-1", "unlock", "--connector", "1", "--reason", "stuck")).rejects.toThrow(
      /its cable is let go for itself alone/,
    );
    await street.pass(4 * minute);
    await driver.submit(await driver.open(`/s/${session}`), /\/stop/);
    await reach(session, "settled");
    await expect(station.unplug(1)).rejects.toThrow("locked");
    let page = await receiptPage(driver, session);
    const press = async (becomes: RegExp): Promise<void> => {
      await driver.submit(page, /\/cable$/);
      await street.until(async () => {
        page = await receiptPage(driver, session);
        return becomes.test(page.text);
      }, `the page says ${becomes}`);
    };
    await press(/could not let the cable go/);
    await station.behave({ unlockFails: false });
    await press(/you can pull it out/);
    await station.unplug(1);
    await street.until(
      async () => !/Release my cable|pull it out/.test((await receiptPage(driver, session)).text),
      "there is no cable any more",
    );
  });
});

describe("barq operate", () => {
  it("tells what came of each thing, and what to do next", async () => {
    const { station } = await street.openStation({ id: "DESK-201", tariff: perKwh, protocol: "ocpp2.0.1" });
    const why = ["--reason", "a look at it"] as const;
    expect((await operate("DESK-201")).said).toContain("Nothing was asked");
    expect((await operate("DESK-201", "unlock", "--connector", "1", ...why)).said).toContain(
      "can be pulled out",
    );
    const out = await operate("DESK-201", "availability", "out", "--connector", "2", ...why);
    expect(out.code).toBe(0);
    expect(station.snapshot().connectors[1]?.status).toBe("Unavailable");
    expect((await operate("DESK-201", "clear-cache", ...why)).code).toBe(0);
    expect((await operate("DESK-201", "local-list", ...why)).said).toContain("accepted (0)");
    await operate("DESK-201", "diagnostics", "--to", "https://files.example/up", ...why);
    await operate("DESK-201", "firmware", "--url", "https://files.example/barq-2.1.bin", ...why);
    await street.until(
      async () => (await operate("DESK-201")).said.includes("firmware: Installed"),
      "the firmware is in",
    );
    expect((await operate("DESK-201")).said).toContain("diagnostics: Uploaded");
    const list = JSON.parse((await operate("DESK-201", "--json")).said);
    expect(list.items).toHaveLength(6);
    await station.goOffline();
    await street.until(
      async () => (await operate("DESK-201", "reset", ...why)).said.includes("offline"),
      "it is away",
    );
    expect((await operate("DESK-201", "reset", ...why)).code).toBe(1);
  });

  it("refuses words that do not fit, before anything is asked", async () => {
    for (const words of [
      [],
      ["DESK-201", "unlock", "--reason", "x y z"],
      ["DESK-201", "unlock", "--connector", "x", "--reason", "x y z"],
      ["DESK-201", "reset"],
      ["DESK-201", "explode", "--reason", "x y z"],
      ["DESK-201", "availability", "--reason", "x y z"],
      ["DESK-201", "reset", "more", "--reason", "x y z"],
      ["DESK-201", "local-list", "--version", "3", "--reason", "x y z"],
    ])
      await expect(operate(...words)).rejects.toThrow(UsageError);
    await expect(operate("NO-SUCH", "reset", "--reason", "x y z")).rejects.toThrow("no such station");
  });
});
