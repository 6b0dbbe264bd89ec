/** Stickers over HTTP: what a technician asks from a phone, and what is refused in words that help. */
import { beforeAll, describe, expect, it } from "vitest";
import { station } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench, rowsOf, textOf } from "./bench.ts";

let bench: Bench;
let technician: string;
let operator: string;
beforeAll(async () => {
  bench = await createBench();
  technician = await bench.staff("technician");
  operator = await bench.staff("operator");
});

const post = async (path: string, body: unknown, of: { token?: string; key?: string } = {}) =>
  bench.ask(path, {
    method: "POST",
    token: of.token ?? technician,
    json: body,
    ...(of.key === undefined ? {} : { headers: { "idempotency-key": of.key } }),
  });
const get = async (path: string) => (await bench.ask(path, { token: technician })).body;

async function batchOf(stickers: number, key: string) {
  const made = await post("/v1/sticker-batches", { stickers }, { key });
  expect(made.status).toBe(201);
  const batch = await get(`/v1/sticker-batches/${textOf(made.body, "id")}`);
  const codes = rowsOf(batch, "codes").map((row) => ({
    id: textOf(row, "id"),
    typed: textOf(row, "typed"),
    url: textOf(row, "url"),
  }));
  const [first] = codes;
  if (!first) throw new Error("a batch of nothing");
  return { id: textOf(batch, "id"), codes, first };
}

