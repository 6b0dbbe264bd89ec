/** What may go wrong before anything is held: nothing is written that matters, nothing is held, and the words say why. */
import { showConnector } from "@barq/actions/show-connector";
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import { contactKey, stationKey, stickerKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, station } from "./world.ts";

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
};

describe("a code that was scanned", () => {
  it("is refused when it is forged, unknown, malformed or withdrawn, without a word to the provider", async () => {
    const world = await createWorld();
    const good = world.codeOf(1);
    const last = good.endsWith("a") ? "b" : "a";
    expect(await codeOf(world.start({ qr: `${good.slice(0, -1)}${last}` }))).toBe("qr_invalid");
    expect(await codeOf(world.start({ qr: good.replace(".k1.", ".k9.") }))).toBe("qr_unknown");
    expect(await codeOf(world.start({ qr: "https://evil.example/q/1" }))).toBe("qr_invalid");
    const unbound = world.ports.identity.makeQr({ tenant: world.tenant, sticker: "nowhere" });
    expect(await codeOf(world.start({ qr: unbound }))).toBe("qr_unknown");
    await world.store.commit([
      { update: stickerKey(world.tenant, "cas-dc-01-1"), set: { revoked: world.now() - 1 } },
    ]);
    expect(await codeOf(world.start())).toBe("qr_revoked");
    expect(world.provider.calls.open).toBe(0);
  });

  it("of another connector is another session under the same key", async () => {
    const world = await createWorld();
    const one = await world.start({ connector: 1 });
    const other = await world.start({ connector: 2 });
    expect(other.session.id).not.toBe(one.session.id);
  });
});

describe("a key", () => {
  it("that is sent twice finds the same session and the same page, and holds once", async () => {
    const world = await createWorld();
    const first = await world.start();
    const again = await world.start();
    expect(again).toMatchObject({ repeated: true, paymentUrl: first.paymentUrl });
    expect(again.session.id).toBe(first.session.id);
    expect(world.provider.calls.open).toBe(1);
  });

  it("with another body is refused, and the first session stays as it is", async () => {
    const world = await createWorld();
    const first = await world.start();
    expect(await codeOf(world.start({ body: { qr: world.codeOf(1), limit: { amount: "50.00" } } }))).toBe(
      "idempotency_key_reused",
    );
    expect((await world.session(first.session.id)).state).toBe("pending");
  });

  it("that is sent again after its code was withdrawn still finds its session", async () => {
    const world = await createWorld();
    const first = await world.start();
    await world.store.commit([
      { update: stickerKey(world.tenant, "cas-dc-01-1"), set: { revoked: world.now() - 1 } },
    ]);
    world.ports.cache.drop(`sticker|${world.tenant}|cas-dc-01-1`);
    expect((await world.start()).session.id).toBe(first.session.id);
    expect(await codeOf(world.start({ key: "another" }))).toBe("qr_revoked");
  });

  it("that is refused keeps nobody's e-mail", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const another = { body: { other: true }, email: "somebody@else.example" };
    expect(await codeOf(world.start(another))).toBe("idempotency_key_reused");
    await world.store.commit([{ update: stationKey(world.tenant, station), set: { conn: null } }]);
    expect(await codeOf(world.start({ key: "k2", email: "somebody@else.example" }))).toBe("station_offline");
    const [kept] = await world.store.read([contactKey(world.tenant, session.id)]);
    expect(kept).toBeUndefined();
  });

  it("that is somebody's session id opens nothing of theirs", async () => {
    const world = await createWorld();
    const { session } = await world.start();
    const other = await world.start({ key: session.id });
    expect(other.session.id).not.toBe(session.id);
    expect(other.repeated).toBe(false);
  });
});

describe("a connector", () => {
  const refusedBy = async (prepare: (world: World) => Promise<unknown>): Promise<string> => {
    const world = await createWorld();
    await prepare(world);
    const code = await codeOf(world.start({ carConfirmed: false }));
    expect(world.provider.calls.open).toBe(0);
    return code;
  };

  it("that is offline, out of order or in use holds nothing", async () => {
    const offline = (world: World) =>
      world.store.commit([{ update: stationKey(world.tenant, station), set: { conn: null } }]);
    expect(await refusedBy(offline)).toBe("station_offline");
    expect(await refusedBy((world) => world.status("Faulted"))).toBe("connector_unavailable");
    expect(await refusedBy((world) => world.status("Charging"))).toBe("connector_taken");
  });

  it("with a cable that was plugged before asks whose car it is", async () => {
    expect(await refusedBy((world) => world.status("Preparing"))).toBe("car_not_confirmed");
    const world = await createWorld();
    await world.status("Preparing");
    expect((await showConnector(world.ports, world.codeOf(1))).availability).toBe("plugged");
    expect((await world.start({ carConfirmed: true })).paymentUrl).not.toBeNull();
  });

  it("is not occupied by sessions that nobody has paid", async () => {
    const world = await createWorld();
    await world.start({ key: "never paid" });
    expect((await showConnector(world.ports, world.codeOf(1))).availability).toBe("free");
    expect((await paidSession(world, { key: "paid" })).state).toBe("starting");
  });
});

describe("a limit", () => {
  it("that is too small is refused with the smallest that can be sold, which is then taken", async () => {
    const world = await createWorld();
    const limit = (text: string) => ({ kind: "amount" as const, text });
    const refused = await world.start({ limit: limit("1.00") }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "limit_too_small" });
    const least = refused instanceof Fault ? refused.details.least : undefined;
    expect(least).toMatchObject({ currency: "MAD" });
    const minor = typeof least === "object" && least !== null && "minor" in least ? Number(least.minor) : 0;
    const taken = await world.start({ limit: limit((minor / 100).toFixed(2)), key: "least" });
    expect(taken.session.hold?.holdAmount.minor).toBe(BigInt(minor));
  });
});

describe("a limit below what the provider holds", () => {
  it("is refused with the provider's own least, where the station could sell less", async () => {
    const world = await createWorld({ powerW: 3_700 });
    await expect(world.start({ limit: { kind: "amount", text: "3.00" } })).rejects.toMatchObject({
      code: "limit_too_small",
      details: { least: { minor: 500n, currency: "MAD" } },
    });
    const { session } = await world.start({ limit: { kind: "amount", text: "5.00" }, key: "five" });
    expect(session.hold?.holdAmount.minor).toBe(500n);
  });
});

describe("an address", () => {
  it("that starts a hundred times without paying is stopped at ten, and nobody else is", async () => {
    const world = await createWorld();
    const codes: string[] = [];
    for (let n = 0; n < 100; n++) {
      codes.push(await codeOf(world.start({ key: `k${n}`, address: "203.0.113.9" })));
    }
    expect(codes.filter((code) => code === "none")).toHaveLength(10);
    expect(new Set(codes.slice(10))).toEqual(new Set(["too_many_requests"]));
    const { transactionId, session } = await chargingSession(world, {
      key: "other",
      address: "198.51.100.7",
    });
    await chargeAndStop(world, transactionId, 10_000);
    expect((await world.session(session.id)).state).toBe("settled");
    // What was never paid is over by itself, and the address may start again.
    await world.pass(12 * minute);
    expect(await codeOf(world.start({ key: "later", address: "203.0.113.9" }))).toBe("none");
  });
});
