/** Banks over the wire: disputes, an inquiry, a warning, thin events, a hook that hears nothing for a week, a hand in the dashboard. */
import { day, hour, minute, second } from "@barq/domain/instant";
import { startingAccounts } from "@barq/domain/ledger";
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import { readRunning } from "@barq/local/running";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const look = async (path: string) => JSON.parse(JSON.stringify(await street.look(path)));
const tell = (id: string) => look(`/v1/sessions/${id}`);
const reach = (id: string, state: string): Promise<void> =>
  street.until(async () => (await tell(id)).state === state, `session ${id} is ${state}`);
interface Row {
  readonly id: string;
  readonly session: string;
  readonly why: string;
  readonly kind: string;
}
const disputeOf = async (session: string) =>
  (await look("/v1/disputes")).items.find((one: Row) => one.session === session);
const kindsOf = async (session: string): Promise<readonly string[]> =>
  (await look(`/v1/sessions/${session}/journal`)).items.map(({ kind }: Row) => kind);
const whysOf = async (session: string): Promise<readonly string[]> =>
  (await look("/v1/work-queue")).items
    .filter((row: Row) => row.session === session)
    .map(({ why }: Row) => why);

/** A session that is paid with a card of a troublesome bank, and charges; answers its id and how to end it. */
async function charging(station: string, card: string) {
  const opened = await street.openStation({ id: station, tariff: { ...perKwh, id: `T-${station}` } });
  const driver = street.driver();
  const payment = await driver.submit(await driver.open(`/q/${opened.codes[0]}`), /\/start$/);
  const page = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay", card });
  const id = page.address.split("/s/")[1]?.replace(/[/?].*$/, "") ?? "";
  await opened.station.plug(1);
  await reach(id, "charging");
  await street.pass(6 * minute);
  return {
    id,
    intent: async () => (await street.provider(id))?.status,
    end: async () => {
      await opened.station.unplug(1);
      await reach(id, "settled");
    },
  };
}

const give = async (dispute: string, key: string) => {
  const { secrets, clock, origin } = street.product;
  const person = { tenant: localTenant, role: "finance", fleet: null } as const;
  return fetch(`${origin}/v1/disputes/${dispute}/evidence`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await issueStaffToken(secrets.issuer, clock.now, person)}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify({ reason: "service_delivered" }),
  });
};

describe("a driver's bank", () => {
  it("that disputes a capture finds the proof, given once by a person, and the money comes back", async () => {
    const session = await charging("DISPUTE-1", "4000000000000259");
    await session.end();
    await street.pass(2 * minute);
    await street.until(async () => (await disputeOf(session.id)) !== undefined, "the dispute is known");
    const dispute = await disputeOf(session.id);
    expect(dispute).toMatchObject({
      standing: "open",
      provider_status: "needs_response",
      on_books: "withdrawn",
      refunds_frozen: true,
      evidence: { can_be_given: true, given_at: null },
    });
    expect(await whysOf(session.id)).toEqual(["dispute_open"]);
    const { items } = await look(`/v1/sessions/${session.id}/journal`);
    expect(items.map(({ kind }: Row) => kind)).toEqual(["capture", "dispute"]);
    expect(items[1].postings).toEqual([
      { from: startingAccounts.clearing, to: startingAccounts.disputed, amount: dispute.amount },
    ]);
    expect((await give(dispute.id, "evidence-1")).status).toBe(202);
    // The clock may be giving it at the same moment, and then the door's answer is of a moment before.
    await street.until(
      async () => (await disputeOf(session.id)).standing === "under_review",
      "the bank has the evidence",
    );
    expect((await give(dispute.id, "evidence-1")).status).toBe(202);
    expect((await give(dispute.id, "evidence-2")).status).toBe(409);
    await street.order({ dispute_ends: [{ id: dispute.id, status: "won" }] });
    await street.until(async () => (await kindsOf(session.id)).includes("dispute_won"), "it came back");
    expect(await kindsOf(session.id)).toEqual(["capture", "dispute", "dispute_won"]);
    expect(await whysOf(session.id)).toEqual([]);
    expect(await disputeOf(session.id)).toMatchObject({ settled: true, refunds_frozen: false });
  });

  it("that only asks, or only warns, takes nothing and is shown, also by thin events alone", async () => {
    await street.order({ webhooks: { thin: true } });
    const asked = await charging("INQUIRY-1", "4000000000001976");
    const warned = await charging("WARNING-1", "4000000000005423");
    await asked.end();
    await warned.end();
    await street.pass(2 * minute);
    await street.until(
      async () => (await whysOf(warned.id)).includes("fraud_warning"),
      "the warning is shown",
    );
    await street.until(async () => (await disputeOf(asked.id)) !== undefined, "the inquiry is known");
    expect(await disputeOf(asked.id)).toMatchObject({
      standing: "inquiry",
      on_books: "nothing",
      refunds_frozen: false,
    });
    expect(await kindsOf(asked.id)).toEqual(["capture"]);
    expect(await kindsOf(warned.id)).toEqual(["capture"]);
    await street.order({ webhooks: { thin: false } });
  });
});

describe("the provider's hook", () => {
  it("that hears nothing for a week: the session comes right, and the dispute is found in the provider's list", async () => {
    await street.order({ webhooks: { lose: true } });
    const session = await charging("SILENT-1", "4000000000000259");
    await session.end();
    expect(await kindsOf(session.id)).toEqual(["capture"]);
    await street.pass(2 * minute);
    await street.pass(2 * hour, hour);
    await street.until(async () => (await kindsOf(session.id)).includes("dispute"), "the dispute is found");
    // A day before the deadline the clock gives what nobody has given.
    await street.pass(8 * day, 8 * day);
    expect(await disputeOf(session.id)).toMatchObject({ standing: "under_review" });
    await street.order({ webhooks: { lose: false } });
  });

  it("hears of a hold that is cancelled in the dashboard while it charges, and the energy ends", async () => {
    const session = await charging("DASH-1", "4242424242424242");
    const intents = await fetch(`${await providerBase()}v1/payment_intents?limit=1`, {
      headers: await keyed(),
    });
    const { data }: { data: { id: string; metadata: { sid: string } }[] } = JSON.parse(await intents.text());
    expect(data[0]?.metadata.sid).toBe(session.id);
    const canceled = await fetch(`${await providerBase()}v1/payment_intents/${data[0]?.id}/cancel`, {
      method: "POST",
      headers: await keyed(),
    });
    expect(canceled.status).toBe(200);
    await street.until(async () => (await tell(session.id)).state !== "charging", "the energy ends");
    await street.pass(minute, 5 * second);
    await session.end();
    expect(await kindsOf(session.id)).toEqual(["receivable"]);
    expect(await whysOf(session.id)).toContain("hold_lost");
  });

  it("hears of something that nobody knows, and it is shown once", async () => {
    const object = { id: "mandate_1", object: "mandate" };
    await street.order({ announce: Array.from({ length: 5 }, () => ({ type: "mandate.dreamt", object })) });
    const unknown = async (): Promise<number> =>
      (await look("/v1/work-queue")).items.filter(({ why }: Row) => why === "unknown_event").length;
    await street.until(async () => (await unknown()) > 0, "it is shown");
    await street.pass(minute);
    expect(await unknown()).toBe(1);
  });
});

const providerBase = async (): Promise<string> => readRunning(street.product.settings.data)?.stripe ?? "";
const keyed = async () => ({ authorization: `Bearer ${street.product.secrets.stripeKey}` });
