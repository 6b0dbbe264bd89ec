/** Sessions with signed records through the real actions: verified they count first, forged or unknown they count for nothing. */
import { showProof } from "@barq/actions/sealed-session";
import { minute } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import type { Session } from "@barq/domain/session";
import { text } from "@barq/store/fields";
import { stationBodyKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { meter, payloadOf, reading, signed } from "../evidence/ocmf-meter.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, register, station } from "./world.ts";

const registered: Meter = {
  serial: "mt-900",
  type: null,
  accuracyClass: null,
  verificationMark: null,
  verifiedUntil: null,
  publicKey: meter.spkiHex,
  registerWh: null,
  from: 0,
};

/** A world whose station has a meter behind each connector. */
async function metered(meters: readonly Meter[]): Promise<World> {
  const world = await createWorld();
  const key = stationBodyKey(world.tenant, station);
  const [item] = await world.store.read([key]);
  const record = JSON.parse(text(item ?? {}, "json"));
  const connectors = record.connectors.map((connector: object) => ({ ...connector, meters }));
  await world.store.commit([{ update: key, set: { json: JSON.stringify({ ...record, connectors }) } }]);
  return world;
}

const ocmf = (world: World, from: number, kwh: string, more: Record<string, unknown> = {}) => {
  const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)},000+0000 S`;
  const begin = reading({ TM: at(from), RV: "2935.600", ...more });
  const end = reading({ TX: "E", TM: at(world.now()), RV: kwh, ...more });
  return signed(payloadOf([begin, end]));
};

/** Half an hour, 20 kWh by the registers, and a signed record of what the test says. */
async function session(meters: readonly Meter[], recordOf: (world: World, from: number) => string) {
  const world = await metered(meters);
  const { session: begun, transactionId } = await chargingSession(world);
  const from = world.now();
  world.advance(30 * minute);
  const readings = [
    register(world.now(), recordOf(world, from), { format: "SignedData", context: "Transaction.End" }),
  ];
  await world.say({
    kind: "stopped",
    transactionId,
    token: null,
    meterStop: "1020000",
    at: world.now(),
    reason: "Local",
    readings,
  });
  await world.settleDown();
  return { world, settled: await world.session(begun.id) };
}

async function result(world: World, settled: Session): Promise<unknown> {
  const { proof } = await showProof(world.ports, world.tenant, settled.id);
  return typeof proof === "object" && proof !== null && "result" in proof ? proof.result : undefined;
}

describe("a signed record", () => {
  it("that was signed with the key registered for the meter is what counts, to the mWh", async () => {
    const { world, settled } = await session([registered], (w, from) => ocmf(w, from, "2955.598"));
    expect(settled).toMatchObject({ state: "settled", sealed: { energyMwh: 19_998_000n } });
    expect(await result(world, settled)).toMatchObject({ evidence: "signed", flags: [] });
  });

  it("without a registered key proves nothing, and the registers count", async () => {
    const { world, settled } = await session([], (w, from) => ocmf(w, from, "2955.598"));
    expect(settled).toMatchObject({ state: "settled", captured: 9000n });
    expect(await result(world, settled)).toMatchObject({
      evidence: "start_stop",
      flags: ["signature_unchecked"],
    });
  });

  it("that was forged prices nothing, and it is said", async () => {
    const forged = (w: World, from: number) => ocmf(w, from, "2955.598").replace("2955.598", "2945.598");
    const { world, settled } = await session([registered], forged);
    expect(settled).toMatchObject({ state: "settled", captured: 9000n });
    expect(await result(world, settled)).toMatchObject({ evidence: "start_stop", flags: ["signature_bad"] });
  });

  it("that contradicts the registers, or calls its own energy unusable, is for a person", async () => {
    const other = await session([registered], (w, from) => ocmf(w, from, "2950.000"));
    expect(other.settled).toMatchObject({ state: "review", why: "meter_contradicts", captured: null });
    const broken = await session([registered], (w, from) => ocmf(w, from, "2955.600", { EF: "E" }));
    expect(broken.settled).toMatchObject({ state: "review", why: "meter_unusable", captured: null });
  });
});