describe("stickers", () => {
  it("are printed blank, and each is known by its id, its typed code and what is scanned of it", async () => {
    const { codes, first } = await batchOf(3, "three");
    expect(codes).toHaveLength(3);
    const { id, typed, url } = first;
    for (const name of [id, typed, typed.toLowerCase().replaceAll("-", ""), encodeURIComponent(url)])
      expect(await get(`/v1/stickers/${name}`)).toMatchObject({ id, state: "blank", station: null });
  });

  it("are printed as they are known: four on a sheet, one alone, a station's own too", async () => {
    const { id, first } = await batchOf(5, "sheets");
    const svg = async (path: string) => bench.ask(path, { token: technician });
    const sheet = await svg(`/v1/sticker-batches/${id}/sheets/1.svg`);
    expect(sheet.headers.get("content-type")).toContain("image/svg+xml");
    expect(sheet.text).toContain(first.typed);
    expect((await svg(`/v1/sticker-batches/${id}/sheets/2.svg`)).text.match(/<g /g)).toHaveLength(1);
    for (const none of ["3.svg", "0", "-1", "1e3", "x", "999999"])
      expect((await svg(`/v1/sticker-batches/${id}/sheets/${none}`)).status).toBe(404);
    expect((await svg(`/v1/stickers/${first.typed}/picture`)).text).toContain(first.typed);
    const own = await svg(`/v1/stickers/${station.toLowerCase()}-1/picture`);
    expect(own.text).toMatch(/[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/);
  });

  it("are printed as PDF, too: all sheets of a batch, and one alone; nobody else's", async () => {
    const { id, first } = await batchOf(5, "pdf");
    const sheets = await bench.ask(`/v1/sticker-batches/${id}/sheets.pdf`, { token: technician });
    expect(sheets.headers.get("content-type")).toBe("application/pdf");
    expect(sheets.text.match(/\/Type \/Page\n/g)).toHaveLength(2);
    const second = await bench.ask(`/v1/sticker-batches/${id}/sheets.pdf?from=2`, { token: technician });
    expect(second.text.match(/\/Type \/Page\n/g)).toHaveLength(1);
    for (const [from, status] of [
      ["3", 404],
      ["0", 400],
      ["x", 400],
      ["1e1", 400],
    ] as const)
      expect(
        (await bench.ask(`/v1/sticker-batches/${id}/sheets.pdf?from=${from}`, { token: technician })).status,
      ).toBe(status);
    const one = await bench.ask(`/v1/stickers/${first.typed}/picture.pdf`, { token: technician });
    expect(one.text).toMatch(/^%PDF-1/);
    const rival = await bench.staff("technician", "rival");
    for (const path of [`/v1/sticker-batches/${id}/sheets.pdf`, `/v1/stickers/${first.id}/picture.pdf`])
      expect((await bench.ask(path, { token: rival })).status).toBe(404);
  });

  it("are bound, moved with a reason, and withdrawn; every act has its actor and its reason", async () => {
    const { first } = await batchOf(2, "acts");
    const { typed, url } = first;
    const at = { station, connector: 1 };
    expect((await post(`/v1/stickers/${typed}/bind`, at)).body).toMatchObject({ state: "bound", ...at });
    const scanned = await bench.ask(new URL(url).pathname.replace("/q/", "/v1/connectors/"));
    expect(scanned.body).toMatchObject({ station });
    const elsewhere = { station, connector: 2 };
    const refused = await post(`/v1/stickers/${typed}/bind`, elsewhere);
    expect(refused.status).toBe(409);
    expect(textOf(refused.body, "detail")).toContain("connector 1");
    await post(`/v1/stickers/${typed}/bind`, { ...elsewhere, reason: "swapped by mistake" });
    const revoked = await post(`/v1/stickers/${typed}/revoke`, { reason: "torn off" });
    expect(revoked.body).toMatchObject({
      state: "revoked",
      assignments: [{ connector: 1 }, { connector: 2, until: null }],
      acts: [{ act: "bound" }, { act: "moved", reason: "swapped by mistake" }, { act: "revoked" }],
    });
    expect((await bench.ask(new URL(url).pathname.replace("/q/", "/v1/connectors/"))).status).toBe(410);
  });

  it("of a batch are withdrawn at once, by an operator alone", async () => {
    const { id, first } = await batchOf(2, "batch");
    const why = { reason: "printed twice" };
    expect((await post(`/v1/sticker-batches/${id}/revoke`, why)).status).toBe(403);
    expect((await post(`/v1/sticker-batches/${id}/revoke`, why, { token: operator })).status).toBe(200);
    const bound = await post(`/v1/stickers/${first.typed}/bind`, { station, connector: 1 });
    expect(bound.body).toMatchObject({ code: "qr_revoked" });
  });

  it("that were mistyped, never printed or are somebody else's are told apart from none that is there", async () => {
    const { typed } = (await batchOf(1, "wrong")).first;
    const wrong = `${typed.slice(0, -1)}${typed.endsWith("2") ? "3" : "2"}`;
    for (const name of [wrong, "ABC", "...", "0", encodeURIComponent("💳"), "x".repeat(200), "%00"]) {
      const answer = await bench.ask(`/v1/stickers/${name}`, { token: technician });
      expect([400, 404, 422], name).toContain(answer.status);
      expect(textOf(answer.body, "code")).toMatch(/^(qr_invalid|qr_unknown|not_found|invalid_request)$/);
    }
    const rival = await bench.staff("technician", "rival");
    expect((await bench.ask(`/v1/stickers/${typed}`, { token: rival })).status).toBe(404);
  });

  it("are asked for with a key, in a number that a batch can have, and with what a body may have", async () => {
    expect((await post("/v1/sticker-batches", { stickers: 3 })).body).toMatchObject({
      code: "idempotency_key_missing",
    });
    for (const body of [
      {},
      { stickers: 0 },
      { stickers: 961 },
      { stickers: "3" },
      { stickers: 1, x: 1 },
      [],
      null,
    ])
      expect((await post("/v1/sticker-batches", body, { key: "bad" })).status).toBe(400);
    const { first } = await batchOf(1, "garbage");
    for (const body of [
      {},
      { station },
      { station, connector: 0 },
      { station, connector: 1, reason: "" },
      "x",
    ])
      expect((await post(`/v1/stickers/${first.typed}/bind`, body)).status).toBe(400);
  });
});
