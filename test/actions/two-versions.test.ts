/** Two versions of the code at once, as in every deployment: an older one loses nothing that a newer one has written. */
import { correctSession } from "@barq/actions/correct-session";
import { sealCorrection } from "@barq/actions/seal-correction";
import { stopSession } from "@barq/actions/stop-session";
import { sweep } from "@barq/actions/sweep";
import type { Dispute } from "@barq/domain/dispute";
import type { FurtherHold } from "@barq/domain/further-hold";
import { hour, minute } from "@barq/domain/instant";
import { disputeChange, disputeItem, readDispute } from "@barq/store/dispute-item";
import { furtherHoldChange, furtherHoldPut, readFurtherHold } from "@barq/store/further-hold-item";
import { NewerItem } from "@barq/store/item-format";
import { correctionKey, sessionKey } from "@barq/store/keys";
import { createMemoryStore } from "@barq/store/memory";
import type { Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import { chargingSession, createWorld, tenant } from "./world.ts";

const moment = Date.parse("2026-11-24T09:00:00Z");

const further: FurtherHold = {
  tenant,
  session: "ses_1",
  n: 2,
  version: 1,
  state: "held",
  holdAmount: { minor: 5000n, currency: "MAD" },
  page: "cs_1",
  intent: "pi_1",
  captureBefore: moment,
  createdAt: moment,
  attempt: 1,
  tries: 0,
  due: moment,
  captured: null,
  raiseTo: null,
};

const dispute: Dispute = {
  tenant,
  session: "ses_1",
  id: "dp_1",
  version: 1,
  standing: "open",
  said: "needs_response",
  reason: "fraudulent",
  disputedAmount: { minor: 5000n, currency: "MAD" },
  booked: "withdrawn",
  bookedMinor: 5000n,
  evidenceDueBy: moment,
  givenAt: null,
  asked: null,
  attempt: 0,
  openedAt: moment,
  decidedAt: null,
  due: moment,
  tries: 0,
};

describe("a field that only a newer version knows", () => {
  it("stays on a further hold and on a dispute that an older one writes", async () => {
    const store = createMemoryStore();
    const put = furtherHoldPut(further);
    if (!("put" in put)) throw new Error("no put");
    await store.commit([{ put: { ...put.put, nx: "news" } }]);
    await store.commit([{ put: { ...disputeItem(dispute), nx: "news" } }]);
    const captured = { ...further, state: "captured", captured: 700n, due: null } as const;
    const won = { ...dispute, standing: "won", booked: "nothing", bookedMinor: 0n, due: null } as const;
    const changes = [furtherHoldChange(further, captured), disputeChange(dispute, won)];
    expect(await store.commit(changes)).toEqual({ written: true });
    const [hold, own] = await store.read([put.put, disputeItem(dispute)]);
    expect([hold?.nx, own?.nx]).toEqual(["news", "news"]);
    expect(hold && readFurtherHold(hold)).toEqual({ ...captured, version: 2 });
    expect(own && readDispute(own)).toEqual({ ...won, version: 2 });
  });

  it("stays on a session and on a correction through all that an older one does with them", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await world.store.commit([{ update: sessionKey(tenant, session.id), set: { nx: "news" } }]);
    world.advance(20 * minute);
    await world.stop(transactionId, "1015000");
    await world.settleDown();
    const asked = { key: "k", body: {}, endedAt: null, note: null, who: "one" };
    const { correction } = await correctSession(world.ports, tenant, {
      ...asked,
      session: session.id,
      meterStop: null,
    });
    const key = correctionKey(tenant, session.id, correction.id);
    await world.store.commit([{ update: key, set: { nx: "news" } }]);
    await sealCorrection(world.ports, correction);
    const [own, corrected] = await world.store.read([sessionKey(tenant, session.id), key]);
    expect(own).toMatchObject({ st: "settled", nx: "news" });
    expect(corrected).toMatchObject({ st: "refused", nx: "news" });
  });
});

describe("a session in a format that only a newer version knows", () => {
  it("is left alone by everything that an older one does: asked, swept, stopped", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const key = sessionKey(tenant, session.id);
    await world.store.commit([{ update: key, set: { fm: 2, due: world.now() } }]);
    const [before] = await world.store.read([key]);
    await expect(stopSession(world.ports, tenant, session.id)).rejects.toMatchObject({ code: "busy" });
    for (let n = 0; n < 15; n++) {
      world.advance(hour);
      const { failed } = await sweep(world.ports);
      const own = failed.find(({ key: { pk } }) => pk === key.pk);
      expect(own?.error).toBeInstanceOf(NewerItem);
    }
    expect((await world.store.read([key]))[0]).toEqual(before);
    expect(await world.work()).toEqual([]);
  });

  it("is not put off by an older one that has read it before, and whose step failed", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const key = sessionKey(tenant, session.id);
    await world.store.commit([{ update: key, set: { due: world.now() } }]);
    let reads = 0;
    const read: Store["read"] = async (keys, options) => {
      if (keys.some(({ pk, sk }) => pk === key.pk && sk === key.sk) && ++reads === 2) {
        await world.store.commit([{ update: key, set: { fm: 2 }, add: { v: 1 } }]);
        throw new Error("the store does not answer");
      }
      return world.store.read(keys, options);
    };
    const { failed } = await sweep({ ...world.ports, store: { ...world.store, read } });
    expect(failed.map(({ error }) => String(error))).toEqual(["Error: the store does not answer"]);
    const [item] = await world.store.read([key]);
    expect([item?.fm, item?.due, item?.tr]).toEqual([2, world.now(), undefined]);
  });

  it("goes on where it stood once a version that knows it is there, its readings and its Stop not lost", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    const key = sessionKey(tenant, session.id);
    await world.store.commit([{ update: key, set: { fm: 2 } }]);
    world.advance(20 * minute);
    await world.stop(transactionId, "1015000");
    // Its words wait in the intake, for a process that can take them.
    await expect(world.settleDown()).rejects.toBeInstanceOf(NewerItem);
    await world.store.commit([{ update: key, set: { fm: null } }]);
    await world.settleDown();
    expect(await world.session(session.id)).toMatchObject({ state: "settled", meterStop: "1015000" });
  });
});
