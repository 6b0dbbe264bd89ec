/** Operations of stations over HTTP: who may ask for what, what is refused before anything is written, and what is told. */
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { beforeEach, describe, expect, it } from "vitest";
import { chargingSession, station } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";

let bench: Bench;
let operator: string;
let support: string;
beforeEach(async () => {
  bench = await createBench();
  operator = await bench.staff("operator");
  support = await bench.staff("support");
});

const at = `/v1/stations/${station}/operations`;
const unlock = { kind: "unlock", connector: 1, reason: "the cable is stuck" };
let keys = 0;
const ask = (json: unknown, of: { token?: string; key?: string | null; path?: string } = {}) =>
  bench.ask(of.path ?? at, {
    method: "POST",
    token: of.token ?? operator,
    json,
    ...(of.key === null ? {} : { headers: { "idempotency-key": of.key ?? `k${++keys}` } }),
  });
const sent = () => bench.world.hardware.sent.length;

describe("support", () => {
  it("asked for firmware, availability or a list is refused, and nothing is written or sent", async () => {
    const refused = [
      { kind: "firmware", url: "https://files.example/fw-2.bin", reason: "newer" },
      { kind: "availability", operative: false, reason: "broken" },
      { kind: "diagnostics", to: "https://files.example/up", reason: "look" },
      { kind: "clear_cache", reason: "old cards" },
      { kind: "local_list", version: 1, update: "full", tokens: [], reason: "new" },
    ];
    for (const body of refused) expect((await ask(body, { token: support })).status).toBe(403);
    expect(sent()).toBe(0);
    expect(rowsOf((await bench.ask(at, { token: support })).body, "items")).toEqual([]);
  });

  it("lets a cable go and restarts, with a name of nobody's own in the act", async () => {
    const answer = await ask(unlock, { token: support });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ kind: "unlock", state: "sent", connector: 1, reason: unlock.reason });
    expect(answer.headers.get("location")).toBe(`${at}/${textOf(answer.body, "id")}`);
    expect((await ask({ kind: "reset", reason: "hangs" }, { token: support })).status).toBe(202);
  });
});

describe("bad input", () => {
  it("garbage is told apart, and writes nothing", async () => {
    const bodies: readonly unknown[] = [
      [],
      null,
      {},
      { kind: "explode", reason: "because" },
      { ...unlock, connector: 0 },
      { ...unlock, connector: 1.5 },
      { ...unlock, reason: "" },
      { ...unlock, more: 1 },
      { ...unlock, session: "ses_../x" },
      { kind: "diagnostics", to: "file:///etc/passwd", reason: "look" },
      { kind: "diagnostics", to: "http://1.2.3.4.5/", reason: "look" },
      { kind: "firmware", url: "https://x.example/f", at: "2026-13-41T00:00:00Z", reason: "new" },
      { kind: "local_list", version: 0, update: "full", tokens: [], reason: "new" },
      {
        kind: "local_list",
        version: 1,
        update: "full",
        tokens: [{ token: "", accepted: true }],
        reason: "new",
      },
    ];
    for (const body of bodies) {
      const answer = await ask(body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
    expect((await ask(unlock, { key: null })).body).toMatchObject({ code: "idempotency_key_missing" });
    expect(sent()).toBe(0);
  });

  it("another operator's station is answered like one that does not exist, a body unread", async () => {
    const others = await bench.staff("operator", rival);
    const theirs = await ask(unlock, { token: others });
    const none = await ask(unlock, { path: "/v1/stations/NO-SUCH/operations" });
    expect([theirs.status, none.status]).toEqual([404, 404]);
    expect(theirs.body.detail).toBe(none.body.detail);
    expect((await ask({}, { token: others })).status).toBe(404);
    expect((await ask({ ...unlock, connector: 9 })).status).toBe(404);
    const made = textOf((await ask(unlock)).body, "id");
    expect((await bench.ask(`${at}/${made}`, { token: others })).status).toBe(404);
    for (const name of ["op_none", "x", "OP%23", "op_..%2f"])
      expect((await bench.ask(`${at}/${name}`, { token: operator })).status).toBe(404);
    expect((await bench.ask(`${at}?cursor=Z2FyYmFnZQ`, { token: operator })).status).toBe(400);
  });
});

it("an unlock during somebody's session is a conflict that says its state and reference", async () => {
  const { session } = await chargingSession(bench.world);
  const before = sent();
  const answer = await ask(unlock, { token: support });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ state: "charging", reference: session.reference });
  expect((await ask({ kind: "reset", reason: "hangs" })).status).toBe(409);
  expect(sent()).toBe(before);
  expect((await ask({ kind: "reset", in_session: true, reason: "hangs" })).status).toBe(202);
});

it("the same key twice is one act; what became of it is told with a next step, newest first", async () => {
  const first = await ask(unlock, { key: "same" });
  const again = await ask(unlock, { key: "same" });
  expect(again.body.id).toBe(first.body.id);
  expect(sent()).toBe(1);
  const effect = bench.world.hardware.sent[0]?.effect ?? null;
  await takeCommandOutcome(
    bench.world.ports,
    bench.world.tenant,
    station,
    { session: null, effect, again: false },
    { kind: "rejected", why: "UnlockFailed" },
  );
  bench.world.advance(1000);
  bench.world.hardware.offline.add(station);
  await ask({ kind: "clear_cache", reason: "old cards" });
  const list = (await bench.ask(at, { token: operator })).body;
  expect(rowsOf(list, "items")).toMatchObject([
    { kind: "clear_cache", state: "offline" },
    { kind: "unlock", state: "rejected", word: "UnlockFailed" },
  ]);
  expect(list).toMatchObject({ next_cursor: null, diagnostics: null, firmware: null });
  for (const row of rowsOf(list, "items")) expect(textOf(row, "next_step")).toMatch(/^[A-Z].*\.$/);
});

it("a long history comes page by page, and every act once", async () => {
  for (let n = 0; n < 120; n++) {
    bench.world.advance(1);
    await ask(unlock, { key: `many-${n}` });
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await bench.ask(`${at}?cursor=${cursor}`, { token: operator });
    seen.push(...rowsOf(body, "items").map((row) => textOf(row, "id")));
    cursor = typeof body.next_cursor === "string" ? body.next_cursor : "";
  } while (cursor !== "");
  expect(new Set(seen).size).toBe(120);
  expect(seen).toHaveLength(120);
});
