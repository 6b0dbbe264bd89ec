/**
 * I4: the sealed CDR of a session is the bytes in the archive under its hash, signed by a published key; its price follows
 * from its readings; and those readings and that tariff are the ones that lie in the store.
 */
import type { Finding } from "@barq/domain/audit";
import { apartOf } from "@barq/domain/audit";
import type { Proof } from "@barq/domain/proof";
import type { Session } from "@barq/domain/session";
import { canonicalJson } from "@barq/evidence/canonical-json";
import { bytes } from "@barq/store/fields";
import { meterPartition, packPrefix } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { decodePack } from "@barq/store/packs";
import type { JSONWebKeySet } from "jose";
import { sealedEvidence } from "../event-evidence.ts";
import { judgeProof } from "../judge-proof.ts";
import { readTariffVersion } from "../network.ts";
import type { ReadPorts } from "../ports.ts";
import type { SealedPart } from "../sealed-files.ts";
import { sealedName, sealedParts, sealOf } from "../sealed-files.ts";

/** `documents`: the published halves of the document keys. */
export async function checkPrice(
  ports: ReadPorts,
  session: Session,
  documents: JSONWebKeySet,
): Promise<readonly Finding[]> {
  const { tenant, id, sealed, currency, reference } = session;
  if (!sealed) return [];
  const found = (what: string, apart: Finding["apart"] = null): Finding => ({
    invariant: "I4",
    about: reference,
    session: id,
    what,
    apart,
  });
  const read = async (part: SealedPart): Promise<Uint8Array | undefined> =>
    ports.archive.get(sealedName(tenant, id, part, sealed.sha256));
  const parts = await Promise.all(sealedParts.map(async (part) => [part, await read(part)] as const));
  const seal = await ports.archive.get(sealOf(tenant, id, sealed.sha256));
  const gone = [...parts, ["seal", seal] as const].filter(([, file]) => file === undefined);
  if (gone.length > 0) return [found(`${gone.map(([part]) => part).join(", ")} of it is not in the archive`)];
  const proofBytes = parts.find(([part]) => part === "proof")?.[1] ?? new Uint8Array();
  const sha256 = ports.identity.sha256(proofBytes);
  if (sha256 !== sealed.sha256)
    return [found(`the archived proof has the hash ${sha256}, the session ${sealed.sha256}`)];
  const document = Object.fromEntries(
    [...parts, ["seal", seal] as const].map(([part, file]) => [part, jsonOf(file)]),
  );
  const verdict = await judgeProof(document, documents);
  if (verdict.kind !== "good") return [found(`its proof is ${verdict.kind}: ${verdict.why}`)];
  const { result, facts, tariff }: Proof = JSON.parse(new TextDecoder().decode(proofBytes));
  const findings: Finding[] = [];
  const priced = minorOf(result.after_tax);
  if (priced !== sealed.total)
    findings.push(
      found("the session has another total than its proof", apartOf(priced, sealed.total, currency)),
    );
  if (result.energy_mwh !== sealed.energyMwh.toString())
    findings.push(found(`the session says ${sealed.energyMwh} mWh, its proof ${result.energy_mwh}`));
  const pinned = await readTariffVersion(ports, tenant, session.pinned.tariff, session.pinned.tariffVersion);
  if (!pinned || canonicalJson(pinned.source) !== canonicalJson(tariff))
    findings.push(found("its tariff is not the version that was pinned at the start"));
  const stored = await readingsOf(ports, session);
  // Readings may leave the meter table in time; what is still there must be what was sealed.
  if (stored !== null && canonicalJson(stored) !== canonicalJson(facts.readings))
    findings.push(found("the readings that were sealed are not those that lie in the store"));
  return findings;
}

async function readingsOf(ports: ReadPorts, { tenant, id }: Session): Promise<unknown> {
  const all: StoredReading[] = [];
  for await (const pack of ports.store.list(meterPartition(tenant, id), { prefix: packPrefix, strong: true }))
    all.push(...decodePack(bytes(pack, "z")));
  return all.length === 0 ? null : sealedEvidence(all).readings;
}

const jsonOf = (file: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(file));

/** "125.40" in minor units: the proof writes all the decimals of its currency. */
const minorOf = (amount: string): bigint => BigInt(amount.replace(".", ""));
