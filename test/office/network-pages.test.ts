/** The pages of whoever runs the network: few reads, the same form twice is one act, and nothing of another operator's. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLocation } from "@barq/actions/create-location";
import { noteNetwork } from "@barq/actions/network-row";
import { listActs } from "@barq/actions/station-act";
import { createOfficeApp } from "@barq/functions/office/office-app";
import { createSitesApp } from "@barq/functions/office/sites-app";
import { alarmCodes, networkWords } from "@barq/pages/office/network-words";
import { whySaid } from "@barq/pages/office/work-words";
import { networkKey } from "@barq/store/network-keys";
import type { Store } from "@barq/store/port";
import { beforeEach, describe, expect, it } from "vitest";
import { chargingSession, station, tenant } from "../actions/world.ts";
import type { Answer, Bench } from "../api/bench.ts";
import { createBench, rival } from "../api/bench.ts";
import { expectGoodPage } from "../pages/good-page.ts";

let bench: Bench;
let operator: string;
const at = `/desk/stations/${station}`;

beforeEach(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
  await bench.world.status("Available", 1);
  await noteNetwork(bench.ports, tenant, station);
});

let keys = 0;
const newKey = (): string => `aaaaaaaaaaaaaaaaaaaaaaa${++keys}`;
const form = (path: string, fields: Readonly<Record<string, string>>, cookie = operator): Promise<Answer> =>
  bench.ask(path, {
    method: "POST",
    cookie,
    raw: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
const led = async (answer: Promise<Answer>): Promise<string | null> => {
  const { status, headers } = await answer;
  expect(status).toBe(303);
  return headers.get("location");
};
const open = (path: string, cookie = operator): Promise<Answer> => bench.ask(path, { cookie });
const acts = async () => (await listActs(bench.ports, tenant, station, undefined)).rows;
const unlock = (): Record<string, string> => ({
  kind: "unlock",
  key: newKey(),
  connector: "1",
  reason: "the cable is stuck",
});

/** How often a page asks the store, once the settings are known. */
async function readsOf(path: string): Promise<number> {
  let reads = 0;
  const inner = bench.ports.store;
  const store: Store = {
    ...inner,
    read: (...words) => {
      reads++;
      return inner.read(...words);
    },
    list: (...words) => {
      reads++;
      return inner.list(...words);
    },
  };
  const door = { ...bench.door, ports: { ...bench.ports, store } };
  // The first page is the office's own.
  const app = path === "/desk" ? createOfficeApp({ ...door, signIn: null }) : createSitesApp(door);
  const headers = { cookie: `barq_staff=${operator}` };
  await app.request(path, { headers });
  reads = 0;
  expect((await app.request(path, { headers })).status).toBe(200);
  return reads;
}

describe("a form of a station", () => {
  it("lets nobody's cable go while a session is on it, and says what to do first", async () => {
    await chargingSession(bench.world);
    const before = bench.world.hardware.sent.length;
    expect(await led(form(`${at}/operations`, unlock()))).toBe(`${at}?refused=session_there`);
    expect(bench.world.hardware.sent.length).toBe(before);
    expect((await open(`${at}?refused=session_there&lang=en`)).text).toContain("A session is under way");
    const reset = { kind: "reset", how: "soft", reason: "it hangs" };
    expect(await led(form(`${at}/operations`, { ...reset, key: newKey() }))).toBe(
      `${at}?refused=session_there`,
    );
    expect(await led(form(`${at}/operations`, { ...reset, key: newKey(), in_session: "yes" }))).toBe(
      `${at}?done=1`,
    );
  });

  it("pressed twice is one act, and its key with other words is refused", async () => {
    const fields = unlock();
    for (let n = 0; n < 2; n++) expect(await led(form(`${at}/operations`, fields))).toBe(`${at}?done=1`);
    expect(await led(form(`${at}/operations`, { ...fields, connector: "2" }))).toBe(
      `${at}?refused=idempotency_key_reused`,
    );
    expect(await acts()).toHaveLength(1);
    expect(bench.world.hardware.sent).toHaveLength(1);
  });

  it("asks for support what support may ask, whatever a made-up form says", async () => {
    const support = await bench.staff("support");
    for (const more of [
      { kind: "clear_cache" },
      { kind: "change_availability", connector: "", operative: "no" },
      { kind: "get_diagnostics", to: "https://files.example/up" },
    ]) {
      const fields: Record<string, string> = { key: newKey(), reason: "old cards", ...more };
      expect(await led(form(`${at}/operations`, fields, support))).toBe(`${at}?refused=forbidden`);
    }
    expect(await acts()).toEqual([]);
    const page = (await open(`${at}?lang=en`, support)).text;
    expect(page).toContain('value="unlock"');
    expect(page).not.toContain('value="clear_cache"');
    expect(page).not.toContain(`${at}/placements`);
    expect((await open(`${at}?lang=en`, await bench.staff("auditor"))).text).not.toContain("/operations");
  });

  it("says that the station is away, and leaves garbage at the door", async () => {
    bench.world.hardware.offline.add(station);
    expect(await led(form(`${at}/operations`, unlock()))).toBe(`${at}?refused=station_offline`);
    expect((await acts())[0]).toMatchObject({ state: "offline" });
    for (const fields of [
      {},
      { ...unlock(), reason: "  " },
      { ...unlock(), connector: "0" },
      { ...unlock(), key: "x" },
      { ...unlock(), more: "1" },
      { kind: "get_diagnostics", key: newKey(), reason: "look", to: "file:///etc/passwd" },
    ])
      expect(await led(form(`${at}/operations`, fields))).toBe(`${at}?refused=invalid_request`);
    expect(await led(form(`${at}/operations`, { ...unlock(), connector: "9" }))).toBe(
      `${at}?refused=not_found`,
    );
    expect(await acts()).toHaveLength(1);
  });

  it("of another operator's station is answered like that of none", async () => {
    const other = await bench.staff("operator", rival);
    expect((await form(`${at}/operations`, unlock(), other)).status).toBe(404);
    expect((await open(at, other)).status).toBe(404);
    expect((await open("/desk/stations", other)).text).not.toContain(station);
  });

  it("shows who asked without a name, and what a station said as text alone", async () => {
    await form(`${at}/operations`, { ...unlock(), reason: "<b>stuck</b>" });
    expect((await open(`${at}?lang=en`)).text).toMatch(/you · <bdi>&lt;b&gt;stuck/);
    expect((await open(`${at}?lang=en`, await bench.staff("technician"))).text).toContain("·");
  });
});

