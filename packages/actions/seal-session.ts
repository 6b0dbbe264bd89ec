/**
 * From ended to settling: what the meter proves is priced by the pinned tariff, the CDR and its proof are sealed into the
 * archive, and the intent to capture is written beside it. No price is review with the hold kept, never a release.
 */
import { pricesAfterStop } from "@barq/domain/after-stop";
import { buildCdr } from "@barq/domain/cdr";
import type { Decision } from "@barq/domain/decision";
import { asDecided, decidedTimes } from "@barq/domain/decision";
import { buildProof } from "@barq/domain/proof";
import type { Session } from "@barq/domain/session";
import { enter, firstRelease } from "@barq/domain/session";
import { awaitUnplug } from "./after-stop.ts";
import { cdrPlace } from "./cdr-place.ts";
import { findDecided, readDecided } from "./decided.ts";
import { freeConnector } from "./free-connector.ts";
import { foreseeReceipt, issueReceipt } from "./issue-receipt.ts";
import { readTariffVersion } from "./network.ts";
import type { SagaPorts } from "./ports.ts";
import { priceEnded } from "./price-ended.ts";
import { sealedName, sealedParts, sealOf } from "./sealed-files.ts";
import { writeStep } from "./session-store.ts";
import { leastTaken } from "./settle-difference.ts";
import { recordsFor } from "./signed-evidence.ts";
import { countSold } from "./sold-today.ts";
import { toReview } from "./stop-station.ts";

/** The next step of an ended session. */
export async function sealSession(ports: SagaPorts, ended: Session): Promise<Session> {
  const unplugged = await unplugOf(ports, ended);
  if (unplugged.kind === "waits") return unplugged.session;
  const session = { ...ended, leftAt: unplugged.leftAt };
  // The step that ended it may have been cut off before it let the connector go: every end comes through here.
  const [work, , connector] = await Promise.all([
    computeSeal(ports, session),
    foreseeReceipt(ports, session),
    freeConnector(ports, session),
  ]);
  if (work.kind === "review") return toReview(ports, session, work.why, work.facts);
  const after = decide(ports, session, work.sealed);
  if (after.state !== "settling") {
    // Whoever releases asks for no proof, so that it must be there before.
    await Promise.all([archiveSeal(ports, session, work), countSold(ports, connector, after)]);
    return after.state === "released"
      ? issueReceipt(ports, session, after)
      : (await writeStep(ports, session, after)).session;
  }
  // Beside the intent, not before it: whoever captures later finds out whether the files are there (ensureArchived).
  const [written] = await Promise.all([
    writeStep(ports, session, after),
    archiveSeal(ports, session, work),
    countSold(ports, connector, after),
  ]);
  return written.session;
}

/**
 * What a person decided of a session in review (settle-review.ts) is sealed. The files are written before the intent: readings
 * may still come in until then, so nobody could make them again. What still has no price goes back to a person.
 */
export async function sealDecided(ports: SagaPorts, session: Session): Promise<Session> {
  const decision = await readDecided(ports, session);
  const work = await computeSeal(ports, session, null, decision);
  if (work.kind === "review") return toReview(ports, session, work.why, work.facts);
  const timed = {
    ...session,
    ...decidedTimes(session, decision),
    why: null,
  };
  const after = decide(ports, timed, work.sealed);
  await archiveSeal(ports, session, work);
  const sealed =
    after.state === "released"
      ? await issueReceipt(ports, session, after)
      : (await writeStep(ports, session, after)).session;
  if (sealed.state !== "review") await freeConnector(ports, sealed);
  return sealed;
}

/** Most tariffs end with their session, and that costs no call: the tariff is at hand. */
async function unplugOf(ports: SagaPorts, session: Session): ReturnType<typeof awaitUnplug> {
  const { tenant, pinned } = session;
  const tariff = await readTariffVersion(ports, tenant, pinned.tariff, pinned.tariffVersion);
  return tariff && pricesAfterStop(tariff)
    ? awaitUnplug(ports, session, tariff)
    : { kind: "ready", leftAt: null };
}

