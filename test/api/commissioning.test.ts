/** Commissioning over HTTP: who may, who is first, what is said twice, and what another operator never learns. */
import { admitStation } from "@barq/actions/admit-station";
import { noteTurn } from "@barq/actions/shared-password";
import { second } from "@barq/domain/instant";
import { stationKey } from "@barq/store/keys";
import { waitingPartition } from "@barq/store/network-keys";
import { beforeEach, describe, expect, it } from "vitest";
import { station, tenant } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";

let bench: Bench;
let technician: string;
let other: string;
beforeEach(async () => {
  bench = await createBench();
  technician = await bench.staff("technician");
  other = await bench.staff("operator");
});

const at = `/v1/stations/${station}/commissioning`;
const post = async (path: string, json: unknown, of: { token?: string; key?: string } = {}) =>
  bench.ask(path, {
    method: "POST",
    token: of.token ?? technician,
    json,
    headers: { "idempotency-key": of.key ?? "once" },
  });
const get = async (path: string, token = technician) => bench.ask(path, { token });
const boot = (serial: string | null, firmware = "1.0") =>
  bench.world.say({ kind: "booted", vendor: "Barq", model: "Simulated", serial, firmware });

describe("a station that nobody has registered", () => {
  it("waits, is counted and listed without its password, and is refused as before", async () => {
    const { ports } = bench.world;
    expect(await admitStation(ports, "NEW-01", "a secret of its own")).toBeNull();
    bench.world.advance(10 * second);
    expect(await admitStation(ports, "NEW-01", "a secret of its own")).toBeNull();
    const { body } = await get("/v1/waiting-stations");
    expect(rowsOf(body, "items")).toMatchObject([{ id: "NEW-01", times: 2 }]);
    expect(JSON.stringify(await Array.fromAsync(ports.store.list(waitingPartition)))).not.toContain("secret");
    expect(bench.log.join()).not.toContain("secret");
  });

  it("cannot fill the store, whatever names are tried, and a name that nobody can register is not kept", async () => {
    const { ports } = bench.world;
    for (let n = 0; n < 3000; n++) await admitStation(ports, `FLOOD-${n}`, "x");
    await admitStation(ports, "../../etc", "x");
    const rows = await Array.fromAsync(ports.store.list(waitingPartition));
    expect(rows.length).toBeLessThanOrEqual(512);
    expect(rows.every(({ stations }) => Array.isArray(stations) && stations.length <= 4)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain("etc");
    expect(rowsOf((await get("/v1/waiting-stations")).body, "items").length).toBeLessThanOrEqual(100);
  });

  it("is listed no more once somebody has registered it, and forgotten after a day", async () => {
    const { ports } = bench.world;
    await admitStation(ports, "NEW-02", "x");
    await ports.store.commit([{ put: { pk: "DIR#NEW-02", sk: "D", tenant: rival } }]);
    await admitStation(ports, "NEW-03", "x");
    expect(rowsOf((await get("/v1/waiting-stations")).body, "items")).toMatchObject([{ id: "NEW-03" }]);
    bench.world.advance(25 * 3600 * second);
    technician = await bench.staff("technician");
    expect(rowsOf((await get("/v1/waiting-stations")).body, "items")).toEqual([]);
  });
});

describe("a password", () => {
  const path = `/v1/stations/${station}/password`;

  it("is answered once; the old one is good until the station comes back with the new one", async () => {
    const { ports } = bench.world;
    const first = textOf((await post(path, {}, { key: "a" })).body, "password");
    expect((await post(path, {}, { key: "a" })).body).toMatchObject({ password: null });
    const next = textOf((await post(path, {}, { key: "b" })).body, "password");
    // The station never came back with the first: what it has is the one from before both.
    expect(await admitStation(ports, station, first)).toBeNull();
    expect(await admitStation(ports, station, next)).toBe(tenant);
    const third = textOf((await post(path, {}, { key: "c" })).body, "password");
    expect(await admitStation(ports, station, next)).toBe(tenant);
    expect(await admitStation(ports, station, third)).toBe(tenant);
    expect(await admitStation(ports, station, next)).toBeNull();
    const items = JSON.stringify(await ports.store.read([stationKey(tenant, station)]));
    for (const secret of [first, next, third]) expect(items).not.toContain(secret);
  });

  it("that is old is good for some minutes and no longer", async () => {
    const { ports } = bench.world;
    const first = textOf((await post(path, {}, { key: "a" })).body, "password");
    await admitStation(ports, station, first);
    await post(path, {}, { key: "b" });
    expect(await admitStation(ports, station, first)).toBe(tenant);
    bench.world.advance(16 * 60 * second);
    expect(await admitStation(ports, station, first)).toBeNull();
  });

  it("that two stations use is told to a person: connections that take turns, serials that come back", async () => {
    const { ports } = bench.world;
    for (let n = 0; n < 6; n++) {
      await noteTurn(ports, tenant, station);
      await ports.store.commit([
        { update: stationKey(tenant, station), set: { conn: `c${n}`, connAt: bench.world.now() } },
      ]);
      bench.world.advance(2 * second);
    }
    const shared = async () => (await bench.world.work()).filter(({ why }) => why === "password_shared");
    expect(await shared()).toHaveLength(1);
    const fresh = await createBench();
    bench = fresh;
    for (const serial of ["A", "B"]) await boot(serial);
    expect(await shared()).toEqual([]);
    await boot("A");
    expect(await shared()).toHaveLength(1);
  });

  it("of a station that reconnects now and then is nobody's business", async () => {
    const { ports } = bench.world;
    for (let n = 0; n < 20; n++) {
      await ports.store.commit([
        { update: stationKey(tenant, station), set: { conn: `c${n}`, connAt: bench.world.now() } },
      ]);
      bench.world.advance(90 * second);
      await noteTurn(ports, tenant, station);
    }
    expect(await bench.world.work()).toEqual([]);
  });
});

describe("two technicians at one station", () => {
  it("the second is told who and since when, and takes over with a reason; then the first one is told", async () => {
    await post(at, { serial: "S-1" });
    const second_ = await post(at, { serial: "S-1" }, { token: other });
    expect(second_).toMatchObject({ status: 409, body: { code: "state_conflict" } });
    expect(second_.body).toMatchObject({ by: expect.any(String), since: expect.stringMatching(/^2026-/) });
    for (const [path, body] of [
      [`${at}/configuration`, {}],
      [`${at}/tests`, { connector: 1, display: { "1": "1.000" } }],
      [`${at}/verdict`, {}],
    ] as const)
      expect((await post(path, body, { token: other })).status).toBe(409);
    expect((await post(at, { take_over: { reason: "" } }, { token: other })).status).toBe(400);
    const taken = await post(at, { take_over: { reason: "his shift is over" } }, { token: other });
    expect(taken).toMatchObject({ status: 200, body: { declared: { serial: "S-1" } } });
    expect((await post(`${at}/configuration`, {})).status).toBe(409);
  });
});

describe("missing evidence is not yet, and the next step is data", () => {
  it("from the plate to the test, one after the other", async () => {
    const next = async () => (await get(at)).body.next;
    expect(await next()).toMatchObject({ step: "boot", connector: null, say: "begin" });
    expect((await post(at, {})).status).toBe(400);
    await post(at, { serial: "S-1" });
    expect(await next()).toMatchObject({ step: "boot", say: "boot_missing" });
    await boot(null);
    expect(await next()).toMatchObject({ step: "boot", say: "serial_not_said" });
    await boot("S-2");
    expect((await get(at)).body).toMatchObject({ state: "refused", next: { say: "serial_differs" } });
    await boot("S-1");
    expect(await next()).toMatchObject({ step: "configuration", say: "configure" });
    const early = await post(`${at}/verdict`, {});
    expect(early).toMatchObject({ status: 409, body: { next: { step: "configuration" } } });
  });

  it("a test is begun once, however often it is pressed, and only where its own display is typed", async () => {
    await post(at, { serial: "S-1" });
    await boot("S-1");
    const test = { connector: 1, display: { "1": "12.345" } };
    expect((await post(`${at}/tests`, { connector: 1, display: { "2": "1.0" } })).status).toBe(400);
    expect((await post(`${at}/tests`, { connector: 9, display: { "9": "1.0" } })).status).toBe(404);
    expect((await post(`${at}/tests`, test, { key: "t" })).status).toBe(202);
    expect((await post(`${at}/tests`, test, { key: "t" })).status).toBe(202);
    expect((await post(`${at}/tests`, test, { key: "u" })).status).toBe(202);
    const begun = bench.written.filter((change) => "put" in change && change.put.sk === "META");
    expect(begun).toHaveLength(1);
    expect((await post(`${at}/tests/1/display`, { display: { "1": "12.500" } })).status).toBe(409);
  });
});

describe("the policy", () => {
  const path = "/v1/commissioning-policy";

  it("is off for a new operator, is set by an operator alone, and is never rewritten", async () => {
    expect((await get(path)).body).toEqual({ required: false, dated: [] });
    expect((await post(path, { required: true })).status).toBe(403);
    const past = await post(path, { required: true, from: "2026-01-01T00:00:00Z" }, { token: other });
    expect(past.status).toBe(400);
    const later = { required: true, from: "2026-12-01T00:00:00Z" };
    expect((await post(path, later, { token: other })).body).toMatchObject({ required: false });
    expect((await post(path, later, { token: other })).body).toMatchObject({
      dated: [{ from: "2026-12-01T00:00:00Z", required: true }],
    });
    expect((await get(`/v1/connectors/${bench.world.codeOf(1)}`)).status).toBe(200);
    bench.world.advance(8 * 24 * 3600 * second);
    expect(await get(`/v1/connectors/${bench.world.codeOf(1)}`)).toMatchObject({
      status: 503,
      body: { code: "not_commissioned" },
    });
    const start = bench.ask("/v1/sessions", {
      method: "POST",
      json: { qr: bench.world.codeOf(1) },
      headers: { "idempotency-key": "s" },
    });
    expect((await start).status).toBe(503);
  });
});
