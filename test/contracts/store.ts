/** What every store must do, whatever it is made of. Each adapter runs this suite. */
import type { Item, Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";

const collect = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

export function storeContract(name: string, make: () => Promise<Store>): void {
  let count = 0;
  const fresh = (): string => `t|X#${name}-${++count}`;

  describe(`store: ${name}`, () => {
    it("tells the loser of a put who won", async () => {
      const store = await make();
      const pk = fresh();
      expect(await store.commit([{ put: { pk, sk: "A", n: 1 }, guards: [{ absent: true }] }])).toEqual({
        written: true,
      });
      expect(await store.commit([{ put: { pk, sk: "A", n: 2 }, guards: [{ absent: true }] }])).toEqual({
        written: false,
        change: 0,
        winner: { pk, sk: "A", n: 1 },
      });
    });

    it("writes all of a commit or none, and names the change that failed", async () => {
      const store = await make();
      const pk = fresh();
      await store.commit([{ put: { pk, sk: "B", v: 1 } }]);
      const answer = await store.commit([
        { put: { pk, sk: "A", n: 1 } },
        { update: { pk, sk: "B" }, set: { n: 1 }, guards: [{ version: 2 }] },
      ]);
      expect(answer).toEqual({ written: false, change: 1, winner: { pk, sk: "B", v: 1 } });
      expect(
        await store.read(
          [
            { pk, sk: "A" },
            { pk, sk: "B" },
          ],
          { strong: true },
        ),
      ).toEqual([undefined, { pk, sk: "B", v: 1 }]);
    });

    it("never sells more than is left, and counts a missing number as 0", async () => {
      const store = await make();
      const key = { pk: fresh(), sk: "LEFT" };
      const take = () =>
        store.commit([{ update: key, add: { left: -1 }, guards: [{ field: "left", atLeast: -1 }] }]);
      expect([(await take()).written, (await take()).written, (await take()).written]).toEqual([
        true,
        true,
        false,
      ]);
      const positive = await store.commit([
        { update: { pk: fresh(), sk: "LEFT" }, add: { left: -1 }, guards: [{ field: "left", atLeast: 1 }] },
      ]);
      expect(positive.written).toBe(false);
    });

    it("guards a state in a set, where null stands for a field that is not there", async () => {
      const store = await make();
      const key = { pk: fresh(), sk: "A" };
      expect(
        (await store.commit([{ update: key, set: { act: "s1" }, guards: [{ field: "act", in: [null] }] }]))
          .written,
      ).toBe(true);
      expect(
        (
          await store.commit([
            { update: key, set: { act: "s2" }, guards: [{ field: "act", in: [null, "s9"] }] },
          ])
        ).written,
      ).toBe(false);
      expect(
        (await store.commit([{ update: key, set: { act: null }, guards: [{ field: "act", in: ["s1"] }] }]))
          .written,
      ).toBe(true);
      expect(await store.read([key], { strong: true })).toEqual([key]);
    });

    it("keeps every kind of value as it was, and nothing that the caller changes afterwards", async () => {
      const store = await make();
      const item: Item = {
        pk: fresh(),
        sk: "A",
        t: "نص",
        n: -5,
        b: true,
        z: new Uint8Array([0, 255]),
        l: ["a", 1],
        m: { a: "b" },
      };
      const given = structuredClone(item);
      await store.commit([{ put: given }]);
      const [read] = await store.read([item], { strong: true });
      expect(read).toEqual(item);
    });

    it("lists a partition in order, from a key, by prefix, backwards, up to a limit", async () => {
      const store = await make();
      const pk = fresh();
      for (const sk of ["A#1", "A#2", "B#1", "B#2", "B#3"]) await store.commit([{ put: { pk, sk } }]);
      const keys = async (options: Parameters<Store["list"]>[1]) =>
        (await collect(store.list(pk, options))).map((row) => row.sk);
      expect(await keys({})).toEqual(["A#1", "A#2", "B#1", "B#2", "B#3"]);
      expect(await keys({ prefix: "B#", limit: 2 })).toEqual(["B#1", "B#2"]);
      expect(await keys({ prefix: "B#", backwards: true, limit: 1 })).toEqual(["B#3"]);
      expect(await keys({ from: "A#2", limit: 2 })).toEqual(["A#2", "B#1"]);
    });

    it("finds what is overdue, earliest first, and nothing that is not", async () => {
      const store = await make();
      const pk = fresh();
      for (const [sk, due] of [
        ["A", 30],
        ["B", 10],
        ["C", 99],
      ] as const)
        await store.commit([{ put: { pk, sk, d: "D#63", due } }]);
      await store.commit([{ put: { pk, sk: "E", due: 5 } }]);
      const found = (await collect(store.overdue(63, 50))).filter((key) => key.pk === pk);
      expect(found).toEqual([
        { pk, sk: "B" },
        { pk, sk: "A" },
      ]);
      await store.commit([{ update: { pk, sk: "B" }, set: { d: null, due: null } }]);
      expect((await collect(store.overdue(63, 50))).filter((key) => key.pk === pk)).toEqual([
        { pk, sk: "A" },
      ]);
    });

    it("finds by the sparse indexes, keys alone", async () => {
      const store = await make();
      const pk = fresh();
      await store.commit([{ put: { pk, sk: "META", ref: `${pk}|ABC`, sd: `${pk}|day`, start: 2, more: 1 } }]);
      await store.commit([{ put: { pk, sk: "OTHER", sd: `${pk}|day`, start: 1 } }]);
      expect(await collect(store.list({ index: "ref", value: `${pk}|ABC` }))).toEqual([{ pk, sk: "META" }]);
      expect(await collect(store.list({ index: "day", value: `${pk}|day` }))).toEqual([
        { pk, sk: "OTHER" },
        { pk, sk: "META" },
      ]);
    });

    it("keeps readings in a table of their own", async () => {
      const store = await make();
      const pk = `t|M#${name}-${++count}`;
      await store.commit([{ put: { pk, sk: "W#1", z: new Uint8Array([1]) } }]);
      expect(await collect(store.list(pk, { strong: true }))).toHaveLength(1);
    });

    it("lists more than a page and reads a hundred keys", async () => {
      const store = await make();
      const pk = fresh();
      const filler = "x".repeat(20_000);
      const keys = Array.from({ length: 100 }, (_, n) => ({ pk, sk: `K#${String(n).padStart(3, "0")}` }));
      for (const key of keys) await store.commit([{ put: { ...key, filler } }]);
      expect(await collect(store.list(pk))).toHaveLength(100);
      expect((await store.read(keys)).filter((item) => item !== undefined)).toHaveLength(100);
    });

    it("refuses a commit of nothing, of more than a hundred changes, or of one item twice", async () => {
      const store = await make();
      const pk = fresh();
      await expect(store.commit([])).rejects.toThrow();
      await expect(
        store.commit(Array.from({ length: 101 }, (_, n) => ({ put: { pk, sk: `${n}` } }))),
      ).rejects.toThrow();
      await expect(store.commit([{ put: { pk, sk: "A" } }, { delete: { pk, sk: "A" } }])).rejects.toThrow();
    });

    it("lets one of many racing writers win", async () => {
      const store = await make();
      const key = { pk: fresh(), sk: "A" };
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          store.commit([
            { update: key, set: { act: `s${n}` }, guards: [{ field: "act", in: [null] }] },
            { put: { pk: key.pk, sk: `W${n}` } },
          ]),
        ),
      );
      expect(answers.filter((answer) => answer.written)).toHaveLength(1);
    });
  });
}
