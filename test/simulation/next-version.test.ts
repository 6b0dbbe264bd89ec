/** The next version of the code as schedules play it keeps the rule that makes formats safe (packages/store/item-format.ts). */
import { createMemoryStore } from "@barq/store/memory";
import { sessionChange, sessionItem } from "@barq/store/session-item";
import { expect, it } from "vitest";
import { aSession } from "../store/sessions.ts";
import { nextVersion } from "./next-version.ts";

it("raises a session's format with a step alone, so that whoever of before read it loses the write", async () => {
  const items = createMemoryStore();
  const next = nextVersion(true).over(items);
  const session = aSession({});
  const item = sessionItem(session, "2026-11-24");
  const key = { pk: item.pk, sk: item.sk };
  await items.commit([{ put: item }]);
  // Put off: no version rises, and an older process may still write what it has read.
  await next.commit([{ update: key, set: { due: 1, tr: 1 } }]);
  const [putOff] = await items.read([key]);
  expect([putOff?.fm, putOff?.v]).toEqual([undefined, session.version]);
  await next.commit([sessionChange(session, { ...session, tries: 2 })]);
  const [raised] = await items.read([key]);
  expect([raised?.fm, raised?.v]).toEqual([2, session.version + 1]);
  expect((await items.commit([sessionChange(session, { ...session, tries: 3 })])).written).toBe(false);
});
