/**
 * The store on the real DynamoDB client with a bad wire below it: what the SDK's own repeats make of a lost answer, and what
 * `commit` and a session's step make of that. Nothing is done twice, and a success of our own is told from another's.
 */
import { writeStep } from "@barq/actions/session-store";
import type { DynamoServer } from "@barq/local/dynamo/server";
import { startDynamo } from "@barq/local/dynamo/server";
import { createDynamoStore } from "@barq/store/dynamo";
import type { Item, Store } from "@barq/store/port";
import { sessionItem } from "@barq/store/session-item";
import { createTables } from "@barq/store/tables";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aSession } from "../store/sessions.ts";
import type { FaultyClient, WireFault } from "./faulty-dynamo.ts";
import { createFaultyClient, wireFaults } from "./faulty-dynamo.ts";
import { storeContract } from "./store.ts";

const tables = { core: "core", meter: "meter" };
let server: DynamoServer;
let bad: FaultyClient;
let store: Store;
/** the same tables over a wire that is good */
let calm: Store;
let calmClient: FaultyClient;

/** What is over before anything was done, or was done under a token: the SDK's repeats and ours heal it. */
const healing: readonly WireFault[] = ["lost_request", "throttled", "conflict", "error500"];
let regular: FaultyClient | undefined;

const ready = (async () => {
  server = await startDynamo({ folder: null, port: 0, clock: () => 1_700_000_000_000 });
  bad = createFaultyClient(server.endpoint);
  calmClient = createFaultyClient(server.endpoint);
  const wait = async (): Promise<void> => undefined;
  await createTables(calmClient.client, tables);
  store = createDynamoStore({ client: bad.client, tables, wait });
  calm = createDynamoStore({ client: calmClient.client, tables, wait });
  regular = createFaultyClient(server.endpoint);
  regular.everyNth(3, healing);
  return createDynamoStore({ client: regular.client, tables, wait });
})();
beforeAll(() => ready);
afterAll(async () => {
  for (const each of [bad, calmClient, regular]) each?.client.destroy();
  await server.close();
});

storeContract("the DynamoDB client, of whose tries every third one fails", () => ready);

let count = 0;
const fresh = (): string => `t|X#fault-${++count}`;
const there = async (pk: string, sk = "A"): Promise<Item | undefined> =>
  (await calm.read([{ pk, sk }], { strong: true }))[0];

describe("a write whose try fails on the wire", () => {
  for (const fault of healing) {
    it(`is written by the next try: ${fault}`, async () => {
      const pk = fresh();
      bad.order(fault);
      expect(await store.commit([{ put: { pk, sk: "A", n: 1 }, guards: [{ absent: true }] }])).toEqual({
        written: true,
      });
      bad.order(fault);
      const both = [
        { update: { pk, sk: "A" }, set: { n: 2 }, add: { v: 1 }, guards: [{ field: "n", in: [1] }] },
        { put: { pk, sk: "B" }, guards: [{ absent: true as const }] },
      ];
      expect(await store.commit(both)).toEqual({ written: true });
      expect([await there(pk), await there(pk, "B")]).toEqual([
        { pk, sk: "A", n: 2, v: 1 },
        { pk, sk: "B" },
      ]);
    });
  }

  for (const fault of ["lost_answer", "error500_after"] as const) {
    it(`and was done all the same is answered as lost, with our own item as the winner: ${fault}`, async () => {
      const pk = fresh();
      const item = { pk, sk: "A", eff: "capture.1" };
      bad.order(fault);
      expect(await store.commit([{ put: item, guards: [{ absent: true }] }])).toEqual({
        written: false,
        change: 0,
        winner: item,
      });
      const guards = [{ field: "eff", in: ["capture.1"] }];
      bad.order(fault);
      const update = { update: { pk, sk: "A" }, set: { eff: "release.1" }, add: { v: 1 }, guards };
      expect(await store.commit([update])).toEqual({
        written: false,
        change: 0,
        winner: { pk, sk: "A", eff: "release.1", v: 1 },
      });
      expect(await there(pk)).toEqual({ pk, sk: "A", eff: "release.1", v: 1 });
    });

    it(`as a transaction is known by its token: ${fault}`, async () => {
      const pk = fresh();
      bad.order(fault);
      const answer = await store.commit([
        { update: { pk, sk: "A" }, add: { n: 1 } },
        { put: { pk, sk: "B" }, guards: [{ absent: true }] },
      ]);
      expect(answer).toEqual({ written: true });
      expect(await there(pk)).toEqual({ pk, sk: "A", n: 1 });
    });
  }

  it("in every try is no answer at all, never a written and never a lost", async () => {
    for (const fault of wireFaults.filter((one) => one !== "throttled" && one !== "conflict")) {
      const pk = fresh();
      bad.order(...Array.from({ length: 3 }, () => fault));
      const put = store.commit([{ put: { pk, sk: "A" }, guards: [{ absent: true }] }]);
      const wasDone = fault === "lost_answer" || fault === "error500_after";
      // Done at the first try: the second one's failed condition is an answer, if that one is not lost too.
      await expect(put).rejects.toThrow();
      expect(await there(pk)).toEqual(wasDone ? { pk, sk: "A" } : undefined);
    }
  });

  it("is given up after so many conflicts and throttles, with nothing written", async () => {
    for (const fault of ["throttled", "conflict"] as const) {
      const pk = fresh();
      bad.order(...Array.from({ length: 40 }, () => fault));
      await expect(store.commit([{ put: { pk, sk: "A" } }, { put: { pk, sk: "B" } }])).rejects.toThrow();
      bad.forget();
      expect([await there(pk), await there(pk, "B")]).toEqual([undefined, undefined]);
    }
  });

  it("never makes a failed condition of somebody else's conflict", async () => {
    const pk = fresh();
    await calm.commit([{ put: { pk, sk: "A", v: 1 } }]);
    bad.order("conflict", "conflict");
    const answer = await store.commit([
      { update: { pk, sk: "A" }, set: { n: 1 }, guards: [{ version: 2 }] },
      { put: { pk, sk: "B" } },
    ]);
    expect(answer).toEqual({ written: false, change: 0, winner: { pk, sk: "A", v: 1 } });
  });
});

