/** Printed codes: bound once, moved with a reason, withdrawn for good; and what is typed finds what is scanned. */
import { bindSticker } from "@barq/actions/bind-sticker";
import { placeOfQr } from "@barq/actions/network";
import { codesOfBatch, listBatches, printStickers } from "@barq/actions/print-stickers";
import { revokeBatch, revokeSticker } from "@barq/actions/revoke-sticker";
import { showConnector } from "@barq/actions/show-connector";
import { actsOnSticker } from "@barq/actions/sticker-act";
import { readSticker, stickerOfTyped } from "@barq/actions/sticker-place";
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import { typedCodeOf } from "@barq/domain/sticker";
import { stickerKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { createWorld, station, tenant } from "./world.ts";

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
};

async function printed(stickers = 4) {
  const world = await createWorld();
  const batch = await printStickers(world.ports, tenant, { stickers, key: "batch-1" });
  const codes = codesOfBatch(world.ports, tenant, batch);
  const code = (n: number) => codes[n - 1] ?? { id: "", qr: "", typed: "" };
  const bind = (
    n: number,
    connector: number,
    more: { reason?: string; replaces?: string; station?: string; actor?: string } = {},
  ) => {
    const { reason = null, replaces = null, actor = "technician-1" } = more;
    return bindSticker(world.ports, tenant, {
      ...{ sticker: code(n).id, station: more.station ?? station, connector, reason, replaces, actor },
    });
  };
  return { ...world, batch, code, bind };
}

