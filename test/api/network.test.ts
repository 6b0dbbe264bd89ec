/** Places and stations with their codes through the API: made once, as they were sent, and half of one never. */

import { readStation } from "@barq/actions/network";
import { beforeEach, describe, expect, it } from "vitest";
import { station } from "../actions/world.ts";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";
import { connector, location, tariff, twoPosts } from "./ocpi-bodies.ts";

let bench: Bench;
let token: string;

beforeEach(async () => {
  bench = await createBench();
  token = await bench.staff("operator");
});

const post = (path: string, json: Json): Promise<Answer> => bench.ask(path, { json, token });
const list = async (path: string): Promise<readonly Json[]> =>
  rowsOf((await bench.ask(path, { token })).body);

describe("a station", () => {
  it("cannot stand at an unknown location or sell by an unknown tariff, and nothing of it is written", async () => {
    await post("/v1/tariffs", tariff());
    const before = bench.written.length;
    expect(await post("/v1/stations", twoPosts())).toMatchObject({
      status: 400,
      body: { code: "invalid_request", detail: "There is no location RBA-01; create it first." },
    });
    await post("/v1/locations", location());
    const unpriced = twoPosts({ evses: [{ uid: "E1", connectors: [connector({ tariff_ids: ["NONE"] })] }] });
    expect(await post("/v1/stations", unpriced)).toMatchObject({
      status: 400,
      body: { detail: "There is no tariff NONE; create it first." },
    });
    expect(bench.written.length).toBe(before + 1);
    expect(bench.written.map((change) => JSON.stringify(change)).join()).not.toContain("RBA-AC-01");
  });

  it("is made once: its password is answered once, and kept as a hash alone", async () => {
    await post("/v1/tariffs", tariff());
    await post("/v1/locations", location());
    const made = await post("/v1/stations", twoPosts());
    expect(made.status).toBe(201);
    const password = textOf(made.body, "password");
    expect(password.length).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify(bench.written)).not.toContain(password);
    const again = await post("/v1/stations", twoPosts());
    expect(again).toMatchObject({ status: 409, body: { code: "already_exists" } });
    expect(again.text).not.toContain("password");
    const listed = await bench.ask("/v1/stations", { token });
    expect(listed.text).not.toMatch(/password|scrypt/);
    expect(bench.log).toEqual([]);
  });

  it("keeps the meter behind a connector as its plate says, from the day on which it was put in", async () => {
    await post("/v1/tariffs", tariff());
    await post("/v1/locations", location());
    const meter = {
      serial: "1EMH0012345678",
      accuracy_class: "B",
      verified_until: "2032-12-31T00:00:00Z",
      register_wh: "1250.5",
      from: "2026-11-01T08:00:00+01:00",
    };
    const withMeter = (more: Json): Json =>
      twoPosts({
        evses: [{ uid: "E1", connectors: [connector({ barq: { meter: { ...meter, ...more } } })] }],
      });
    for (const more of [{ serial: "" }, { register_wh: "12,5" }, { from: "yesterday" }, { colour: "red" }])
      expect((await post("/v1/stations", withMeter(more))).status).toBe(400);
    expect(await post("/v1/stations", withMeter({ from: "2026-02-30T00:00:00Z" }))).toMatchObject({
      status: 400,
      body: { detail: "The meter's 2026-02-30T00:00:00Z is no date and time." },
    });
    expect((await post("/v1/stations", withMeter({}))).status).toBe(201);
    const kept = await readStation(bench.world.ports, bench.world.tenant, "RBA-AC-01");
    expect(kept?.connectors[0]).toMatchObject({
      phases: 3,
      meters: [
        {
          serial: "1EMH0012345678",
          type: null,
          accuracyClass: "B",
          verifiedUntil: Date.parse("2032-12-31T00:00:00Z"),
          registerWh: "1250.5",
          from: Date.parse("2026-11-01T07:00:00Z"),
        },
      ],
    });
    expect(
      rowsOf((await bench.ask("/v1/stations", { token })).body)
        .map((row) => JSON.stringify(row))
        .join(),
    ).toContain('"accuracy_class":"B"');
  });

  it("shows the code of each connector, counted through the station, and the codes open their pages", async () => {
    await post("/v1/tariffs", tariff());
    await post("/v1/locations", location());
    const made = await post("/v1/stations", twoPosts());
    const { password: _, ...shown } = made.body;
    expect(await list("/v1/stations")).toContainEqual(shown);
    const connectors = rowsOf(made.body, "evses").flatMap((evse) => rowsOf(evse, "connectors"));
    expect(connectors.map((each) => each.connector_number)).toEqual([1, 2, 3]);
    for (const each of connectors) {
      const qr = textOf(each, "qr");
      const answer = await bench.ask(`/v1/connectors/${qr}`);
      expect(answer.body).toMatchObject({
        qr,
        station: "RBA-AC-01",
        connector: each.connector_number,
        standard: "IEC_62196_T2",
        location: { id: "RBA-01", name: "Gare Rabat-Agdal", time_zone: "Africa/Casablanca" },
        power: { max_w: 22_080, kind: "AC" },
        tariff: {
          id: "AC-2026",
          version: 1,
          currency: "MAD",
          tax_included: "NO",
          terms: [{ dimension: "ENERGY", price: "2.50", unit: "kWh", vat: "20" }],
        },
        hold: { amount: "180.00", currency: "MAD" },
        availability: "offline",
      });
    }
    expect(new Set(connectors.map((each) => each.qr)).size).toBe(3);
  });

  it("of another operator takes an id for the whole deployment, and says nothing more about it", async () => {
    const theirs = await bench.staff("operator", rival);
    const json = { id: "R-LOC", address: "a", city: "c", country: "MAR", time_zone: "UTC" };
    await bench.world.store.commit([
      {
        update: { pk: `${rival}|SETTINGS`, sk: "TENANT" },
        set: { json: JSON.stringify({ operator: "Rival", supportPhone: "1", legalEntity: { id: "R" } }) },
      },
    ]);
    expect((await bench.ask("/v1/locations", { json, token: theirs })).status).toBe(201);
    const taken = await bench.ask("/v1/stations", {
      json: twoPosts({
        id: station,
        location_id: "R-LOC",
        evses: [{ uid: "1", connectors: [connector({ tariff_ids: [] })] }],
      }),
      token: theirs,
    });
    expect(taken).toMatchObject({ status: 409, body: { code: "already_exists" } });
    expect(Object.keys(taken.body).sort()).toEqual([
      "code",
      "detail",
      "request_id",
      "status",
      "title",
      "type",
    ]);
    expect(rowsOf((await bench.ask("/v1/stations", { token: theirs })).body)).toEqual([]);
  });

  it("gives no more than its own members: what the caller adds of ours is not believed", async () => {
    await post("/v1/tariffs", tariff());
    await post("/v1/locations", location());
    const own = connector({ qr: "1.evil.k1.x.aaaaaaaaaaaaaaaaaaaaaaaaaa", connector_number: 7 });
    const made = await post("/v1/stations", twoPosts({ evses: [{ uid: "E1", connectors: [own] }] }));
    const [evse] = rowsOf(made.body, "evses");
    expect(rowsOf(evse ?? {}, "connectors")).toMatchObject([
      { connector_number: 1, qr: expect.stringMatching(/^1\.barq\./) },
    ]);
    for (const more of [{ tenant: rival }, { password: "mine" }, { state: "online" }]) {
      expect((await post("/v1/stations", twoPosts({ id: "RBA-AC-02", ...more }))).status).toBe(400);
    }
  });
});

