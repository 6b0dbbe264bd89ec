/** Tariffs that two people publish: what one of them alone cannot do, and what is sold when. */
import { day, hour, isoText, minute, second } from "@barq/domain/instant";
import { beforeEach, describe, expect, it } from "vitest";
import type { Bench } from "./bench.ts";
import { createBench, rowsOf, textOf } from "./bench.ts";
import { energy } from "./ocpi-bodies.ts";
import { createPublishers, kwh } from "./publishers.ts";

let bench: Bench;
let people: ReturnType<typeof createPublishers>;

beforeEach(async () => {
  bench = await createBench();
  people = createPublishers(bench);
});

describe("where publication by two is required", () => {
  it("nobody sells a tariff alone, and is told where drafts are made", async () => {
    await people.requireTwo();
    const answer = await bench.ask("/v1/tariffs", { json: kwh(5), token: await people.tokenOf("amal") });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "second_person_needed", drafts: "/v1/tariff-drafts" },
    });
    expect(await people.soldNow()).toMatchObject({ version: 1 });
    const { id, seen } = await people.seenDraft();
    expect((await people.approve(id, { seen })).status).toBe(200);
    expect(await people.soldNow()).toMatchObject({ version: 2, terms: [{ price: "5.00" }] });
  });

  it("begins at its instant, and not before", async () => {
    await people.requireTwo(bench.world.now() + hour);
    expect(
      (await bench.ask("/v1/tariffs", { json: kwh(5), token: await people.tokenOf("amal") })).status,
    ).toBe(201);
    bench.world.advance(hour);
    expect(
      (await bench.ask("/v1/tariffs", { json: kwh(6), token: await people.tokenOf("amal") })).status,
    ).toBe(403);
  });
});

