/** Consent to a later collection through the API: said with the start, answered as it was kept, and never assumed. */
import { findConsent } from "@barq/actions/collect-later";
import { describe, expect, it } from "vitest";
import { tenant } from "../actions/world.ts";
import { createBench, textOf } from "./bench.ts";

describe("a start through the API", () => {
  it("that says what the driver agreed to is answered with what is kept of it: never more than policy allows", async () => {
    const bench = await createBench();
    const qr = bench.world.codeOf(1);
    const body = { qr, collect_later: { wording: 1, amount: "900.00" } };
    const started = await bench.start(body, "agreed");
    expect(started.status).toBe(201);
    const kept = { wording: 1, most: { amount: "200.00", currency: "MAD" } };
    expect(started.body).toMatchObject({ collect_later: kept });
    expect(await findConsent(bench.world.ports, tenant, textOf(started.body, "id"))).toMatchObject({
      mostMinor: 20_000n,
    });
    const repeated = await bench.start(body, "agreed");
    expect(repeated).toMatchObject({ status: 200, body: { collect_later: kept } });
    expect(bench.world.provider.holds()).toMatchObject([{ savesCard: true }]);
  });

  it("that says nothing agrees to nothing", async () => {
    const bench = await createBench();
    const started = await bench.start({ qr: bench.world.codeOf(1) }, "silent");
    expect(started.body).not.toHaveProperty("collect_later");
    expect(bench.world.provider.holds()).toMatchObject([{ savesCard: false }]);
  });

  it("is refused for words that do not exist, sums that are none, and yes alone", async () => {
    const bench = await createBench();
    const qr = bench.world.codeOf(1);
    const bad = [
      { wording: 2, amount: "50.00" },
      { wording: 1, amount: "-5.00" },
      { wording: 1 },
      { amount: "50.00" },
      { wording: 1, amount: "50.00", card: "4242424242424242" },
      true,
    ];
    for (const [n, collect_later] of bad.entries())
      expect((await bench.start({ qr, collect_later }, `bad-${n}`)).status).toBe(400);
    expect(bench.world.provider.calls.open).toBe(0);
  });
});
