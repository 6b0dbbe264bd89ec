/**
 * From what a person asked to what is sealed: the price computed from the corrected facts and everything that came late, a
 * credit CDR for the CDR that stood, a new CDR with a proof of its own, and the difference as a refund. The files are there
 * before the commit that names them; the commit is one, so that no CDR is taken back without its money.
 */
import type { Cdr } from "@barq/domain/cdr";
import type { Corrected, Correction } from "@barq/domain/correction";
import { cdrIdOf } from "@barq/domain/correction";
import { creditCdr } from "@barq/domain/credit-cdr";
import { meterMwh } from "@barq/domain/energy-reading";
import { Fault } from "@barq/domain/fault";
import { cardFloor } from "@barq/domain/money";
import type { Proof } from "@barq/domain/proof";
import type { Session } from "@barq/domain/session";
import { correctionChange } from "@barq/store/correction-item";
import { auditAct } from "./audit-act.ts";
import { correctionsOf } from "./correct-session.ts";
import { isDisputed } from "./dispute-store.ts";
import type { SagaPorts } from "./ports.ts";
import { holdFor } from "./refund-holds.ts";
import { beginning, leftOf, newRefund } from "./refund-plan.ts";
import type { SealWork } from "./seal-session.ts";
import { archiveSeal, computeSeal } from "./seal-session.ts";
import type { SealedPart } from "./sealed-files.ts";
import { creditName, creditParts, creditSealOf, sealedName } from "./sealed-files.ts";
import { loadSession } from "./session-store.ts";

/** One try; whoever loses the commit leaves it to the next one. */
export async function sealCorrection(ports: SagaPorts, asked: Correction): Promise<void> {
  const session = await loadSession(ports, asked.tenant, asked.session);
  const earlier = (await correctionsOf(ports, asked.tenant, asked.session)).filter(
    ({ corrected }) => corrected !== null,
  );
  const last = earlier.toSorted((a, b) => (a.corrected?.n ?? 0) - (b.corrected?.n ?? 0)).at(-1);
  const standing = last?.corrected ?? session.sealed;
  if (!standing) return turnDown(ports, asked, "never_sealed");
  const n = (last?.corrected?.n ?? 0) + 1;
  const cdr = cdrIdOf(session.id, n);
  const work = await computeSeal(ports, factsOf(session, asked, last), { cdr });
  if (work.kind === "review") return turnDown(ports, asked, work.why);
  if (await isAgainstReadings(ports, session, asked, standing.sha256, work))
    return turnDown(ports, asked, "readings_disagree");
  const taken = (minor: bigint): bigint => cardFloor({ minor, currency: session.currency }).minor;
  const minor = taken(standing.total) - taken(work.sealed.total);
  if (minor === 0n) return turnDown(ports, asked, "comes_to_the_same");
  if (minor < 0n) return turnDown(ports, asked, "would_cost_more");
  const hold = await holdOrWhy(ports, session, minor);
  if (typeof hold === "string") return turnDown(ports, asked, hold);
  const corrected: Corrected = { n, ...work.sealed, credits: standing.sha256 };
  await Promise.all([archiveSeal(ports, session, work), archiveCredit(ports, session, asked, corrected)]);
  const refund = newRefund(ports, session, {
    id: asked.id,
    fingerprint: asked.fingerprint,
    refundAmount: { minor, currency: session.currency },
    hold,
    group: null,
    tax: standing.tax - work.sealed.tax,
    reason: asked.reason,
    askedBy: asked.askedBy,
  });
  const now = ports.clock();
  await ports.store.commit([
    ...beginning(session, [refund], null),
    correctionChange(asked, { ...asked, state: "sealed", since: now, due: null, corrected }),
    auditAct(session, {
      what: `correction_sealed#${asked.id}`,
      who: asked.askedBy,
      why: asked.reason,
      at: now,
      facts: { cdr, proof_sha256: corrected.sha256, credits: corrected.credits },
    }),
  ]);
}