describe("a station's move", () => {
  it("is at an instant of its own clock, and a time that the clock skips or shows twice moves nothing", async () => {
    await createLocation(bench.ports, tenant, {
      ...{ id: "RBA-09", address: "1 rue", city: "Rabat", country: "MAR", time_zone: "Africa/Casablanca" },
    });
    const move = (from: string) =>
      form(`${at}/placements`, { key: newKey(), location: "RBA-09", from, reason: "a better place" });
    expect(await led(move("2026-02-30T10:00"))).toBe(`${at}?refused=invalid_request`);
    expect(await led(move("2020-01-01T10:00"))).toBe(`${at}?refused=invalid_request`);
    expect(await led(move("2026-12-01T10:00"))).toBe(`${at}?done=1`);
    expect((await open(`${at}?lang=en`)).text).toContain("01/12/2026 10:00");
  });
});

describe("the page of stations", () => {
  it("is two reads beside the settings, with and without a filter, and is paged by a station", async () => {
    for (const path of ["/desk/stations", "/desk/stations?state=free&find=CAS"])
      expect(await readsOf(path)).toBe(2);
    expect((await open("/desk/stations?cursor=%25%25")).status).toBe(400);
    const [row] = await bench.ports.store.read([networkKey(tenant, station)]);
    const many = Array.from({ length: 60 }, (_, n) => `CAS-X-${100 + n}`);
    for (const sk of many) await bench.world.store.commit([{ put: { ...row, ...networkKey(tenant, sk) } }]);
    const first = (await open("/desk/stations?lang=en&find=CAS-X")).text;
    expect(first.match(/<th scope="row">/g)).toHaveLength(50);
    const next = /href="(\/desk\/stations\?[^"]*cursor=[^"]*)"/.exec(first)?.[1]?.replaceAll("&amp;", "&");
    expect((await open(next ?? "")).text.match(/<th scope="row">/g)).toHaveLength(10);
  });

  it("finds by state and by words, and says so where nothing fits", async () => {
    expect((await open("/desk/stations?state=faulted&lang=en")).text).toContain("No station fits");
    expect((await open("/desk/stations?find=%3Cscript%3E&lang=en")).text).toContain("No station fits");
    await bench.world.status("Faulted", 1);
    await noteNetwork(bench.ports, tenant, station);
    expect((await open("/desk/stations?state=faulted&find=cas")).text).toContain(`/desk/stations/${station}`);
    expect((await open("/desk/alarms?lang=en")).text).toContain("Connector faulted");
    expect((await open("/desk?lang=en")).text).toMatch(/state=faulted" class="bad"/);
  });

  it("is a good page in three languages, as the other pages are", async () => {
    await form(`${at}/operations`, unlock());
    for (const lang of ["fr", "ar", "en"])
      for (const path of ["/desk", "/desk/stations", at, "/desk/pauses", "/desk/alarms"]) {
        const { status, text } = await open(`${path}?lang=${lang}`);
        expect([path, status]).toEqual([path, 200]);
        expectGoodPage(text);
      }
  });
});

describe("pauses", () => {
  const pause = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...{ key: newKey(), scope: "operator", id: "", reason: "safety", note: "smell of burning" },
    ...{ until: "", ar: "", fr: "", en: "" },
    ...more,
  });

  it("stop starts from the page and resume from it, and pressing twice is one", async () => {
    const fields = pause({ fr: "Coupure de courant." });
    for (let n = 0; n < 2; n++) expect(await led(form("/desk/pauses", fields))).toBe("/desk/pauses?done=1");
    const page = (await open("/desk/pauses?lang=fr")).text;
    expect(page.match(/Coupure de courant\./g)).toHaveLength(1);
    expect((await bench.start({ qr: bench.world.codeOf(1) }, "s")).status).toBe(503);
    expect((await open("/desk/stations?state=closed")).text).toContain(station);
    const resume = /action="(\/desk\/pauses\/[a-z2-7]+\/resume)"/.exec(page)?.[1] ?? "";
    expect((await form(resume, { note: "over" }, await bench.staff("operator", rival))).status).toBe(404);
    expect((await form(resume, { note: "over" }, await bench.staff("support"))).status).toBe(403);
    expect(await led(form(resume, { note: "it was the neighbour" }))).toBe("/desk/pauses?done=1");
    expect((await bench.start({ qr: bench.world.codeOf(1) }, "t")).status).toBe(201);
  });

  it("are refused where scope and id do not belong together, and close nothing", async () => {
    for (const more of [
      { scope: "operator", id: station },
      { scope: "station", id: "" },
      { until: "2020-01-01T10:00" },
      { until: "soon" },
      { note: "" },
    ])
      expect(await led(form("/desk/pauses", pause(more)))).toBe("/desk/pauses?refused=invalid_request");
    expect(await led(form("/desk/pauses", pause({ scope: "station", id: "NONE" })))).toBe(
      "/desk/pauses?refused=not_found",
    );
    expect((await open("/desk/pauses?lang=en")).text).toContain("No pause.");
  });

  it("and windows are planned by the operator's clock, and cancelled", async () => {
    const { reason: _, ...fields } = pause({ scope: "station", id: station });
    const window = { ...fields, from: "2026-11-25T10:00", until: "2026-11-25T12:00" };
    expect(await led(form("/desk/maintenance-windows", window))).toBe("/desk/pauses?done=1");
    const page = (await open("/desk/pauses?lang=en")).text;
    expect(page).toContain("25/11/2026 12:00");
    const cancel = /action="(\/desk\/maintenance-windows\/[a-z2-7]+\/cancel)"/.exec(page)?.[1] ?? "";
    expect(await led(form(cancel, { note: "not needed" }))).toBe("/desk/pauses?done=1");
    expect((await open("/desk/pauses?lang=en")).text).not.toContain("/cancel");
  });
});

