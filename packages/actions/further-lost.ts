/**
 * A further hold that ended behind our back takes with it what it had raised: the session's limits are computed anew from what
 * still stands, in the commit that records the loss. Where so much may have flowed by now that the next reading is too late,
 * the same commit stops the energy.
 */
import { Fault } from "@barq/domain/fault";
import type { FurtherHold } from "@barq/domain/further-hold";
import { enterHold } from "@barq/domain/further-hold";
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { strongestW } from "@barq/domain/plausibility";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import { meterPartition, packPrefix } from "@barq/store/keys";
import { findFurtherHold, writeHold } from "./further-holds.ts";
import { limitsWith } from "./limits-with.ts";
import { readStation } from "./network.ts";
import { runningOf } from "./pack-readings.ts";
import type { MoneyPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";
import { chargingEnds } from "./stop-station.ts";
import { workItem } from "./work-queue.ts";

/** The hold as it stands afterwards; unchanged where somebody wrote the session or the hold meanwhile: it is looked at again. */
export async function furtherLost(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
): Promise<FurtherHold> {
  const lapsed = enterHold(hold, "lapsed");
  // The capture that is under way finds out by itself, and leaves a receivable.
  if (session.state === "settling") return (await writeHold(ports, hold, lapsed)).hold;
  const facts = { hold: `${hold.n}`, held: hold.holdAmount.minor.toString() };
  const note = workItem(session, `further_lost_${hold.n}`, ports.clock(), facts);
  const left = { ...session, further: furtherWithout(session, hold) };
  const after = session.state === "charging" ? await lowered(ports, session, hold, left) : left;
  const written = await writeStep(ports, session, after, [furtherHoldChange(hold, lapsed), note]);
  if (written.won) return { ...lapsed, version: hold.version + 1 };
  return (await findFurtherHold(ports, hold.tenant, hold.session, hold.n)) ?? hold;
}

const furtherWithout = ({ further }: Session, { n, holdAmount }: FurtherHold): Session["further"] => ({
  last: Math.max(n, further?.last ?? n),
  heldMinor: (further?.heldMinor ?? 0n) - holdAmount.minor,
});

/** The session that charges on within what still stands, or is stopped. */
async function lowered(
  ports: MoneyPorts,
  session: Session,
  { holdAmount }: FurtherHold,
  left: Session,
): Promise<Session> {
  const now = ports.clock();
  const limits = await limitsOrNone(ports, session, { ...holdAmount, minor: -holdAmount.minor });
  const within = limits && { ...left, ...limits };
  const ends = within && chargingEnds(ports, within, session.startedAt ?? session.since);
  if (within && ends && now + keptMs < ends && !(await mayHavePassed(ports, within, now)))
    return { ...within, due: ends };
  return enter(within ?? left, "stopping", now, {
    effect: { name: "remote_stop", attempt: 1 },
    due: now + ports.policy.commandMs,
    why: "hold_lost",
  });
}

/** A place that is gone, or a policy that would not sell it today: then nothing says how far the rest goes. */
async function limitsOrNone(
  ports: MoneyPorts,
  session: Session,
  more: FurtherHold["holdAmount"],
): Promise<Awaited<ReturnType<typeof limitsWith>> | null> {
  try {
    const limits = await limitsWith(ports, session, more);
    // Less that is held takes no limit away: whatever says so has not understood the question.
    const isGone = (name: keyof typeof limits): boolean => session[name] !== null && limits[name] === null;
    return isGone("stopEnergyMwh") || isGone("stopAfterMs") ? null : limits;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** The guard at the door keeps a session's limits for so long in each process (cache.ts). */
const keptMs = minute;

/** Whether the energy may be beyond its limit before the guard knows the limit: the last pack, and full power since. */
async function mayHavePassed(ports: MoneyPorts, session: Session, now: Instant): Promise<boolean> {
  const { tenant, id, stopEnergyMwh, startedAt, since } = session;
  if (stopEnergyMwh === null) return false;
  const station = await readStation(ports, tenant, session.station);
  const rated = station?.connectors.find(({ number }) => number === session.connector)?.maxPowerW ?? 0;
  const powerW = BigInt(Math.ceil(rated > 0 ? rated : strongestW));
  let [knownMwh, asOf] = [0n, startedAt ?? since];
  const newest = { prefix: packPrefix, backwards: true, limit: 1 };
  for await (const pack of ports.store.list(meterPartition(tenant, id), newest)) {
    const running = runningOf(pack);
    if (running.energyMwh !== null && running.asOf !== null)
      [knownMwh, asOf] = [running.energyMwh, running.asOf];
  }
  const sinceMs = BigInt(Math.max(0, now + keptMs - asOf));
  return knownMwh + (powerW * sinceMs) / 3600n >= stopEnergyMwh;
}
