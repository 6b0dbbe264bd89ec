/** The audit finds each thing that must never be, and nothing where all is well. */
import { audit } from "@barq/actions/audit/audit";
import { sealedName } from "@barq/actions/sealed-files";
import type { Invariant } from "@barq/domain/audit";
import { day } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import {
  connectorKey,
  counterKey,
  journalKey,
  numberKey,
  sessionKey,
  sessionPartition,
} from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession, station, tenant } from "./world.ts";

/** Everything in the twin's table that an audit looks at, in an order of no meaning. */
async function* itemsOf(world: World): AsyncIterable<Item> {
  for (const item of world.items.all()) yield item;
}
const audited = (world: World) =>
  audit(world.ports, tenant, { items: () => itemsOf(world), documents: world.published });

/** A session that is settled, on the first connector. */
async function settledSession(): Promise<{ world: World; session: Session }> {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world);
  await chargeAndStop(world, transactionId, 20_000);
  return { world, session: await world.session(session.id) };
}

async function spoilt(
  change: (session: Session, world: World) => readonly Change[] | Promise<readonly Change[]>,
) {
  const { world, session } = await settledSession();
  const changes = await change(session, world);
  if (changes.length > 0) expect(await world.store.commit(changes)).toEqual({ written: true });
  const { findings, first } = await audited(world);
  return { found: findings.map(({ invariant, what }) => `${invariant} ${what}`), first, session };
}

const set = (session: Session, fields: Record<string, string | number | null>): readonly Change[] => [
  { update: sessionKey(tenant, session.id), set: fields },
];
const entryOf = async (world: World, session: Session): Promise<Item> => {
  const [entry] = await Array.fromAsync(
    world.store.list(sessionPartition(tenant, session.id), { prefix: "L#" }),
  );
  if (!entry) throw new Error("no entry");
  return entry;
};