describe("an approval", () => {
  it("is never the author's own, whatever role they come with", async () => {
    const { id, seen } = await people.seenDraft();
    for (const role of ["operator", "finance"] as const)
      expect(await people.approve(id, { seen }, "amal", role)).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
    expect(await people.soldNow()).toMatchObject({ version: 1 });
  });

  it("is no author's of an earlier body either", async () => {
    const { id } = await people.seenDraft();
    const { body } = await people.look(id);
    expect(
      (await people.change(id, { tariff: kwh(6), reason: "higher still", revision: body.revision }, "badr"))
        .status,
    ).toBe(200);
    const seen = textOf((await people.look(id)).body, "seen");
    for (const name of ["amal", "badr"]) expect((await people.approve(id, { seen }, name)).status).toBe(403);
    expect((await people.approve(id, { seen }, "chama")).status).toBe(200);
  });

  it("is refused where the draft was changed after it was looked at", async () => {
    const { id, seen } = await people.seenDraft();
    const { body } = await people.look(id);
    await people.change(id, { tariff: kwh(50), reason: "a digit more", revision: body.revision });
    const late = await people.approve(id, { seen });
    expect(late).toMatchObject({ status: 409, body: { code: "state_conflict" } });
    expect(await people.versions()).toBe(1);
    expect((await people.approve(id, { seen: textOf((await people.look(id)).body, "seen") })).status).toBe(
      200,
    );
    expect(await people.soldNow()).toMatchObject({ terms: [{ price: "50.00" }] });
  });

  it("is refused where what is sold was changed after the draft was compared with it", async () => {
    const { id, seen } = await people.seenDraft();
    await bench.ask("/v1/tariffs", { json: kwh(1), token: await people.tokenOf("amal") });
    expect((await people.approve(id, { seen })).status).toBe(409);
    expect(await people.soldNow()).toMatchObject({ version: 2, terms: [{ price: "1.00" }] });
  });

  it("given twice is the same publication, and by two people at once one of them", async () => {
    const { id, seen } = await people.seenDraft();
    const both = await Promise.all([
      people.approve(id, { seen }),
      people.approve(id, { seen }, "chama", "operator"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = both[0]?.status === 200 ? "badr" : "chama";
    const again = await people.approve(id, { seen }, winner, "operator");
    expect(again).toMatchObject({ status: 200, body: { state: "approved", approved: { version: 2 } } });
    expect(await people.versions()).toBe(2);
    const acts = rowsOf(again.body, "acts").map(({ act }) => act);
    expect(acts).toEqual(["drafted", "approved"]);
  });

  it("of the same person twice at once is one version", async () => {
    const { id, seen } = await people.seenDraft();
    const both = await Promise.all([people.approve(id, { seen }), people.approve(id, { seen })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await people.versions()).toBe(2);
  });

  it("of what cannot be sold is refused with every path", async () => {
    const { id, seen } = await people.seenDraft(
      kwh(5, { elements: [{ price_components: [{ ...energy, vat: null }] }] }),
    );
    expect(await people.approve(id, { seen })).toMatchObject({
      status: 422,
      body: { code: "tariff_invalid", errors: [{ path: "elements.0.price_components.0.vat" }] },
    });
  });

  it("of an instant that is gone, too near, too far or no instant is refused", async () => {
    const { id, seen } = await people.seenDraft();
    const now = bench.world.now();
    for (const in_force_from of [isoText(now - 1), isoText(now + minute), isoText(now + 500 * day), "soon"])
      expect({ in_force_from, status: (await people.approve(id, { seen, in_force_from })).status }).toEqual({
        in_force_from,
        status: 400,
      });
    expect(await people.versions()).toBe(1);
  });

  it("before the tariff itself begins is refused, and without an instant is for when it begins", async () => {
    const begins = bench.world.now() + 3 * day;
    const { id, seen } = await people.seenDraft(kwh(5, { start_date_time: isoText(begins) }));
    expect((await people.approve(id, { seen, in_force_from: isoText(begins - hour) })).status).toBe(400);
    expect((await people.approve(id, { seen })).body).toMatchObject({
      approved: { in_force_from: isoText(begins) },
    });
    expect(await people.soldNow()).toMatchObject({ version: 1 });
    bench.world.advance(3 * day);
    expect(await people.soldNow()).toMatchObject({ version: 2 });
  });
});

describe("a version planned from an instant on", () => {
  it("is sold from that instant, to the millisecond, also by whoever keeps the row in memory", async () => {
    const at = bench.world.now() + 5 * minute;
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen, in_force_from: isoText(at) });
    bench.world.advance(5 * minute - 30 * second);
    expect(await people.soldNow()).toMatchObject({ version: 1, terms: [{ price: "4.50" }] });
    const early = await bench.start({ qr: bench.world.codeOf(1) }, "early");
    bench.world.advance(30 * second - 1);
    expect(await people.soldNow()).toMatchObject({ version: 1 });
    bench.world.advance(1);
    expect(await people.soldNow()).toMatchObject({ version: 2, terms: [{ price: "5.00" }] });
    const late = await bench.start({ qr: bench.world.codeOf(2) }, "late");
    const [first, second_] = await Promise.all(
      [early, late].map(({ body }) => bench.world.session(textOf(body, "id"))),
    );
    expect([first?.pinned.tariffVersion, second_?.pinned.tariffVersion]).toEqual([1, 2]);
    const { body } = await bench.ask("/v1/tariffs", { token: await people.tokenOf("amal") });
    expect(rowsOf(body)).toMatchObject([{ id: "KWH", version: 2, elements: kwh(5).elements }]);
  });

  it("stands in the list beside what is sold, and another cannot be planned over it", async () => {
    const at = isoText(bench.world.now() + day);
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen, in_force_from: at });
    const { body } = await bench.ask("/v1/tariffs", { token: await people.tokenOf("amal") });
    expect(rowsOf(body)).toMatchObject([
      {
        version: 1,
        elements: [{ price_components: [{ price: 4.5 }] }],
        planned: { version: 2, in_force_from: at },
      },
    ]);
    const other = await people.seenDraft(kwh(6), "k2");
    const answer = await people.approve(other.id, { seen: other.seen, in_force_from: at });
    expect(answer).toMatchObject({ status: 409, body: { planned: { version: 2, in_force_from: at } } });
  });

  it("outlives a version that is sold at once, and is followed by the next number", async () => {
    const at = bench.world.now() + day;
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen, in_force_from: isoText(at) });
    const now = await bench.ask("/v1/tariffs", { json: kwh(3), token: await people.tokenOf("amal") });
    expect(now.body.version).toBe(3);
    expect(await people.soldNow()).toMatchObject({ version: 3, terms: [{ price: "3.00" }] });
    bench.world.advance(day);
    expect(await people.soldNow()).toMatchObject({ version: 2, terms: [{ price: "5.00" }] });
    const next = await bench.ask("/v1/tariffs", { json: kwh(7), token: await people.tokenOf("amal") });
    expect(next.body.version).toBe(4);
    expect(await people.soldNow()).toMatchObject({ version: 4, terms: [{ price: "7.00" }] });
  });

  it("is withdrawn until two minutes before, and is never sold then; its number is used up", async () => {
    const at = bench.world.now() + hour;
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen, in_force_from: isoText(at) });
    expect((await people.withdraw(id)).body).toMatchObject({ state: "withdrawn" });
    expect((await people.withdraw(id, "badr")).body).toMatchObject({
      withdrawn: { reason: "a slip of the pen" },
    });
    bench.world.advance(2 * hour);
    expect(await people.soldNow()).toMatchObject({ version: 1 });
    expect((await people.approve(id, { seen })).status).toBe(409);
    const next = await bench.ask("/v1/tariffs", { json: kwh(7), token: await people.tokenOf("amal") });
    expect(next.body.version).toBe(3);
  });

  it("is not withdrawn any more when it is about to be sold, or is", async () => {
    const at = bench.world.now() + hour;
    const { id, seen } = await people.seenDraft();
    await people.approve(id, { seen, in_force_from: isoText(at) });
    bench.world.advance(hour - minute);
    expect((await people.withdraw(id)).status).toBe(409);
    bench.world.advance(2 * minute);
    expect((await people.withdraw(id)).status).toBe(409);
    expect(await people.soldNow()).toMatchObject({ version: 2 });
  });

  it("that is a tariff's first is sold by nobody before, and never once it was withdrawn", async () => {
    const at = isoText(bench.world.now() + day);
    const { id, seen } = await people.seenDraft(kwh(5, { id: "NEW" }));
    await people.approve(id, { seen, in_force_from: at });
    const token = await people.tokenOf("amal");
    const listed = async () => rowsOf((await bench.ask("/v1/tariffs", { token })).body).map((row) => row.id);
    expect(await listed()).toEqual(["KWH", "NEW"]);
    await people.withdraw(id);
    expect(await listed()).toEqual(["KWH"]);
    const sold = await bench.ask("/v1/tariffs", { json: kwh(5, { id: "NEW" }), token });
    expect(sold.body.version).toBe(2);
    expect(await listed()).toEqual(["KWH", "NEW"]);
  });
});
