/** The sequential network calls of the four things that people wait for, counted (never timed). */
import { advanceFrom } from "@barq/actions/advance-session";
import { showSession } from "@barq/actions/show-session";
import { startSession } from "@barq/actions/start-session";
import { stopSession } from "@barq/actions/stop-session";
import { minute } from "@barq/domain/instant";
import { expect, it } from "vitest";
import { createGate } from "./sequential-calls.ts";
import { chargingSession, createWorld, tenant } from "./world.ts";

it("start, poll, stop and settle take 3, 1, 1 and 4 calls one after the other", async () => {
  const world = await createWorld();
  const gate = createGate();
  const ports = {
    ...world.ports,
    store: gate.through(world.ports.store),
    archive: gate.through(world.ports.archive),
    payments: gate.through(world.ports.payments),
    stations: gate.through(world.ports.stations),
  };
  const start = (key: string): Promise<unknown> =>
    startSession(ports, {
      qr: world.codeOf(2),
      key,
      body: {},
      locale: "en",
      limit: null,
      email: null,
      address: "203.0.113.5",
      carConfirmed: true,
      device: null,
    });
  const cold = await gate.rounds(() => start("cold"));
  const counted = { start: await gate.rounds(() => start("warm")), poll: 0, stop: 0, settle: 0 };

  const { session, transactionId } = await chargingSession(world, { key: "another" });
  world.advance(10 * minute);
  await world.meter(transactionId, 1_008_000);
  counted.poll = await gate.rounds(() => showSession(ports, tenant, session.id));
  counted.stop = await gate.rounds(() => stopSession(ports, tenant, session.id));
  await world.stop(transactionId, "1008000");
  await world.drain();
  expect((await world.session(session.id)).state).toBe("ended");
  // As the stream does: from the image it was handed, so that nothing is read again.
  const ended = await world.session(session.id);
  counted.settle = await gate.rounds(() => advanceFrom(ports, ended));
  expect((await world.session(session.id)).state).toBe("settled");

  console.log(`sequential calls, warm: ${JSON.stringify(counted)}; a cold start: ${cold}`);
  expect(counted).toEqual({ start: 3, poll: 1, stop: 1, settle: 4 });
});