describe("an audit", () => {
  it("names a cent that the session has more than provider, journal and CDR, with the amount", async () => {
    const { found, first, session } = await spoilt((one) => set(one, { cap: "9001" }));
    expect(found.map((line) => line.slice(0, 2))).toEqual(["I1", "I1", "I6"]);
    expect(first).toMatch(new RegExp(`^I1 ${session.reference}: .*0\\.01 MAD does not fit`));
  });

  it("names what the provider captured in other amount", async () => {
    const { found } = await spoilt(({ hold }, { provider }) => {
      provider.elsewhere.miscount(hold?.page ?? null, -1n);
      return [];
    });
    expect(found).toEqual(["I1 intent_page_1: 89.99 MAD at the provider, 90.00 MAD here (captured_differs)"]);
  });

  it("names an intent whose session is gone, and a session whose intent is", async () => {
    const gone = await spoilt((session) => [{ delete: sessionKey(tenant, session.id) }]);
    expect(gone.found.filter((line) => line.startsWith("I2"))).toEqual([
      "I2 intent_page_1: 90.00 MAD at the provider, 0.00 MAD here (no_session)",
    ]);
    const lost = await spoilt((session) => [
      {
        update: sessionKey(tenant, session.id),
        set: { h: { a: "25000", p: "page_1", i: "intent_x", r: true } },
      },
    ]);
    expect(lost.found.filter((line) => line.startsWith("I2"))).toEqual([
      "I2 intent_page_1: 90.00 MAD at the provider, 0.00 MAD here (hold_unknown)",
      "I2 intent_x: 0.00 MAD at the provider, 90.00 MAD here (intent_not_there)",
    ]);
  });

  it("names an entry that was changed, one that was written twice, and one that is missing", async () => {
    const changed = await spoilt(async (session, world) => {
      const entry = await entryOf(world, session);
      return [
        {
          put: {
            ...entry,
            po: [
              ["71240000", "51410000", "7501"],
              ["44550000", "51410000", "1500"],
            ],
          },
        },
      ];
    });
    expect(changed.found).toContain("I3 entry 1 is not what was hashed when it was written");
    const twice = await spoilt(async (session, world) => {
      const entry = await entryOf(world, session);
      return [{ put: { ...entry, ...journalKey(tenant, session.id, 2, "capture") } }];
    });
    expect(twice.found).toContain("I3 entry 2 is not chained to the one before");
    expect(twice.found.filter((line) => line.includes("on the books"))).toHaveLength(1);
    const missing = await spoilt(async (session, world) => [{ delete: await entryOf(world, session) }]);
    expect(missing.found).toContain("I3 0 entries put 0.00 MAD on the books, the CDR is 90.00 MAD");
  });

  it("names a proof that is other bytes, one that is gone, and a price that does not follow", async () => {
    const otherHash = await spoilt((session) => {
      const { sealed } = session;
      const parts = sealed ? [sealed.energyMwh, sealed.beforeTax, sealed.tax, sealed.total].map(String) : [];
      return [{ update: sessionKey(tenant, session.id), set: { sl: ["f".repeat(64), ...parts] } }];
    });
    expect(otherHash.found).toEqual(["I4 cdr, cdr_221, proof, seal of it is not in the archive"]);
    const { world, session } = await settledSession();
    const { sealed } = session;
    if (!sealed) throw new Error("not sealed");
    const { get } = world.archive;
    const name = sealedName(tenant, session.id, "proof", sealed.sha256);
    world.archive.get = async (asked) => {
      const bytes = await get(asked);
      return asked === name && bytes
        ? new TextEncoder().encode(new TextDecoder().decode(bytes).replace("90.00", "90.01"))
        : bytes;
    };
    expect((await audited(world)).findings[0]?.what).toContain("the archived proof has the hash");
    const other = await spoilt((one) => [
      {
        update: sessionKey(tenant, one.id),
        set: { sl: [one.sealed?.sha256 ?? "", "20000000", "7500", "1501", "9001"] },
      },
    ]);
    expect(other.found).toContain("I4 the session has another total than its proof");
  });

  it("names a hold that is taken for standing long after it lapsed, and a session that is over with its hold", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    world.advance(9 * day);
    const { findings } = await audited(world);
    expect(findings.map(({ invariant, what }) => `${invariant} ${what}`)).toEqual([
      expect.stringMatching(/^I5 hold 1 is taken for standing, and lapsed at 2026-12-01T/),
    ]);
    expect(findings[0]?.session).toBe(paid.id);
    const over = await spoilt(({ hold, id }) => [
      {
        update: sessionKey(tenant, id),
        set: { h: { a: "25000", p: hold?.page ?? "", i: hold?.intent ?? "", s: true } },
      },
    ]);
    expect(over.found.map((line) => line.slice(0, 2))).toEqual(["I5", "I5"]);
  });

  it("names more refunded than was taken, and more taken than was held", async () => {
    const of = { v: 1, st: "given", a: "9001", cur: "MAD", rs: "goodwill", si: 0, fp: "f", at: 0, by: "b" };
    const more = await spoilt(({ id }) => [
      { put: { pk: sessionPartition(tenant, id), sk: "R#ref_1", ...of } },
    ]);
    expect(more.found).toContain("I6 refunded 90.01 MAD of 90.00 MAD");
    const held = await spoilt(({ id }) => [
      { update: sessionKey(tenant, id), set: { h: { a: "8000", p: "page_1", i: "intent_page_1", r: true } } },
    ]);
    expect(held.found).toContain("I6 hold 1 gave 90.00 MAD of 80.00 MAD");
  });

  it("names a connector that nobody, somebody pending, or somebody over has", async () => {
    const lock = connectorKey(tenant, station, 1);
    const nobody = await spoilt(() => [{ update: lock, set: { act: "ses_nobody" } }]);
    expect(nobody.found).toEqual(["I7 it is taken by ses_nobody, which does not exist"]);
    const over = await spoilt(({ id }) => [{ update: lock, set: { act: id } }]);
    expect(over.found).toEqual([
      expect.stringMatching(/^I7 it is free, and still taken by .*, which is settled$/),
    ]);
    const world = await createWorld();
    const { session } = await world.start();
    await world.store.commit([{ update: lock, set: { act: session.id } }]);
    expect((await audited(world)).findings.map(({ what }) => what)).toEqual([
      `it is taken by ${session.reference}, which is pending`,
    ]);
    const charging = await createWorld();
    const begun = await chargingSession(charging);
    await charging.store.commit([{ update: lock, set: { act: null } }]);
    expect((await audited(charging)).findings).toMatchObject([
      { invariant: "I7", session: begun.session.id },
    ]);
  });

  it("names a gap in the numbers, a date that falls, and a number that is not the session's", async () => {
    const series = "R-E1-CAS-01-2026";
    const gap = await spoilt(({ id }) => [
      { put: { ...numberKey(tenant, series, 3), session: id, at: Date.parse("2026-11-20T00:00:00Z") } },
      { update: counterKey(tenant, series), set: { n: 3 } },
    ]);
    expect(gap.found).toEqual([
      "I9 number 3 follows 1: 1 are missing",
      expect.stringMatching(/^I9 number 3 is of 2026-11-20T00:00:00Z, number 1 before it of /),
      expect.stringMatching(/^I9 number 3 was given to ses_.*, whose receipt is CAS-01-2026-000001$/),
    ]);
    const counter = await spoilt(() => [{ update: counterKey(tenant, series), set: { n: 2 } }]);
    expect(counter.found).toEqual(["I9 the counter is at 2, the last number is 1"]);
  });

  it("says when the provider could not be read, and vouches for nothing there", async () => {
    const { world } = await settledSession();
    world.provider.elsewhere.shut(true);
    const { providerSilence, findings } = await audited(world);
    expect(providerSilence).toContain("does not answer");
    expect(findings).toEqual([]);
  });

  it("finds nothing where all is well: settled, charging, pending, failed and released sessions", async () => {
    const { world } = await settledSession();
    await chargingSession(world, { connector: 2, key: "second" });
    await world.start({ key: "third" });
    const { checked, findings, first } = await audited(world);
    expect(findings).toEqual([]);
    expect(first).toBeNull();
    expect(checked).toMatchObject({ sessions: 3, entries: 1, proofs: 1, numbers: 1, intents: 2 });
    await world.pass(day, 600_000);
    expect((await audited(world)).findings).toEqual([]);
    const every: readonly Invariant[] = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I9"];
    expect(Object.keys((await audited(world)).count)).toEqual(every);
  });
});
