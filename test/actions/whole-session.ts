/** A whole session of 20 kWh for 90.00, in which any call may be lost: whoever lost one asks again, as clients do. */
import { minute, second } from "@barq/domain/instant";
import type { World } from "./world.ts";
import { Lost, register } from "./world.ts";

const wh = 20_000;

/** Does it again until nothing is lost on the way, as clients, stations and sweepers do. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Lost) || attempt === 3) throw error;
    }
  }
}

/** A whole session in which a call may be lost anywhere. */
export async function live(world: World): Promise<string> {
  const { session } = await insist(() => world.start());
  for (let n = 0; n < 8 && (await world.session(session.id)).hold?.page === null; n++) {
    world.advance(11 * second);
    await world.settleDown(1);
  }
  world.provider.driver.pay((await world.session(session.id)).hold?.page ?? null);
  for (let n = 0; n < 8 && (await world.session(session.id)).state === "pending"; n++) {
    world.advance(11 * second);
    await world.settleDown(1);
  }
  await insist(() => world.status("Preparing"));
  await world.settleDown(2);
  if ((await world.session(session.id)).state === "held") await insist(() => world.status("Preparing"));
  const transactionId = await insist(() => world.begin(session.id));
  const startedAt = world.now();
  for (let n = 1; n <= 4; n++) {
    world.advance(5 * minute);
    await insist(() => world.meter(transactionId, 1_000_000 + (wh * n) / 4));
    await world.settleDown(1);
  }
  const at = world.now();
  await insist(() =>
    world.say({
      kind: "stopped",
      transactionId,
      token: null,
      meterStop: `${1_000_000 + wh}`,
      at,
      reason: "Remote",
      readings: [
        register(startedAt, "1000000", { context: "Transaction.Begin" }),
        register(at, `${1_000_000 + wh}`, { context: "Transaction.End" }),
      ],
    }),
  );
  await world.settleDown(2);
  for (let n = 0; n < 12 && !(await world.isOver(session.id)); n++) {
    world.advance(minute);
    await world.settleDown(1);
  }
  await insist(() => world.status("Available"));
  return session.id;
}
