/** A sweep on a laptop asks only where something is due, and loses nothing that is, over restarts too. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStorage } from "@barq/local/storage";
import { dueValue } from "@barq/store/keys";
import type { Store } from "@barq/store/port";
import { afterAll, expect, it } from "vitest";

const data = mkdtempSync(join(tmpdir(), "barq-due-"));
afterAll(() => rmSync(data, { recursive: true, force: true }));

let asked = 0;
const open = () =>
  openStorage({
    data,
    endpoint: null,
    region: "eu-west-1",
    clock: () => 0,
    onRecords: () => undefined,
    onCall: ({ verb }) => {
      if (verb === "overdue") asked++;
    },
  });
const overdue = async (store: Store, now: number): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { pk } of store.overdue(3, now)) found.push(pk);
  return found;
};
const key = { pk: "T#a|S#1", sk: "META" };

it("finds what is due before and after a restart, what is put off when it is due then, and asks for nothing else", async () => {
  const first = await open();
  expect(await overdue(first.store, 1000)).toEqual([]);
  await first.store.commit([{ put: { ...key, d: dueValue(3), due: 500 } }]);
  expect(await overdue(first.store, 499)).toEqual([]);
  expect(asked).toBe(0);
  expect(await overdue(first.store, 500)).toEqual([key.pk]);
  await first.close();

  const again = await open();
  expect(await overdue(again.store, 499)).toEqual([]);
  expect(asked).toBe(1);
  expect(await overdue(again.store, 500)).toEqual([key.pk]);
  await again.store.commit([{ update: key, set: { due: 900 } }]);
  expect(await overdue(again.store, 899)).toEqual([]);
  expect(await overdue(again.store, 900)).toEqual([key.pk]);
  await again.store.commit([{ update: key, set: { due: null, d: null } }]);
  expect(await overdue(again.store, 10_000)).toEqual([]);
  expect(asked).toBe(3);
  await again.close();
});
