/** A few hundred ms begin no new step of time; what they take away is never more than there is. */
import { priceSession } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import { expect, it } from "vitest";
import { usageOf } from "./usage.ts";

/** Ten an hour for the first minute, 3600 an hour after it; by the second. */
const tariff = readTariff({
  id: "T1",
  currency: "MAD",
  tax_included: "YES",
  elements: [
    {
      price_components: [{ type: "TIME", price: 10, step_size: 1, vat: 20 }],
      restrictions: { max_duration: 60 },
    },
    { price_components: [{ type: "TIME", price: 3600, step_size: 1, vat: 20 }] },
  ],
});

const billedMs = (ms: number): readonly bigint[] =>
  priceSession(tariff, usageOf({ kind: "charging", ms, energyMwh: 1n }), "UTC").lines.map(({ explained }) => {
    if (explained.kind !== "component") throw new Error("no component's line");
    return explained.billed;
  });

it("a few hundred ms more than a step are forgiven, and as many less are filled up", () => {
  expect(billedMs(70_400)).toEqual([60_000n, 10_000n]);
  expect(billedMs(70_600)).toEqual([60_000n, 11_000n]);
});

it("a component that has fewer ms than are forgiven costs nothing, and never less", () => {
  // 60.3 s, of which the dear component has 300 ms: whole seconds take them, and no ms of the other's.
  expect(billedMs(60_300)).toEqual([60_000n, 0n]);
});

it("what is forgiven lies at the end and not in what was priced before it", () => {
  const byKwh = readTariff({
    id: "T1",
    currency: "MAD",
    tax_included: "YES",
    elements: [
      {
        price_components: [{ type: "TIME", price: 10, step_size: 1, vat: 20 }],
        restrictions: { max_kwh: 1 },
      },
      { price_components: [{ type: "TIME", price: 10, step_size: 1, vat: 20 }] },
    ],
  });
  // 60.2 s below a kWh and 100 ms above: 300 ms begin no second, and 100 of them are there to be forgiven.
  const { lines, afterTax } = priceSession(
    byKwh,
    usageOf(
      { kind: "charging", ms: 60_200, energyMwh: 1_000_000n },
      { kind: "charging", ms: 100, energyMwh: 1n },
    ),
    "UTC",
  );
  expect(lines.map(({ explained }) => explained.kind === "component" && explained.billed)).toEqual([
    60_200n,
    0n,
  ]);
  expect(afterTax.minor).toBe(17n);
});
