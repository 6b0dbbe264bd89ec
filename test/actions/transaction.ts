/**
 * A 2.0.1 station's side of one transaction, for tests of actions: it numbers its events, and hands them out instead of
 * saying them, so that they can be lost, repeated and shuffled.
 */

import { readSealed } from "@barq/actions/sealed-session";
import { minute } from "@barq/domain/instant";
import type { Proof } from "@barq/domain/proof";
import type { Reading } from "@barq/domain/reading";
import type { Session } from "@barq/domain/session";
import type { NewsAnswer, TransactionNews } from "@barq/stations/port";
import type { World } from "./world.ts";
import { createWorld, paidSession, register } from "./world.ts";

/** As long as a transaction's id may be. */
export const id36 = "f2e7cd85-65ff-4ac8-8b6c-d1a0b3a5fe31";

export type Event = Partial<Omit<TransactionNews, "kind">>;

export interface Teller {
  /** the next event, at the world's time, and not said to anybody yet */
  next(event: TransactionNews["event"], more?: Event): TransactionNews;
}

export function transaction(world: World, transactionId = id36, first = 0): Teller {
  let number = first;
  return {
    next: (event, more = {}) => ({
      kind: "transaction",
      event,
      transactionId,
      number: number++,
      at: world.now(),
      offline: false,
      trigger: "MeterValuePeriodic",
      connectors: [],
      token: null,
      startNumber: null,
      state: null,
      reason: event === "Ended" ? "Remote" : null,
      readings: [],
      ...more,
    }),
  };
}

export const cable = (world: World, connector = 1): Promise<NewsAnswer> =>
  world.say({
    kind: "connector_status",
    connector,
    status: "Occupied",
    errorCode: "NoError",
    at: world.now(),
  });

export const register201 = (world: World, wh: number, more: Partial<Reading> = {}): readonly Reading[] => [
  register(world.now(), `${wh}`, more),
];

/** A session whose driver has paid, with the cable in and the remote start on its way. */
export async function startingSession(
  world: World,
  of: Parameters<World["start"]>[0] = {},
): Promise<Session> {
  const paid = await paidSession(world, of);
  await cable(world, of?.connector ?? 1);
  await world.settleDown();
  return world.session(paid.id);
}

/**
 * An hour at 1 kWh a minute from 1,000 kWh on, as events of which none is said yet: Started with the token and the register,
 * Charging, a reading every five minutes, Ended with the registers of both ends.
 */
export function hourOf(
  world: World,
  session: Session,
  teller: Teller = transaction(world),
): readonly TransactionNews[] {
  const token = world.ports.identity.idTag(session.id);
  const begin = register201(world, 1_000_000, { context: "Transaction.Begin" });
  const events = [
    teller.next("Started", {
      ...{
        trigger: "RemoteStart",
        token,
        connectors: [session.connector],
        state: "EVConnected",
        readings: begin,
      },
    }),
    teller.next("Updated", { trigger: "ChargingStateChanged", state: "Charging" }),
  ];
  for (let n = 1; n <= 12; n++) {
    world.advance(5 * minute);
    events.push(teller.next("Updated", { readings: register201(world, 1_000_000 + n * 1000) }));
  }
  const end = register201(world, 1_012_000, { context: "Transaction.End" });
  events.push(
    teller.next("Ended", { trigger: "RemoteStop", state: "EVConnected", readings: [...begin, ...end] }),
  );
  return events;
}

export async function sayAll(world: World, events: readonly TransactionNews[]): Promise<void> {
  for (const event of events) await world.say(event);
}

/** What was sealed: the proof as anybody gets it. */
export async function proofOf(world: World, id: string): Promise<Proof> {
  const sealed = await readSealed(world.ports, await world.session(id), "proof");
  return JSON.parse(new TextDecoder().decode(sealed));
}

/** A world in which a session waits for its station to begin, and the events of its hour. */
export async function aboutToBegin(id = id36) {
  const world = await createWorld();
  const session = await startingSession(world);
  const events = hourOf(world, session, transaction(world, id));
  const [started] = events;
  const ended = events.at(-1);
  if (!started || !ended) throw new Error("no events");
  return { world, id: session.id, events, started, ended };
}

/** Why a person has to look, in alphabetical order. */
export const whysOf = async (world: World): Promise<readonly string[]> =>
  (await world.work()).map(({ why }) => why).sort();
