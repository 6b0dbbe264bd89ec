/** The price goes beyond the hold: as much more is taken at once as its driver agreed to and its charge allows, and no cent of it twice. */
import { audit } from "@barq/actions/audit/audit";
import { captureHold } from "@barq/actions/capture-hold";
import { day, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld } from "./world.ts";

const agreed = (mostText: string) => ({ wording: 1, mostText });
const over = (overTwentieths: number) => ({
  ...{ brand: "visa", last4: "4242", fingerprint: "twin_4242" },
  overTwentieths,
});

/** 90.00 are held, by the driver's own limit, and the station stops late: 108.00 are owed. */
async function owing(
  of: {
    readonly consent?: ReturnType<typeof agreed> | null;
    readonly overTwentieths?: number;
    readonly before?: (world: World, session: Session) => unknown;
  } = {},
): Promise<{ readonly world: World; readonly session: Session }> {
  const { consent = agreed("50.00"), overTwentieths = 5, before } = of;
  const world = await createWorld();
  const limit = { kind: "amount", text: "90.00" } as const;
  const { session, transactionId } = await chargingSession(world, { consent, limit }, over(overTwentieths));
  await before?.(world, session);
  await chargeAndStop(world, transactionId, 24_000);
  await world.pass(minute);
  return { world, session: await world.session(session.id) };
}

const collected = ({ provider }: World): readonly bigint[] =>
  provider.collections().map(({ collectAmount }) => collectAmount.minor);

describe("a price beyond the hold", () => {
  it("is taken as far as the hold alone where its driver agreed to nothing", async () => {
    const { world, session } = await owing({ consent: null });
    expect(session).toMatchObject({ state: "settled", captured: 9000n, receivable: 1800n });
    expect(collected(world)).toEqual([]);
  });

  it("is taken with the hold where the charge allows it, and nothing is owed and asked for later", async () => {
    const { world, session } = await owing();
    expect(session).toMatchObject({ state: "settled", captured: 10_800n, receivable: null });
    expect(world.provider.calls.capture).toBe(1);
    await world.pass(day, minute * 30);
    expect(collected(world)).toEqual([]);
  });

  it("is taken no further than its driver agreed to, whatever the charge allows", async () => {
    const { world, session } = await owing({ consent: agreed("5.00") });
    expect(session).toMatchObject({ captured: 9500n, receivable: 1300n });
    // What was agreed to is used up by the capture.
    await world.pass(day, minute * 30);
    expect(collected(world)).toEqual([]);
  });

  it("is taken no further than the charge allows, and the rest within what was agreed to later", async () => {
    const { world, session } = await owing({ overTwentieths: 1 });
    expect(session).toMatchObject({ captured: 9450n, receivable: 1350n });
    await world.pass(day, minute * 30);
    expect(collected(world)).toEqual([1350n]);
  });

  for (const where of ["before", "after", "spent"] as const)
    it(`is taken once when the capture has no answer (${where})`, async () => {
      const { world, session } = await owing({
        before: ({ provider }) => provider.faults.silence("capture", where),
      });
      await world.pass(10 * minute);
      expect(await world.session(session.id)).toMatchObject({
        state: "settled",
        captured: 10_800n,
      });
      const after = await world.session(session.id);
      expect((after.captured ?? 0n) + (after.receivable ?? 0n)).toBe(10_800n);
      expect(world.provider.holds().map(({ capturedAmount }) => capturedAmount?.minor)).toEqual([
        after.captured,
      ]);
    });

  it("waits where the provider does not say what the charge allows: one key never asks for two amounts", async () => {
    const { world, session } = await owing({
      before: ({ provider }, { hold }) => provider.faults.confuse(hold?.page ?? null, "something_new"),
    });
    expect(session.state).toBe("settling");
    world.provider.faults.confuse(session.hold?.page ?? null, null);
    await world.pass(10 * minute);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 10_800n });
  });

  it("is asked for in the same amount by two at once, though the second finds it taken and nobody has written that down", async () => {
    const { world, session } = await owing({
      before: ({ provider }, { hold }) => provider.faults.confuse(hold?.page ?? null, "something_new"),
    });
    world.provider.faults.confuse(session.hold?.page ?? null, null);
    const waiting = { ...session, tries: 0 };
    const asked: bigint[] = [];
    const { payments } = world.ports;
    const ports: World["ports"] = {
      ...world.ports,
      payments: {
        ...payments,
        async capture(request) {
          asked.push(request.captureAmount.minor);
          const answer = await payments.capture(request);
          if (asked.length === 1) await captureHold(ports, waiting, true);
          return answer;
        },
      },
    };
    await captureHold(ports, waiting, true);
    expect(asked).toEqual([10_800n, 10_800n]);
    expect(await world.session(session.id)).toMatchObject({ state: "settled", captured: 10_800n });
  });

  it("that was taken with the hold is right for the audit, and matched with the provider's books", async () => {
    const { world } = await owing();
    const items = async function* () {
      yield* world.items.all();
    };
    const found = await audit(world.ports, world.tenant, { items, documents: world.published });
    expect(found.findings).toEqual([]);
  });
});