/**
 * Whether the price was not computed up to the register that the person stated, or only by putting readings aside that were
 * believed before, or by an end after which energy still flowed: the meter is believed before a person is.
 */
async function isAgainstReadings(
  ports: SagaPorts,
  { tenant, id }: Session,
  asked: Correction,
  standing: string,
  { files }: Extract<SealWork, { kind: "sealed" }>,
): Promise<boolean> {
  const stated = meterMwh(asked.meterStop);
  if (stated === null && asked.endedAt === null) return false;
  const before = await ports.archive.get(sealedName(tenant, id, "proof", standing));
  const [now, then] = [files.parts.proof?.bytes, before].map((bytes) => {
    if (!bytes) throw new Error(`a proof of session ${id} is missing`);
    const { result }: Pick<Proof, "result"> = JSON.parse(new TextDecoder().decode(bytes));
    return result;
  });
  if (!now || !then) return true;
  if (stated === null) return hasFlowed(now.rejected, then.rejected);
  return BigInt(now.register_stop_mwh) !== stated || now.rejected.length > then.rejected.length;
}

/** The register moved among the readings that an earlier end puts aside; one that stood still says nothing against it. */
function hasFlowed(now: Proof["result"]["rejected"], then: Proof["result"]["rejected"]): boolean {
  const nameOf = ({ at, value }: Proof["result"]["rejected"][number]): string => `${at}|${value}`;
  const known = new Set(then.map(nameOf));
  return new Set(now.filter((one) => !known.has(nameOf(one))).map(({ value }) => value)).size > 1;
}

/** What is known better now, over what an earlier correction knew better, over what was sealed. */
function factsOf(session: Session, asked: Correction, last: Correction | undefined): Session {
  const meterStop = asked.meterStop ?? last?.meterStop ?? null;
  return {
    ...session,
    endedAt: asked.endedAt ?? last?.endedAt ?? session.endedAt,
    meterStop: meterStop ?? session.meterStop,
    // The Stop is not missing any more where somebody knows what it would have said.
    stopReason: meterStop !== null && session.stopReason === "StopMissing" ? "Other" : session.stopReason,
  };
}

/** The hold that the difference goes back to, or why none can give it: of what a bank has taken it would go back twice. */
async function holdOrWhy(ports: SagaPorts, session: Session, minor: bigint): Promise<number | string> {
  if (await isDisputed(ports, session.tenant, session.id)) return "disputed";
  const left = leftOf(session);
  if (minor > left.minor) return "more_than_is_left";
  try {
    return await holdFor(ports, session, { minor, currency: session.currency }, left);
  } catch (error) {
    if (error instanceof Fault) return "paid_in_several_parts";
    throw error;
  }
}

async function archiveCredit(
  ports: SagaPorts,
  session: Session,
  asked: Correction,
  { sha256, credits }: Corrected,
): Promise<void> {
  const credit = async (part: SealedPart): Promise<Cdr> => {
    const bytes = await ports.archive.get(sealedName(session.tenant, session.id, part, credits));
    if (!bytes) throw new Error(`the sealed ${part} of session ${session.id} is not in the archive`);
    const original: Cdr = JSON.parse(new TextDecoder().decode(bytes));
    return creditCdr(original, asked.askedAt);
  };
  const [credit230, credit221] = await Promise.all([credit("cdr"), credit("cdr_221")]);
  const files = await ports.sealer.seal({ credit: credit230, credit_221: credit221 });
  await Promise.all([
    ...creditParts.map((part) => {
      const content = files.parts[part]?.bytes;
      if (!content) throw new Error(`the sealed ${part} is missing`);
      return ports.archive.put(creditName(session.tenant, session.id, part, sha256), content);
    }),
    ports.archive.put(creditSealOf(session.tenant, session.id, sha256), files.seal),
  ]);
}

/** Nothing was changed, and the person reads why. */
async function turnDown(ports: SagaPorts, asked: Correction, why: string): Promise<void> {
  const refused = { ...asked, state: "refused", since: ports.clock(), due: null, why } as const;
  await ports.store.commit([correctionChange(asked, refused)]);
}
