/** The receipt by e-mail: once, to whoever gave an address, whatever is lost on the way; and nothing of the address anywhere else. */
import { resendReceipt } from "@barq/actions/support-acts";
import { hour, minute } from "@barq/domain/instant";
import { contactKey, sessionPartition } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, paidSession } from "./world.ts";

const email = "driver@example.org";

async function sold(world: World, of: { email: string | null; locale?: "ar" | "fr" | "en" } = { email }) {
  const { session, transactionId } = await chargingSession(world, of);
  await chargeAndStop(world, transactionId, 20_000);
  return world.session(session.id);
}

const rowOf = async (world: World, id: string) =>
  (await world.store.read([contactKey(world.tenant, id)], { strong: true }))[0];

const resend = (world: World, id: string, key = "again-1", reason = "asked on the telephone") =>
  resendReceipt(world.ports, world.tenant, {
    session: id,
    actor: "person-1",
    reason,
    note: null,
    key,
    body: { reason },
  });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no refusal",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

describe("a receipt by e-mail", () => {
  it("goes once, after the receipt has its number, whoever else is at work at the same time", async () => {
    const world = await createWorld();
    const { id, receipt, state } = await sold(world);
    expect(state).toBe("settled");
    await Promise.all([world.pass(15 * minute), world.sweep()]);
    await Promise.all([world.sweep(), world.sweep()]);
    await world.pass(2 * hour, 10 * minute);
    expect(world.mail.sent.map(({ id: of }) => of)).toEqual([`receipt.${id}.1`]);
    const [sent] = world.mail.sent;
    expect(sent?.to).toBe(email);
    expect(sent?.subject).toContain(receipt);
    expect(sent?.text).toContain(`https://barq.example/r/${id}.token?lang=en`);
    expect(await rowOf(world, id)).toMatchObject({ st: "sent", n: 1 });
    expect((await rowOf(world, id))?.due).toBeUndefined();
  });

  it("costs a session without an address nothing: no row, no message", async () => {
    const world = await createWorld();
    const { id } = await sold(world, { email: null });
    await world.pass(hour, 10 * minute);
    expect(world.mail.sent).toEqual([]);
    expect(await rowOf(world, id)).toBeUndefined();
  });

  it("is sent, and no second one, when any call is lost before or after it was done", async () => {
    for (const where of ["before", "after"] as const)
      for (let call = 1; call <= 8; call++) {
        const world = await createWorld();
        const { id } = await sold(world);
        world.advance(2 * hour);
        world.lose({ call, where });
        await world.settleDown();
        world.lose(null);
        await world.pass(2 * hour, 10 * minute);
        expect(
          world.mail.sent.map(({ id: of }) => of),
          `${where} ${call}`,
        ).toEqual([`receipt.${id}.1`]);
        expect(await rowOf(world, id), `${where} ${call}`).toMatchObject({ st: "sent" });
      }
  });

  it("is asked again under its own id where nobody knows whether it went", async () => {
    const world = await createWorld();
    const { id } = await sold(world);
    world.mail.faults.push("lost", "lost answer", "lost");
    await world.pass(3 * hour, 5 * minute);
    expect(world.mail.sent.map(({ id: of }) => of)).toEqual([`receipt.${id}.1`]);
    expect(await rowOf(world, id)).toMatchObject({ st: "sent" });
  });

  it("is given up where it is refused, or after many tries, and says which", async () => {
    const rejected = await createWorld();
    const first = await sold(rejected);
    rejected.mail.faults.push("rejected");
    await rejected.pass(3 * hour, 10 * minute);
    expect(await rowOf(rejected, first.id)).toMatchObject({ st: "refused", why: "rejected" });

    const odd = await createWorld();
    const second = await sold(odd, { email: "two@at@once" });
    await odd.pass(hour, 10 * minute);
    expect(await rowOf(odd, second.id)).toMatchObject({ st: "refused", why: "address" });

    const silent = await createWorld();
    const third = await sold(silent);
    silent.mail.faults.push(...Array.from({ length: 50 }, () => "lost" as const));
    await silent.pass(24 * hour, hour / 2);
    expect(await rowOf(silent, third.id)).toMatchObject({ st: "unknown" });
    expect(silent.mail.faults.length).toBe(42);
    for (const world of [rejected, odd, silent]) expect(world.mail.sent).toEqual([]);
  });

  it("is not sent for a session that ended without a receipt", async () => {
    const world = await createWorld();
    const { id } = await paidSession(world, { email });
    await world.pass(2 * hour, minute);
    expect((await world.session(id)).receipt).toBeNull();
    expect(await rowOf(world, id)).toMatchObject({ st: "none" });
    expect(world.mail.sent).toEqual([]);
  });

  it("is in the driver's language", async () => {
    for (const [locale, words] of [
      ["ar", "إيصالك"],
      ["fr", "Votre reçu"],
    ] as const) {
      const world = await createWorld();
      await sold(world, { email, locale });
      await world.pass(hour, 10 * minute);
      expect(world.mail.sent[0]?.language).toBe(locale);
      expect(world.mail.sent[0]?.subject).toContain(words);
    }
  });

  it("keeps the address in one row and nowhere else", async () => {
    const world = await createWorld();
    const { id } = await sold(world);
    await world.pass(hour, 10 * minute);
    await resend(world, id);
    await world.pass(minute);
    const rows: unknown[] = [];
    for await (const item of world.store.list(sessionPartition(world.tenant, id))) rows.push(item);
    const having = rows.filter((row) => JSON.stringify(row).includes("example.org"));
    expect(having).toEqual([await rowOf(world, id)]);
    expect(JSON.stringify(await world.work())).not.toContain("example.org");
    for (const { id: of } of world.mail.sent) expect(of).not.toContain("@");
  });
});

