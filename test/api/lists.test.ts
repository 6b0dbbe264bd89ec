/** Lists through the API: page by page, every row once, never somebody else's. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";
import { location, tariff } from "./ocpi-bodies.ts";

let bench: Bench;
let token: string;

beforeEach(async () => {
  bench = await createBench();
  token = await bench.staff("operator");
});

const post = (path: string, json: Json): Promise<Answer> => bench.ask(path, { json, token });

describe("a list", () => {
  it("of more than a hundred is paged: every row once, in order, whatever comes in between", async () => {
    const ids = Array.from({ length: 230 }, (_, n) => `T${String(n).padStart(3, "0")}`);
    for (const id of ids) expect((await post("/v1/tariffs", tariff({ id }))).status).toBe(201);
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: unknown = "";
    while (typeof cursor === "string") {
      const page: Answer = await bench.ask(`/v1/tariffs?cursor=${cursor}`, { token });
      const rows = rowsOf(page.body);
      sizes.push(rows.length);
      seen.push(...rows.map((row) => textOf(row, "id")));
      cursor = page.body.next_cursor;
      // Before the row where the next page begins: neither shown twice nor shifting the others.
      await post("/v1/tariffs", tariff({ id: `A${sizes.length}` }));
    }
    expect(sizes).toEqual([100, 100, 31]);
    expect(seen).toEqual(["KWH", ...ids]);
  });

  it("ends with no cursor where exactly a hundred are left", async () => {
    for (let n = 0; n < 99; n++)
      await post("/v1/locations", location({ id: `L${String(n).padStart(2, "0")}` }));
    const page = await bench.ask("/v1/locations", { token });
    expect(rowsOf(page.body)).toHaveLength(100);
    expect(page.body.next_cursor).toBeNull();
    await post("/v1/locations", location({ id: "Z" }));
    const first = await bench.ask("/v1/locations", { token });
    const rest = await bench.ask(`/v1/locations?cursor=${textOf(first.body, "next_cursor")}`, { token });
    expect(rowsOf(rest.body).map((row) => row.id)).toEqual(["Z"]);
  });

  it("does not begin in another operator's rows by their cursor", async () => {
    for (let n = 0; n < 101; n++)
      await post("/v1/locations", location({ id: `L${String(n).padStart(3, "0")}` }));
    const { body } = await bench.ask("/v1/locations", { token });
    const theirs = await bench.ask(`/v1/locations?cursor=${textOf(body, "next_cursor")}`, {
      token: await bench.staff("operator", rival),
    });
    expect(theirs.body).toEqual({ items: [], next_cursor: null });
  });
});
