/** Disputes for people at work with money: what is shown, what is refused, and evidence that is given once over HTTP. */
import { noteDispute } from "@barq/actions/note-dispute";
import { minute } from "@barq/domain/instant";
import { beforeEach, describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import type { Answer, Ask, Bench } from "./bench.ts";
import { createBench, rival, rowsOf } from "./bench.ts";

let bench: Bench;
let dispute: string;
let session: string;
beforeEach(async () => {
  bench = await createBench();
  const { world } = bench;
  const begun = await chargingSession(world);
  await chargeAndStop(world, begun.transactionId, 20_000);
  await world.pass(minute);
  session = begun.session.id;
  dispute = world.provider.issuer.dispute(begun.session.hold?.page ?? null);
  await noteDispute(world.ports, await world.session(session), dispute, []);
  bench.written.length = 0;
});

const asked = async (path: string, of: Ask = {}, tenant?: string): Promise<Answer> =>
  bench.ask(path, { token: await bench.staff("finance", tenant), ...of });
const give = (of: Ask = {}, id = dispute): Promise<Answer> =>
  asked(`/v1/disputes/${id}/evidence`, {
    json: { reason: "service_delivered" },
    headers: { "idempotency-key": "k1" },
    ...of,
  });

describe("a dispute", () => {
  it("is listed and shown with its amount, its deadline and whether refunds are frozen", async () => {
    const [row] = rowsOf((await asked("/v1/disputes")).body);
    expect(row).toMatchObject({
      id: dispute,
      session,
      standing: "open",
      provider_status: "needs_response",
      amount: { amount: "90.00", currency: "MAD" },
      on_books: "withdrawn",
      refunds_frozen: true,
      evidence: { due_by: "2026-12-03T10:01:11Z", can_be_given: true, given_at: null },
    });
    expect((await asked(`/v1/disputes/${dispute}`)).body).toEqual(row);
  });

  it("of another operator, of nobody, or by no name at all is not found in the same words", async () => {
    const answers = [
      await asked(`/v1/disputes/${dispute}`, {}, rival),
      await asked("/v1/disputes/du_nobody"),
      await asked(`/v1/disputes/${"x".repeat(2000)}`),
      await asked("/v1/disputes/%7CS%23ses_1"),
      await give({ token: await bench.staff("finance", rival) }),
      await give({}, "du_nobody"),
    ];
    for (const { status, body } of answers)
      expect([status, body.code, body.detail]).toEqual([404, "not_found", "There is no such dispute."]);
    expect(bench.written).toEqual([]);
    expect(bench.log).toEqual([]);
  });
});

describe("evidence", () => {
  it("without a key, without a reason, or with anything else in the body is refused and nothing is written", async () => {
    const wrong: readonly [Ask, number, string][] = [
      [{ headers: {} }, 400, "idempotency_key_missing"],
      [{ headers: { "idempotency-key": "a b" } }, 400, "invalid_request"],
      [{ json: {} }, 400, "invalid_request"],
      [{ json: { reason: "because" } }, 400, "invalid_request"],
      [{ json: { reason: "other", evidence: "trust us" } }, 400, "invalid_request"],
      [{ json: [] }, 400, "invalid_request"],
    ];
    for (const [of, status, code] of wrong) {
      const answer = await give(of);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect(bench.written).toEqual([]);
    expect(bench.world.provider.evidenceOf(dispute)).toBeNull();
  });

  it("is given once: the same key is answered the same, another key is a conflict that says why", async () => {
    expect(await give()).toMatchObject({ status: 202, body: { standing: "under_review" } });
    expect(await give()).toMatchObject({ status: 202, body: { standing: "under_review" } });
    const other = await give({ headers: { "idempotency-key": "k2" } });
    expect([other.status, other.body.code, other.body.state]).toEqual([
      409,
      "state_conflict",
      "under_review",
    ]);
    expect(bench.world.provider.calls.giveEvidence).toBe(1);
    expect(JSON.stringify(bench.written)).not.toContain('"k1"');
  });

  it("that the provider does not answer for is accepted all the same, and is given by the sweeper", async () => {
    bench.world.provider.faults.silence("giveEvidence", "before");
    expect(await give()).toMatchObject({ status: 202, body: { standing: "open" } });
    await bench.world.pass(minute);
    expect((await asked(`/v1/disputes/${dispute}`)).body.standing).toBe("under_review");
  });
});
