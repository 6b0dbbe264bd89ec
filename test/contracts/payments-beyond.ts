/** What adapters guarantee of a hold that is raised, and of what is captured beyond one, where its charge allows that. */
import { money } from "@barq/domain/money";
import type { HoldRef, PaymentCapabilities } from "@barq/payments/port";
import { describe, expect, it } from "vitest";
import type { PaymentsBench } from "./payments.ts";

/** A card whose holds can be raised, one whose bank says no to more, one that may be captured beyond them, and one of none of these. */
export type Beyond = "raises" | "raises_no_more" | "over" | "never";

/** @param held a hold of 200.00 on such a card */
export function describeBeyond(
  can: PaymentCapabilities,
  bench: () => PaymentsBench,
  held: (beyond: Beyond) => Promise<HoldRef>,
): void {
  describe.skipIf(!can.increment)("raising a hold", () => {
    const raise = (ref: HoldRef, more: bigint, key: string) =>
      bench().payments.raise({ key, ref, holdAmount: { minor: more, currency: "MAD" } });
    const heldBy = async (ref: HoldRef): Promise<bigint | null> => {
      const truth = await bench().payments.read(ref);
      return truth.kind === "held" ? truth.heldAmount.minor : null;
    };

    it("that its card does not allow is refused, and it stands as it was", async () => {
      const ref = await held("never");
      const truth = await bench().payments.read(ref);
      expect(truth).toMatchObject({ kind: "held", mayBeRaised: false });
      expect(await raise(ref, 30_000n, "raise-never")).toMatchObject({ kind: "refused" });
      expect(await heldBy(ref)).toBe(20_000n);
    });

    it("to which the bank says no leaves it as it was, still to be captured", async () => {
      const ref = await held("raises_no_more");
      expect(await raise(ref, 30_000n, "raise-no-more")).toEqual({ kind: "declined", code: "card_declined" });
      expect(await heldBy(ref)).toBe(20_000n);
      const asked = { key: "capture-after-no-more", ref, captureAmount: money(15_000n, "MAD") };
      expect(await bench().payments.capture(asked)).toMatchObject({ kind: "captured" });
    });

    it("whose answer is lost has raised it once, and the same key says so", async () => {
      const ref = await held("raises");
      await bench().silence("raise", "after");
      expect((await raise(ref, 30_000n, "raise-lost")).kind).toBe("unknown");
      expect(await heldBy(ref)).toBe(30_000n);
      expect(await raise(ref, 30_000n, "raise-lost")).toEqual({
        kind: "raised",
        heldAmount: { minor: 30_000n, currency: "MAD" },
      });
      expect(await heldBy(ref)).toBe(30_000n);
    });

    it("that never arrived, or whose failure is kept, leaves it as it was", async () => {
      const ref = await held("raises");
      await bench().silence("raise", "before");
      expect((await raise(ref, 30_000n, "raise-before")).kind).toBe("unknown");
      await bench().silence("raise", "spent");
      expect((await raise(ref, 30_000n, "raise-spent")).kind).toBe("unknown");
      expect((await raise(ref, 30_000n, "raise-spent")).kind).toBe("unknown");
      expect(await heldBy(ref)).toBe(20_000n);
      expect(await raise(ref, 30_000n, "raise-next")).toMatchObject({ kind: "raised" });
    });

    it("to what it holds already, to less, or after its capture is refused", async () => {
      const ref = await held("raises");
      expect(await raise(ref, 20_000n, "raise-same")).toMatchObject({ kind: "refused" });
      expect(await raise(ref, 14_000n, "raise-less")).toMatchObject({ kind: "refused" });
      await bench().payments.capture({ key: "capture-raised", ref, captureAmount: money(1_000n, "MAD") });
      expect(await raise(ref, 30_000n, "raise-late")).toMatchObject({ kind: "refused" });
      expect(await raise({ page: null, intent: null }, 30_000n, "raise-none")).toMatchObject({
        kind: "refused",
      });
    });

    it("goes on ten times, the noes among them, and not an eleventh time", async () => {
      const ref = await held("raises");
      for (let n = 1; n <= 10; n++)
        expect(await raise(ref, 20_000n + BigInt(n) * 100n, `raise-ten-${n}`)).toMatchObject({
          kind: "raised",
        });
      expect(await raise(ref, 90_000n, "raise-eleven")).toMatchObject({ kind: "refused" });
      expect(await heldBy(ref)).toBe(21_000n);
    });

    it("lets all of it be captured, and no more", async () => {
      const ref = await held("raises");
      await raise(ref, 30_000n, "raise-and-take");
      const take = (minor: bigint, key: string) =>
        bench().payments.capture({ key, ref, captureAmount: money(minor, "MAD") });
      expect(await take(30_001n, "take-too-much")).toMatchObject({ kind: "refused" });
      expect(await take(30_000n, "take-all")).toMatchObject({ kind: "captured" });
    });
  });

  describe.skipIf(!can.overcapture)("capturing beyond a hold", () => {
    const take = (ref: HoldRef, minor: bigint, key: string) =>
      bench().payments.capture({ key, ref, captureAmount: money(minor, "MAD") });

    it("goes as far as its charge says, and not a cent further", async () => {
      const ref = await held("over");
      const truth = await bench().payments.read(ref);
      expect(truth).toMatchObject({
        kind: "held",
        heldAmount: { minor: 20_000n },
        mostCaptured: { minor: 23_000n },
      });
      expect(await take(ref, 23_001n, "over-too-much")).toMatchObject({ kind: "refused" });
      expect(await take(ref, 23_000n, "over")).toMatchObject({
        kind: "captured",
        capturedAmount: { minor: 23_000n },
      });
      expect(await bench().payments.read(ref)).toMatchObject({
        kind: "captured",
        capturedAmount: { minor: 23_000n },
      });
    });

    it("where its charge does not allow it is refused", async () => {
      const ref = await held("never");
      expect(await bench().payments.read(ref)).toMatchObject({ mostCaptured: { minor: 20_000n } });
      expect(await take(ref, 20_001n, "over-never")).toMatchObject({ kind: "refused" });
    });
  });
}
