/** Stations on a site, from the first knock to the verdict, over their own wire: what is wrong with each is said, and stops it. */
import { hour } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Looked, Site } from "./commissioning-site.ts";
import { openSite } from "./commissioning-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const refusals = ({ steps }: Looked) =>
  steps
    .filter(({ state }) => state === "refused")
    .map(({ say, connector }) => (connector === null ? say : `${say} ${connector}`));

async function found(id: string, behaviour: Knobs, connectors = 1, swapped = false) {
  const station = await site.register({ id, behaviour, connectors });
  return site.commission(station, { swapped });
}

describe("is refused with its reason", () => {
  it("a station whose meters are wired to each other's connector", async () => {
    const looked = await found("BAD-CROSSED", { crossed: true }, 2);
    expect(looked.state).toBe("refused");
    expect(refusals(looked)).toEqual(["wrong_connector 1", "wrong_connector 2"]);
  });

  it("a station whose stickers changed places", async () => {
    const looked = await found("BAD-STICKERS", {}, 2, true);
    expect(refusals(looked)).toEqual(["stickers_swapped 1", "stickers_swapped 2"]);
  });

  it("a station that calls kWh Wh", async () => {
    expect(refusals(await found("BAD-UNIT", { dialect: "kWh_as_Wh" }))).toEqual(["unit 1"]);
  });

  it("a station whose clock is an hour off", async () => {
    const looked = await found("BAD-CLOCK", { clockSkewMs: hour });
    expect(refusals(looked)).toEqual(["clock_hours_off 1"]);
  });

  it("a station that lies about its serial", async () => {
    expect(refusals(await found("BAD-SERIAL", { serial: "SOMEBODY-ELSE" }))).toEqual(["serial_differs"]);
  });

  it("a meter that counts backwards", async () => {
    expect(refusals(await found("BAD-SIGN", { register: "backwards" }))).toEqual(["sign 1"]);
  });

  it("a station that keeps its own interval of readings", async () => {
    const looked = await found("BAD-CONFIG", { frozen: { MeterValueSampleInterval: "900" } });
    expect(refusals(looked)).toContain("configuration_differs");
    expect(looked.next).toMatchObject({ step: "configuration", say: "configuration_differs" });
  });
});
