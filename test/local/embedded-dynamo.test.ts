/** The embedded DynamoDB over LevelDB: what a query leaves behind. */
import { openDynalite } from "@barq/local/dynamo/dynalite";
import { afterAll, describe, expect, it } from "vitest";

const { store } = openDynalite(null);
afterAll(() => store.db.close());

/** Iterators of the database that were opened and not closed yet. */
const open = new Set<object>();
const { values } = store.db;
store.db.values = (options) => {
  const iterator = values.call(store.db, options);
  const close = iterator.close.bind(iterator);
  open.add(iterator);
  iterator.close = async () => {
    await close();
    open.delete(iterator);
  };
  return iterator;
};

describe("the embedded database", () => {
  it("closes the iterator of a query that is read to its end, and of one that is left early", async () => {
    await store.db.open();
    const items = store.getItemDb("table");
    for (const key of ["a", "b", "c"])
      await new Promise<void>((done, fail) =>
        items.put(key, { pk: { S: key } }, (error) => (error ? fail(error) : done())),
      );
    const read = async (most: number): Promise<number> => {
      let n = 0;
      for await (const _ of items.createValueStream({})) if (++n === most) break;
      return n;
    };
    expect(await read(9)).toBe(3);
    expect(await read(1)).toBe(1);
    await expect.poll(() => open.size).toBe(0);
  });
});
