/**
 * What the sessions of some days would have cost under a draft: those that were sold under the tariff's id, with the readings
 * that their proofs hold. A call looks at so many sessions and says where the next one goes on; no session is guessed.
 */
import { capReachedAfterMs, pricesAfterStop } from "@barq/domain/after-stop";
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { exponentOf, parseAmount } from "@barq/domain/money";
import type { Proof } from "@barq/domain/proof";
import { computeUnder, proofFormats } from "@barq/domain/proof";
import type { Repriced } from "@barq/domain/repriced";
import { addRepriced, nothingRepriced, oneRepriced, oneUnpriced } from "@barq/domain/repriced";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { canonicalJson } from "@barq/evidence/canonical-json";
import { stationDayValue, stationsPartition } from "@barq/store/keys";
import type { Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";
import { sealedName } from "./sealed-files.ts";

/** Local days at the stations, both of them in it. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Where a call goes on: sessions of this station and day that were looked at already. */
export interface RepriceCursor {
  readonly station: string;
  readonly day: string;
  readonly skip: number;
}

export interface RepricePage {
  readonly repriced: Repriced;
  /** null: that was the last of them */
  readonly next: RepriceCursor | null;
}

/** A question to the index costs about as much as a session does. */
const mostDaysLooked = 500;
export const mostRepricedDays = 92;
/** So many proofs are in memory at once. */
const atOnce = 10;

/**
 * @param most sessions that are looked at in this call, of whichever tariff
 * @throws Fault invalid_request for days that are none
 */
export async function repricePast(
  ports: ReadPorts,
  tenant: string,
  draft: Tariff,
  of: { readonly days: Days; readonly most: number; readonly cursor: RepriceCursor | null },
): Promise<RepricePage> {
  let [repriced, looked, asked] = [nothingRepriced, 0, 0];
  for await (const place of placesOf(ports, tenant, daysBetween(of.days), of.cursor)) {
    if (looked >= of.most || asked >= mostDaysLooked) return { repriced, next: place };
    asked++;
    const value = stationDayValue(tenant, place.station, place.day);
    let [keys, n]: [Key[], number] = [[], 0];
    const take = async (): Promise<void> => {
      for (const part of await Promise.all(
        (await ports.store.read(keys)).map((item) =>
          item ? repriceOne(ports, readSession(item), draft) : nothingRepriced,
        ),
      ))
        repriced = addRepriced(repriced, part);
      keys = [];
    };
    for await (const { pk, sk } of ports.store.list({ index: "day", value })) {
      if (n++ < place.skip) continue;
      if (looked >= of.most) {
        await take();
        return { repriced, next: { ...place, skip: n - 1 } };
      }
      looked++;
      keys.push({ pk, sk });
      if (keys.length === atOnce) await take();
    }
    if (keys.length > 0) await take();
  }
  return { repriced, next: null };
}

async function* placesOf(
  ports: ReadPorts,
  tenant: string,
  days: readonly string[],
  cursor: RepriceCursor | null,
): AsyncIterable<RepriceCursor> {
  const from = cursor ? { from: cursor.station } : {};
  for await (const { sk: station } of ports.store.list(stationsPartition(tenant), from))
    for (const day of days) {
      const isCursors = cursor?.station === station;
      if (isCursors && day < cursor.day) continue;
      yield { station, day, skip: isCursors && day === cursor.day ? cursor.skip : 0 };
    }
}

function daysBetween({ from, to }: Days): readonly string[] {
  const [first, last] = [dayNumberOf(from), dayNumberOf(to)];
  if (first === undefined || last === undefined || last < first || last - first >= mostRepricedDays)
    throw new Fault("invalid_request", `Sessions are priced anew for 1 to ${mostRepricedDays} days.`);
  return Array.from({ length: last - first + 1 }, (_, n) => isoDayOf(first + n));
}

/** Nothing where it was sold under another tariff. */
async function repriceOne(ports: ReadPorts, session: Session, draft: Tariff): Promise<Repriced> {
  const { sealed, tenant, id } = session;
  if (session.pinned.tariff !== draft.id) return nothingRepriced;
  if (!sealed)
    // What never began was sold nothing, and what goes on or waits for a person has no price yet.
    return isTerminal(session.state)
      ? session.startedAt === null
        ? nothingRepriced
        : oneUnpriced("nothing_sealed")
      : oneUnpriced("not_finished");
  if (session.currency !== draft.currency) return oneUnpriced("other_currency");
  const bytes = await ports.archive.get(sealedName(tenant, id, "proof", sealed.sha256));
  if (!bytes) return oneUnpriced("proof_missing");
  if (ports.identity.sha256(bytes) !== sealed.sha256) return oneUnpriced("proof_damaged");
  const proof: Proof = JSON.parse(new TextDecoder().decode(bytes));
  if (!proofFormats.includes(proof.format)) return oneUnpriced("proof_unknown");
  return priceAnew(proof, session, draft);
}

type Sold = Pick<Session, "id" | "reference" | "currency" | "idleUntil">;

/** @param session sealed, with this proof */
export function priceAnew(proof: Proof, session: Sold, draft: Tariff): Repriced {
  if (!isStayKnown(proof, session.idleUntil, draft)) return oneUnpriced("time_after_stop_unknown");
  const { id, reference, currency } = session;
  try {
    const computed = computeUnder(proof, draft);
    if (computed.kind === "review") return oneUnpriced(computed.why);
    const then = parseAmount(proof.result.after_tax, currency);
    return oneRepriced({
      ...{ id, reference, thenMinor: then.minor },
      nowMinor: computed.price.afterTax.minor,
    });
  } catch (error) {
    if (error instanceof Fault) return oneUnpriced("not_computable");
    throw error;
  }
}

/**
 * Whether the proof says how long the vehicle stayed after the stop, where the draft prices that. It was asked for only where
 * the tariff of that day priced it, and no longer than until that one's cap or deadline.
 */
function isStayKnown({ tariff, facts, result }: Proof, idleUntil: Instant | null, draft: Tariff): boolean {
  if (!pricesAfterStop(draft) || result.energy_mwh === "0" || facts.stop_reason === "EVDisconnected")
    return true;
  const sold = readTariff(tariff);
  if (!pricesAfterStop(sold)) return false;
  const leftAt = facts.left_at ?? null;
  if (leftAt === null || idleUntil === null || leftAt < idleUntil) return true;
  const capMs = capReachedAfterMs(draft, 10n ** BigInt(exponentOf(draft.currency)));
  return (capMs !== null && facts.ended_at + capMs <= leftAt) || idleTermsOf(sold) === idleTermsOf(draft);
}

/** Everything of a tariff that says how long idle time is waited for. */
const idleTermsOf = ({ source }: Tariff): string =>
  canonicalJson([source.barq?.idle ?? null, source.elements, source.currency]);