describe("reading over a bad wire", () => {
  it("answers what is there, or nothing at all", async () => {
    const pk = fresh();
    await calm.commit([{ put: { pk, sk: "A" } }]);
    for (const fault of wireFaults) {
      bad.order(fault);
      expect(await store.read([{ pk, sk: "A" }], { strong: true })).toEqual([{ pk, sk: "A" }]);
      bad.order(fault);
      const keys = [
        { pk, sk: "A" },
        { pk, sk: "B" },
      ];
      expect(await store.read(keys, { strong: true })).toEqual([{ pk, sk: "A" }, undefined]);
    }
    bad.order("lost_answer", "lost_answer", "lost_answer");
    await expect(store.read([{ pk, sk: "A" }])).rejects.toThrow();
  });
});

describe("a step of a session over a bad wire", () => {
  const begun = async () => {
    const session = aSession({ id: `ses_step${++count}`, state: "held", version: 3 });
    await calm.commit([{ put: sessionItem(session, "2026-11-24") }]);
    return session;
  };
  const step = (session: Awaited<ReturnType<typeof begun>>, name: string) => ({
    ...session,
    effect: { name, attempt: 1 },
  });

  for (const fault of wireFaults) {
    it(`that was ours is won, and is made once: ${fault}`, async () => {
      const session = await begun();
      bad.order(fault);
      const alone = await writeStep({ store }, session, step(session, "release.1"));
      expect(alone).toMatchObject({ won: true, session: { version: 4, effect: { name: "release.1" } } });
      bad.order(fault);
      const together = [{ update: { pk: fresh(), sk: "A" }, add: { n: 1 } }];
      const next = await writeStep({ store }, alone.session, step(alone.session, "release.2"), together);
      expect(next).toMatchObject({ won: true, session: { version: 5 } });
      expect(await there(together[0]?.update.pk ?? "")).toMatchObject({ n: 1 });
    });

    it(`that another one made first is lost, whatever happens to the answer: ${fault}`, async () => {
      const session = await begun();
      await writeStep({ store: calm }, session, step(session, "release.1"));
      bad.order(fault);
      const late = await writeStep({ store }, session, step(session, "remote_start"));
      expect(late).toMatchObject({ won: false, session: { version: 4, effect: { name: "release.1" } } });
    });
  }

  it("that was ours and was gone on from by others is lost: whoever loses decides anew", async () => {
    const session = await begun();
    bad.order("lost_answer", "lost_answer", "lost_answer");
    await expect(writeStep({ store }, session, step(session, "release.1"))).rejects.toThrow();
    const won = await writeStep({ store: calm }, { ...session, version: 4 }, step(session, "remote_start"));
    expect(won.won).toBe(true);
    expect(await writeStep({ store }, session, step(session, "release.1"))).toMatchObject({
      won: false,
      session: { version: 5 },
    });
  });
});