describe("a receipt sent again by a person", () => {
  it("goes once more for a press and its repeat, with who and why on record", async () => {
    const world = await createWorld();
    const { id } = await sold(world);
    await world.pass(hour, 10 * minute);
    const [first, second] = await Promise.all([resend(world, id), resend(world, id)]);
    expect([first.repeated, second.repeated].sort()).toEqual([false, true]);
    await world.pass(minute);
    expect((await resend(world, id)).repeated).toBe(true);
    await world.pass(hour, 10 * minute);
    expect(world.mail.sent.map(({ id: of }) => of)).toEqual([`receipt.${id}.1`, `receipt.${id}.2`]);
    const acts: unknown[] = [];
    for await (const item of world.store.list(sessionPartition(world.tenant, id), { prefix: "SA#" }))
      acts.push(item);
    expect(acts).toHaveLength(1);
    expect(acts[0]).toMatchObject({
      act: "resend",
      by: "person-1",
      reason: "asked on the telephone",
    });
  });

  it("is refused where there is no address, no receipt, or the key asked for something else", async () => {
    const world = await createWorld();
    const { id } = await sold(world, { email: null });
    expect(await codeOf(resend(world, id))).toBe("state_conflict");
    expect(await codeOf(resend(world, "ses_nobody"))).toBe("not_found");

    const early = await createWorld();
    const { session } = await chargingSession(early, { email });
    expect(await codeOf(resend(early, session.id))).toBe("receipt_not_ready");

    const other = await createWorld();
    const settled = await sold(other);
    await other.pass(hour, 10 * minute);
    await resend(other, settled.id, "k", "one");
    expect(await codeOf(resend(other, settled.id, "k", "two"))).toBe("idempotency_key_reused");
  });

  it("brings a message that was refused or never known to an end, too", async () => {
    const world = await createWorld();
    const { id } = await sold(world);
    world.mail.faults.push("rejected");
    await world.pass(hour, 10 * minute);
    await resend(world, id);
    await world.pass(minute);
    expect(await rowOf(world, id)).toMatchObject({ st: "sent", n: 2 });
  });
});
