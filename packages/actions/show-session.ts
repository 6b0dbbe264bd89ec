/** What a driver sees of a session while it runs: one read of the session, with the last pack beside it. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { meterPartition, packPrefix, sessionKey } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import { runningOf } from "./pack-readings.ts";
import type { ReadPorts } from "./ports.ts";
import { look } from "./watch.ts";

export interface SessionView {
  readonly session: Session;
  readonly energyMwh: bigint | null;
  /** after tax; null while nothing can be said */
  readonly cost: Money | null;
  readonly powerW: number | null;
  readonly asOf: Instant | null;
  /** some minutes after the start no energy has flowed: a timer in the vehicle, perhaps */
  readonly waiting: boolean;
}

/** How long a pending session may go unread before a poll makes it due at once. */
const unreadMs = 5000;

export async function showSession(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<SessionView | undefined> {
  const now = ports.clock();
  const [[item], pack] = await Promise.all([
    ports.store.read([sessionKey(tenant, id)]),
    lastPack(ports, tenant, id),
  ]);
  if (!item) return undefined;
  const session = readSession(item);
  if (!isTerminal(session.state)) look(id, now);
  if (session.state === "pending" && session.hold && session.due !== null) await hurry(ports, session, now);
  return viewOf(session, pack, ports.policy.waitingMs);
}

async function lastPack(ports: ReadPorts, tenant: string, id: string): Promise<Item | undefined> {
  const newest = { prefix: packPrefix, backwards: true, limit: 1 };
  for await (const pack of ports.store.list(meterPartition(tenant, id), newest)) return pack;
  return undefined;
}

export function viewOf(
  session: Session,
  pack: Item | undefined,
  waitingMs = Number.POSITIVE_INFINITY,
): SessionView {
  const running = runningOf(pack);
  if (session.sealed) {
    const { energyMwh, total } = session.sealed;
    return {
      session,
      energyMwh,
      cost: { minor: total, currency: session.currency },
      powerW: null,
      asOf: session.endedAt,
      waiting: false,
    };
  }
  const cost = running.costMinor === null ? null : { minor: running.costMinor, currency: session.currency };
  const charging = session.state === "charging" || session.state === "stopping";
  return {
    session,
    energyMwh: running.energyMwh,
    cost,
    powerW: charging ? running.powerW : null,
    asOf: running.asOf,
    waiting: session.state === "charging" && standsStill(session, running) >= waitingMs,
  };
}

/** How long after the start the register was still seen where it stood; 0 once energy flows, or while nothing is known. */
const standsStill = ({ startedAt }: Session, { energyMwh, asOf }: ReturnType<typeof runningOf>): number =>
  startedAt !== null && asOf !== null && energyMwh === 0n ? asOf - startedAt : 0;

/** A driver who waits on the page is not made to wait for the sweeper: one conditional write, and the stream looks. */
async function hurry(ports: ReadPorts, session: Session, now: Instant): Promise<void> {
  const lastLook = (session.due ?? now) - now;
  const readLately = session.tries > 0 && lastLook > 0 && now < session.createdAt + unreadMs;
  if (readLately || (session.due ?? now) <= now || now < session.createdAt + unreadMs) return;
  const name = `hurried|${session.id}`;
  const waited = await ports.cache.get(name, async () => ({ at: now }));
  if (waited && waited.at !== now && now - waited.at < unreadMs) return;
  ports.cache.drop(name);
  await ports.cache.get(name, async () => ({ at: now }));
  await ports.store.commit([
    {
      update: sessionKey(session.tenant, session.id),
      set: { due: now },
      guards: [{ version: session.version }, { field: "st", in: ["pending"] }],
    },
  ]);
}
