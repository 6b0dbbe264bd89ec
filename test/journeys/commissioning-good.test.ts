/** A station with each quirk that is known passes under its profile, and sells from then on; what is changed asks for it again. */

import { canonicalBytes } from "@barq/evidence/canonical-json";
import { verifySeal } from "@barq/evidence/seal";
import type { Knobs } from "@barq/local/stations/behaviour";
import type { Spoken } from "@barq/local/stations/state";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Site } from "./commissioning-site.ts";
import { openSite } from "./commissioning-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const sealed = v.object({
  id: v.string(),
  state: v.string(),
  verdict: v.record(v.string(), v.unknown()),
  seal: v.unknown(),
});
const scanned = async (id: string) => {
  const { body } = await site.ask("GET", `/v1/stations/${id}/commissioning`);
  const { connectors } = v.parse(v.object({ connectors: v.array(v.object({ sticker: v.string() })) }), body);
  const qr = site.street.product.ports.identity.makeQr({
    tenant: "barq",
    sticker: connectors[0]?.sticker ?? "",
  });
  return site.street.driver().open(`/q/${qr}?lang=en`);
};

describe("a station of each quirk profile", () => {
  const makes: readonly (readonly [string, string, string, Knobs, Spoken])[] = [
    ["growatt-thor", "Growatt", "THOR-22AS", { repeatBegin: true }, "ocpp1.6"],
    ["openevse-4.2.2", "OpenEVSE", "Advanced Series", { dialect: "kWh_as_Wh", firmware: "4.2.2" }, "ocpp1.6"],
    ["abb-terra-ac", "ABB", "CDT_TACW22", { register: "session" }, "ocpp1.6"],
    ["etrel-inch", "Etrel", "INCH Home", {}, "ocpp1.6"],
    ["chargebyte-0.5", "chargebyte", "Charge Control C", { firmware: "0.5.3" }, "ocpp1.6"],
    ["none", "Barq", "Simulated", {}, "ocpp2.0.1"],
  ];
  it.each(makes)("%s passes", async (profile, vendor, model, behaviour, protocol) => {
    const id = `GOOD-${profile}`;
    const station = await site.register({ id, vendor, model, behaviour, protocol });
    const looked = await site.commission(station);
    expect(looked.steps.filter(({ state }) => state !== "good")).toEqual([]);
    expect(looked.steps.find(({ step }) => step === "profile")?.facts).toEqual({ profile });
    expect(looked).toMatchObject({ state: "passed", next: null, commissioned: null });
    const given = await site.step(id, "/verdict", {});
    expect(given).toMatchObject({ status: 200, body: { state: "passed" } });
  });
});

describe("where the operator's policy asks for it", () => {
  it("a station sells only with its verdict, which anybody can check, and loses it with another meter or firmware", async () => {
    const id = "SELLS-LATER";
    const station = await site.register({ id });
    expect((await scanned(id)).text).toContain("4.50");
    const policy = await site.ask("POST", "/v1/commissioning-policy", { required: true }, "operator");
    expect(policy).toMatchObject({ status: 200, body: { required: true } });
    const closed = await scanned(id);
    expect(closed.status).toBe(503);
    expect(closed.text).toContain("Not open yet");

    await site.commission(station);
    const given = v.parse(sealed, (await site.step(id, "/verdict", {})).body);
    const again = v.parse(sealed, (await site.step(id, "/verdict", {})).body);
    expect(again).toEqual(given);
    expect((await scanned(id)).text).toContain("4.50");
    const keys = v.parse(
      v.object({ keys: v.array(v.looseObject({ kty: v.string() })) }),
      await (await fetch(`${site.street.product.origin}/.well-known/jwks.json`)).json(),
    );
    const bytes = canonicalBytes(given.verdict);
    expect(await verifySeal({ verdict: bytes }, given.seal, keys)).toMatchObject({ kind: "good" });
    const forged = canonicalBytes({ ...given.verdict, state: "refused" });
    expect(await verifySeal({ verdict: forged }, given.seal, keys)).toMatchObject({ kind: "refused" });

    const meter = { connector: 1, meter: { serial: "M-2" } };
    expect((await site.ask("POST", `/v1/stations/${id}/meters`, meter, "operator")).status).toBe(201);
    expect((await scanned(id)).status).toBe(503);
    const looked = await site.look(id);
    expect(looked).toMatchObject({ commissioned: null, again: { why: "meter_exchanged" } });
    expect(looked.next).toMatchObject({ step: "test", connector: 1, say: "begin_test" });
    await site.street.pass(1000, 1000);
    await site.test(station, 1);
    expect(await site.step(id, "/verdict", {})).toMatchObject({ body: { state: "passed" } });
    expect((await scanned(id)).status).toBe(200);

    await station.behave({ firmware: "2.0" });
    await station.goOffline();
    await station.goOnline();
    await site.street.until(async () => (await scanned(id)).status === 503, "another firmware asks again");
    expect(await site.look(id)).toMatchObject({ again: { why: "firmware_changed" }, state: "not_yet" });
  });
});

describe("a password", () => {
  it("is changed from afar: the station comes back with the new one, and the old one is good no more", async () => {
    const station = await site.register({ id: "ROTATED" });
    const at = "/v1/stations/ROTATED/password";
    const { body } = await site.ask("POST", at, { write: true });
    expect(body).toMatchObject({ written_to_station: "sent" });
    const confirmed = v.object({ password: v.object({ confirmed: v.boolean() }) });
    await site.street.until(
      async () => v.parse(confirmed, await site.look("ROTATED")).password.confirmed,
      "it has come back with the new one",
    );
    await site.street.until(() => station.snapshot().connected, "it is connected");
    const { password } = v.parse(v.object({ password: v.string() }), body);
    const rows = JSON.stringify(
      await Array.fromAsync(site.street.product.ports.store.list("barq|CP#ROTATED")),
    );
    expect(rows).not.toContain(password);
  });
});