/** The files of a sealed session, made again from the same readings when a crash came between intent and archive. */
export async function ensureArchived(ports: SagaPorts, session: Session): Promise<boolean> {
  if (!session.sealed) return false;
  const { sha256 } = session.sealed;
  const names = [
    ...sealedParts.map((part) => sealedName(session.tenant, session.id, part, sha256)),
    sealOf(session.tenant, session.id, sha256),
  ];
  const there = await Promise.all(names.map((name) => ports.archive.get(name)));
  if (there.every((file) => file !== undefined)) return true;
  const work = await computeSeal(ports, session, null, await findDecided(ports, session));
  if (work.kind === "review" || work.sealed.sha256 !== session.sealed.sha256) return false;
  await archiveSeal(ports, session, work);
  return true;
}

export type SealWork =
  | {
      readonly kind: "sealed";
      readonly sealed: NonNullable<Session["sealed"]>;
      readonly files: Awaited<ReturnType<SagaPorts["sealer"]["seal"]>>;
    }
  | { readonly kind: "review"; readonly why: string; readonly facts: Readonly<Record<string, string>> };

/** A correction has a CDR of its own id, and hears what came after the sealing too; what a person decided counts in both. */
export async function computeSeal(
  ports: SagaPorts,
  session: Session,
  correction: { readonly cdr: string } | null = null,
  decided: Decision | null = null,
): Promise<SealWork> {
  const { pinned } = session;
  const decision = correction === null ? decided : await findDecided(ports, session);
  const priced = await priceEnded(ports, session, decision, correction !== null);
  if (priced.kind === "review") return priced;
  const { computed, facts, tariff, location, station, connector, settings, meterKeys, signed } = priced;
  const { metered, price } = computed;
  const { startedAt, endedAt } = asDecided(facts);
  const cdrFacts = {
    session: correction?.cdr ?? session.id,
    token: ports.identity.idTag(session.id),
    country: settings.country,
    party: settings.party,
    startedAt,
    endedAt: price.periods.at(-1)?.to ?? endedAt,
    ...cdrPlace(location, station, connector),
    tariff,
    energyMwh: metered.energyMwh,
    price,
    signed: {
      records: recordsFor(facts.readings, signed),
      publicKey: meterKeys[0]?.key ?? null,
    },
  };
  const proof = buildProof({
    session: session.id,
    reference: session.reference,
    location: location.id,
    station: session.station,
    connector: session.connector,
    zone: pinned.zone,
    tariff,
    facts,
    leftAt: session.leftAt,
    meterKeys,
    computed,
  });
  const files = await ports.sealer.seal({
    cdr: buildCdr(cdrFacts),
    cdr_221: buildCdr(cdrFacts, "2.2.1"),
    proof,
  });
  const sealed = {
    sha256: files.parts.proof?.sha256 ?? "",
    energyMwh: metered.energyMwh,
    beforeTax: price.beforeTax.minor,
    tax: price.tax.minor,
    total: price.afterTax.minor,
  };
  return { kind: "sealed", sealed, files };
}

/** All at once; whether all are there is asked before anything is captured by whoever did not write them. */
export async function archiveSeal(
  ports: SagaPorts,
  session: Session,
  work: Extract<SealWork, { kind: "sealed" }>,
): Promise<void> {
  const { sha256 } = work.sealed;
  await Promise.all([
    ...sealedParts.map((part) => {
      const content = work.files.parts[part]?.bytes;
      if (!content) throw new Error(`the sealed ${part} is missing`);
      return ports.archive.put(sealedName(session.tenant, session.id, part, sha256), content);
    }),
    // "differs" is another signature over the same hashes: the first one stands.
    ports.archive.put(sealOf(session.tenant, session.id, sha256), work.files.seal),
  ]);
}

/** What the sealed total asks for: a capture, a release with a write-off, or nothing at all. */
function decide(ports: SagaPorts, session: Session, sealed: NonNullable<Session["sealed"]>): Session {
  const now = ports.clock();
  const { hold } = session;
  const least = leastTaken(ports.payments, session.currency);
  if (!hold) {
    // Nothing was held because nothing could be owed; a price all the same is a receivable that a person sees.
    return enter(session, "released", now, {
      sealed,
      effect: null,
      due: null,
      captured: 0n,
      receivable: null,
      writtenOff: sealed.total > 0n ? sealed.total : null,
    });
  }
  if (sealed.total < least) {
    return {
      ...session,
      sealed,
      captured: 0n,
      writtenOff: sealed.total > 0n ? sealed.total : null,
      effect: firstRelease,
      due: now,
      tries: 0,
      why: sealed.total === 0n ? "nothing_owed" : "below_minimum",
    };
  }
  return enter(session, "settling", now, { sealed, effect: { name: "capture.1", attempt: 1 }, due: now });
}