describe("a location", () => {
  it("is made once, is answered as it was sent, and a second one of its id is refused", async () => {
    expect(await post("/v1/locations", location())).toMatchObject({ status: 201, body: location() });
    expect(await post("/v1/locations", location({ name: "Another" }))).toMatchObject({
      status: 409,
      body: { code: "already_exists" },
    });
    expect((await list("/v1/locations")).map((each) => each.id)).toEqual(["CAS-01", "RBA-01"]);
    expect((await list("/v1/locations"))[1]).toEqual(location());
  });

  it("with a zone whose legal time is not held, or a hold that is no amount, is refused", async () => {
    const wrong: readonly (readonly [Json, number, string])[] = [
      [{ time_zone: "Europe/Atlantis" }, 400, "invalid_request"],
      [{ time_zone: "constructor" }, 400, "invalid_request"],
      [{ time_zone: "__proto__" }, 400, "invalid_request"],
      [{ time_zone: "UTC+1" }, 400, "invalid_request"],
      [{ barq: { hold: { amount: "1.234", currency: "MAD" } } }, 422, "amount_invalid"],
      [{ barq: { hold: { amount: "10.00", currency: "XXX" } } }, 422, "currency_unknown"],
      [{ barq: { hold: { amount: 10, currency: "MAD" } } }, 400, "invalid_request"],
      [{ barq: { hold: { amount: "-10.00", currency: "MAD" } } }, 400, "invalid_request"],
      [{ barq: { holds: {} } }, 400, "invalid_request"],
      [{ id: "a|b" }, 400, "invalid_request"],
      [{ id: "a#b" }, 400, "invalid_request"],
      [{ id: "" }, 400, "invalid_request"],
      [{ id: "x".repeat(37) }, 400, "invalid_request"],
      [{ country: "MA" }, 400, "invalid_request"],
    ];
    for (const [more, status, code] of wrong) {
      const answer = await post("/v1/locations", location(more));
      expect({ more, status: answer.status, code: answer.body.code }).toEqual({ more, status, code });
    }
    expect(bench.written).toEqual([]);
  });
});