describe("a sticker that two people bind", () => {
  it("to two connectors at once stands for one of them, and the other is told which", async () => {
    const { bind, code, ports } = await printed();
    const both = await Promise.allSettled([bind(1, 1), bind(1, 2, { actor: "technician-2" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((each) => each.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "state_conflict", details: { station } });
    const stands = (await readSticker(ports, tenant, code(1).id))?.sticker?.assignments;
    expect(stands).toHaveLength(1);
  });

  it("twice to the same connector is bound once", async () => {
    const { bind, code, ports } = await printed();
    await Promise.all([bind(1, 1), bind(1, 1)]);
    await bind(1, 1);
    expect((await readSticker(ports, tenant, code(1).id))?.sticker?.assignments).toHaveLength(1);
    expect(await actsOnSticker(ports, tenant, code(1).id)).toHaveLength(1);
  });
});

describe("a sticker", () => {
  it("that was never printed, of another batch's length or of a station that is not there binds to nothing", async () => {
    const { bind, ports, batch, code } = await printed(4);
    const beyond = codesOfBatch(ports, tenant, { ...batch, stickers: 5 })[4]?.id ?? "";
    const at = { station, connector: 1, replaces: null, reason: null, actor: "t" };
    expect(await codeOf(bindSticker(ports, tenant, { ...at, sticker: beyond }))).toBe("qr_unknown");
    expect(await codeOf(bindSticker(ports, tenant, { ...at, sticker: "nowhere" }))).toBe("qr_unknown");
    expect(await codeOf(bindSticker(ports, "another", { ...at, sticker: code(1).id }))).toBe("qr_unknown");
    expect(await codeOf(bind(1, 1, { station: "NOWHERE" }))).toBe("not_found");
    expect(await codeOf(bind(1, 9))).toBe("not_found");
    expect((await readSticker(ports, tenant, code(1).id))?.sticker).toBeNull();
  });

  it("that is blank sells nothing and says so; bound it sells at its connector", async () => {
    const { bind, code, ports, start } = await printed();
    expect(await codeOf(placeOfQr(ports, code(2).qr))).toBe("qr_unknown");
    await bind(2, 2);
    expect(await placeOfQr(ports, code(2).qr)).toMatchObject({ connector: { number: 2 } });
    const { session } = await start({ qr: code(2).qr });
    expect(session.pinned.sticker).toBe(code(2).id);
  });

  it("moves with a reason alone, keeps where it was, and sells where it is", async () => {
    const { bind, code, ports, advance } = await printed();
    await bind(1, 1);
    expect(await codeOf(bind(1, 2))).toBe("state_conflict");
    await advance(minute);
    await bind(1, 2, { reason: "posts were swapped" });
    const places = (await readSticker(ports, tenant, code(1).id))?.sticker?.assignments ?? [];
    expect(places.map(({ connector, until }) => [connector, until === null])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(places[0]?.until).toBe(places[1]?.from);
    expect(await placeOfQr(ports, code(1).qr)).toMatchObject({ connector: { number: 2 } });
    expect(await actsOnSticker(ports, tenant, code(1).id)).toMatchObject([
      { act: "bound", by: "technician-1" },
      { act: "moved", reason: "posts were swapped" },
    ]);
  });

  it("takes the place of another, which is withdrawn in the same moment", async () => {
    const { bind, code, ports, codeOf: ownCode } = await printed();
    await bind(1, 1);
    expect(await codeOf(bind(2, 1, { replaces: code(1).id }))).toBe("invalid_request");
    expect(await codeOf(bind(2, 1, { replaces: code(3).id, reason: "torn" }))).toBe("state_conflict");
    await bind(2, 1, { replaces: code(1).id, reason: "torn" });
    expect(await codeOf(placeOfQr(ports, code(1).qr))).toBe("qr_revoked");
    expect(await placeOfQr(ports, code(2).qr)).toMatchObject({
      connector: { number: 1, sticker: code(2).id },
    });
    // The station's own code goes on: nobody withdrew it.
    expect(await placeOfQr(ports, ownCode(1))).toMatchObject({ connector: { number: 1 } });
    expect(await codeOf(bind(1, 2, { reason: "again" }))).toBe("qr_revoked");
  });

  it("that is withdrawn, or whose batch is, sells nothing any more, and a session under way goes on", async () => {
    const { bind, code, ports, start, batch } = await printed();
    await bind(1, 1);
    await bind(2, 2);
    const { session } = await start({ qr: code(1).qr });
    const why = { reason: "copied", actor: "operator-1" };
    await revokeSticker(ports, tenant, code(1).id, why);
    await revokeSticker(ports, tenant, code(1).id, why);
    expect(await codeOf(placeOfQr(ports, code(1).qr))).toBe("qr_revoked");
    expect(await placeOfQr(ports, code(2).qr)).toMatchObject({ connector: { number: 2 } });
    await revokeBatch(ports, tenant, batch.id, why);
    ports.cache.drop(`sticker|${tenant}|${code(2).id}`);
    expect(await codeOf(placeOfQr(ports, code(2).qr))).toBe("qr_revoked");
    expect(await codeOf(bind(3, 1))).toBe("qr_revoked");
    expect(session.state).toBe("pending");
    expect(await actsOnSticker(ports, tenant, code(1).id)).toMatchObject([
      { act: "bound" },
      { act: "revoked" },
    ]);
  });

  it("of before stickers had several places still sells, and moves", async () => {
    const { ports, store, code, batch } = await printed();
    const old = { ...stickerKey(tenant, "cas-dc-01-1"), station, connector: 1, from: 0 };
    await store.commit([{ put: old }]);
    expect(await placeOfQr(ports, ports.identity.makeQr({ tenant, sticker: "cas-dc-01-1" }))).toMatchObject({
      connector: { number: 1 },
    });
    const to = { sticker: "cas-dc-01-1", station, connector: 2, replaces: null, actor: "t" };
    const moved = await bindSticker(ports, tenant, { ...to, reason: "moved" });
    expect(moved.assignments.map(({ connector }) => connector)).toEqual([1, 2]);
    expect(code(1).typed).toBe(typedCodeOf(batch.id, 1));
  });
});

describe("a sticker that was withdrawn", () => {
  it("and is scanned all the same is put before a person once, with its post; a blank one is nobody's", async () => {
    const { bind, code, ports, work } = await printed();
    await bind(1, 1);
    for (const n of [1, 2]) await revokeSticker(ports, tenant, code(n).id, { reason: "copied", actor: "o" });
    for (let n = 0; n < 3; n++) expect(await codeOf(showConnector(ports, code(1).qr))).toBe("qr_revoked");
    expect(await codeOf(showConnector(ports, code(2).qr))).toBe("qr_revoked");
    expect((await work()).map(({ why, station: at }) => [why, at])).toEqual([
      ["revoked_sticker_scanned", station],
    ]);
  });
});

describe("a batch", () => {
  it("asked for twice under one key is printed once; for another number the key is refused", async () => {
    const { ports, batch } = await printed(4);
    expect(await printStickers(ports, tenant, { stickers: 4, key: "batch-1" })).toEqual(batch);
    expect(await codeOf(printStickers(ports, tenant, { stickers: 5, key: "batch-1" }))).toBe(
      "idempotency_key_reused",
    );
    for (const stickers of [0, 961])
      expect(await codeOf(printStickers(ports, tenant, { stickers, key: "b" }))).toBe("invalid_request");
    const listed = await listBatches(ports, tenant);
    expect(listed.rows.filter(({ slug }) => slug === null)).toEqual([batch]);
  });
});

describe("a typed code", () => {
  it("finds the sticker of a batch and a station's own, and nothing that was not printed", async () => {
    const { ports, code, batch } = await printed(4);
    expect(await stickerOfTyped(ports, code(3).typed.toLowerCase())).toEqual({ tenant, id: code(3).id });
    expect(await codeOf(stickerOfTyped(ports, typedCodeOf(batch.id, 5)))).toBe("qr_unknown");
    expect(await codeOf(stickerOfTyped(ports, typedCodeOf("zzzzzz", 1)))).toBe("qr_unknown");
    expect(await codeOf(stickerOfTyped(ports, "hello"))).toBe("qr_invalid");
    const own = (await listBatches(ports, tenant)).rows.find(({ slug }) => slug === "cas-dc-01");
    expect(await stickerOfTyped(ports, typedCodeOf(own?.id ?? "", 2))).toEqual({ tenant, id: "cas-dc-01-2" });
  });
});
