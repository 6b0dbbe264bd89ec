/**
 * Energy at a connector whose start was asked for and never answered by a Start (failure case 23). A register that rises, or
 * power that flows, is evidence: the hold is not given back, the energy is asked to stop where the station named a transaction,
 * and a person looks, with the readings kept.
 */
import { registersMwh } from "@barq/domain/energy-reading";
import { showsPower } from "@barq/domain/plausibility";
import { readingAsMeant } from "@barq/domain/quirk-profiles";
import type { Session } from "@barq/domain/session";
import type { StationNews } from "@barq/stations/port";
import { bigint, number, text } from "@barq/store/fields";
import { flowingKey } from "@barq/store/keys";
import type { StationPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { readPast } from "./station-boots.ts";
import { toReview } from "./stop-station.ts";

type MeterNews = Extract<StationNews, { kind: "metered" }>;

/** Why the session is in review. */
export const flowing = "energy_without_start";

/** Less is noise, or a meter that was read twice: 100 Wh. */
const leastMwh = 100_000n;

export async function noteFlowing(ports: StationPorts, session: Session, news: MeterNews): Promise<void> {
  const now = ports.clock();
  // Not before the command, and not once the hold is on its way back.
  if (session.effect === null || isGivingBack(session, now)) return;
  const { tenant, station } = session;
  const { quirks } = await readPast(ports, tenant, station, session.createdAt);
  const readings = news.readings.map((reading) => readingAsMeant(reading, quirks));
  const registers = registersMwh(readings);
  const key = flowingKey(tenant, session.id);
  const [seen] = await ports.store.read([key], { strong: true });
  const lowest = [...registers, ...(seen ? [bigint(seen, "low")] : [])].reduce<bigint | null>(least, null);
  const highest = registers.reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null);
  const rises = lowest !== null && highest !== null && highest - lowest >= leastMwh;
  const said = JSON.stringify({ tenant, session: session.id, news });
  if (!rises && !readings.some(showsPower)) {
    if (!seen && lowest !== null)
      await ports.store.commit([
        { put: { ...key, low: `${lowest}`, at: now, json: said }, guards: [{ absent: true }] },
      ]);
    return;
  }
  // What a person will have to decide by goes the way of a session's readings, the first one with it.
  const since = seen ? number(seen, "at") : now;
  if (seen) await ports.intake.append({ station, arrivedAt: since, body: text(seen, "json") });
  await ports.intake.append({ station, arrivedAt: now, body: said });
  const facts = { register_mwh: `${highest ?? "unknown"}`, transaction: `${news.transactionId ?? "none"}` };
  const review = await toReview(ports, session, flowing, facts, { startedAt: since });
  if (review.state !== "review" || news.transactionId === null) return;
  await ports.stations.send({
    tenant,
    station,
    command: { kind: "remote_stop", transactionId: news.transactionId },
    session: null,
    effect: null,
    deadline: now + ports.policy.commandMs,
  });
}

const least = (a: bigint | null, b: bigint): bigint => (a === null || b < a ? b : a);
