/** Exchanging the meter behind a connector: nothing that was there changes, and sessions are judged by the meter of their time. */
import { exchangeMeter } from "@barq/actions/exchange-meter";
import { minute, second } from "@barq/domain/instant";
import type { Store } from "@barq/store/port";
import { beforeEach, describe, expect, it } from "vitest";
import { paidSession, register, station } from "../actions/world.ts";
import { meter, payloadOf, reading, signed } from "../evidence/ocmf-meter.ts";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench } from "./bench.ts";

let bench: Bench;
let token: string;

beforeEach(async () => {
  bench = await createBench();
  token = await bench.staff("operator");
});

const put = (json: Json, of = station): Promise<Answer> =>
  bench.ask(`/v1/stations/${of}/meters`, { json, token });
const plate = { serial: "MT-2", verification_mark: "M26", register_wh: "0.0" };

describe("a meter that takes the place of another", () => {
  it("is added with its own time, and the one before stays as it was", async () => {
    expect(
      await put({ connector: 1, meter: { serial: "MT-1", from: "2026-11-01T08:00:00Z" } }),
    ).toMatchObject({
      status: 201,
      body: { connector: 1, meters: [{ serial: "MT-1", from: "2026-11-01T08:00:00Z", public_key: null }] },
    });
    const second = await put({ connector: 1, meter: plate });
    expect(second.body).toMatchObject({ meters: [{ serial: "MT-1" }, { ...plate, verified_until: null }] });
  });

  it("cannot have been put in before that one, nor in the future", async () => {
    await put({ connector: 1, meter: plate });
    for (const from of ["2026-11-24T08:59:59Z", "2026-11-24T09:00:00Z", "2026-11-24T09:00:01Z"])
      expect((await put({ connector: 1, meter: { ...plate, serial: "MT-3", from } })).body.code).toBe(
        "invalid_request",
      );
  });

  it("is there once, however often it is told of to the letter, and is never edited", async () => {
    const told = { connector: 1, meter: { ...plate, from: "2026-11-20T08:00:00Z" } };
    const [once, again] = [await put(told), await put(told)];
    expect(again).toMatchObject({ status: 201, body: once.body });
    expect((await put({ ...told, meter: { ...told.meter, public_key: "00" } })).body.code).toBe(
      "already_exists",
    );
    expect((await put({ connector: 1, meter: plate })).body.code).toBe("already_exists");
  });

  it("is written once though the store's answer is lost on the way", async () => {
    const { world } = bench;
    const { commit } = world.ports.store;
    let isFirst = true;
    // The client of the store sends again what was written, and is told that its guard is lost.
    const store: Store = {
      ...world.ports.store,
      async commit(changes) {
        if (isFirst) await commit(changes);
        isFirst = false;
        return commit(changes);
      },
    };
    const meters = await exchangeMeter({ ...world.ports, store }, world.tenant, station, {
      connector: 1,
      meter: plate,
    });
    expect(meters.map(({ serial }) => serial)).toEqual(["MT-2"]);
  });

  it("that would make the station's record larger than an item is refused, and nothing is lost", async () => {
    const key = "x".repeat(2000);
    let [answer, added] = [await put({ connector: 1, meter: { serial: "MT-0", public_key: key } }), 0];
    for (; answer.status === 201; added++) {
      bench.world.advance(second);
      answer = await put({ connector: 1, meter: { serial: `MT-${added + 1}`, public_key: key } });
    }
    expect(answer.body.code).toBe("state_conflict");
    expect(added).toBeGreaterThan(100);
  });

  it("is refused for a station or connector that is not there, and for garbage", async () => {
    expect((await put({ connector: 9, meter: plate })).body.code).toBe("not_found");
    expect((await put({ connector: 1, meter: plate }, "NO-SUCH")).body.code).toBe("not_found");
    for (const body of [
      {},
      { connector: 0, meter: plate },
      { connector: 1, meter: { ...plate, register_wh: "-1" } },
      { connector: 1, meter: { ...plate, from: "2026-02-30T00:00:00Z" } },
      { connector: 1, meter: { ...plate, colour: "grey" } },
    ])
      expect((await put(body)).body.code).toBe("invalid_request");
    token = await bench.staff("operator", "rival");
    expect((await put({ connector: 1, meter: plate })).body.code).toBe("not_found");
  });

  it("told of by two people at once is there once for each, and never loses the other's", async () => {
    const { ports, tenant } = bench.world;
    const of = (connector: number) =>
      exchangeMeter(ports, tenant, station, { connector, meter: { serial: `MT-${connector}` } });
    const added = await Promise.all([of(1), of(2)]);
    expect(added.map((meters) => meters.map(({ serial }) => serial))).toEqual([["MT-1"], ["MT-2"]]);
    bench.world.advance(second);
    const later = { ...plate, serial: "MT-3" };
    expect((await put({ connector: 1, meter: later })).body).toMatchObject({
      meters: [{ serial: "MT-1" }, later],
    });
    expect((await put({ connector: 2, meter: later })).body).toMatchObject({
      meters: [{ serial: "MT-2" }, later],
    });
  });

  it("has its signed records checked by its own key from then on", async () => {
    const { world } = bench;
    await put({ connector: 1, meter: { serial: "mt-899", public_key: "00" } });
    world.advance(minute);
    await put({ connector: 1, meter: { serial: "mt-900", public_key: meter.spkiHex } });
    const paid = await paidSession(world, { key: "signed" });
    await world.status("Preparing");
    await world.settleDown();
    const transactionId = await world.begin(paid.id, "1000000");
    const from = world.now();
    world.advance(30 * minute);
    const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)},000+0000 S`;
    const begin = reading({ TM: at(from), RV: "2935.600" });
    const record = signed(payloadOf([begin, reading({ TX: "E", TM: at(world.now()), RV: "2955.598" })]));
    await world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: "1020000",
      at: world.now(),
      reason: "Local",
      readings: [register(world.now(), record, { context: "Transaction.End", format: "SignedData" })],
    });
    await world.settleDown();
    expect(await world.session(paid.id)).toMatchObject({
      state: "settled",
      sealed: { energyMwh: 19_998_000n },
    });
  });
});