describe("alarms and the first page", () => {
  it("have words for every alarm that an action can raise, in three languages", () => {
    const folder = join(import.meta.dirname, "../../packages/actions");
    const codes = readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(folder, name), "utf8"));
    const told = codes.find((text) => text.includes("export async function listAlarms"));
    for (const name of alarmCodes) expect(told).toMatch(new RegExp(`\\b${name}:`));
    expect(told?.match(/^ {2}\w+:$/gm)).toHaveLength(alarmCodes.length);
    const raised = codes.flatMap((text) =>
      [...text.matchAll(/stationWork\([^;]*?"([a-z]+_[a-z_]+)"/g)].map(([, name = ""]) => name),
    );
    expect(raised.length).toBeGreaterThan(3);
    const unknown = whySaid("nobody has ever said this", "fr", "").what;
    for (const name of raised) expect([name, whySaid(name, "fr", "").what]).not.toEqual([name, unknown]);
    for (const locale of ["fr", "ar", "en"] as const)
      for (const name of alarmCodes) expect(networkWords(locale).alarms[name].text).not.toBe("");
  });

  it("count what waits, each a link, and for finance no network", async () => {
    expect(await readsOf("/desk")).toBe(3);
    const page = (await open("/desk?lang=en")).text;
    for (const path of ["/desk/alarms", "/desk/stations?state=faulted", "/desk/stations?state=closed"])
      expect(page).toContain(`href="${path}"`);
    const finance = await bench.staff("finance");
    expect((await open("/desk?lang=en", finance)).text).not.toContain("/desk/stations");
    expect((await open("/desk/stations", finance)).status).toBe(403);
  });
});
