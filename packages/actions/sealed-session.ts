/** What was sealed for a session, read back from the archive: the CDR in both versions, the proof, and the seal over them. */
import { Fault } from "@barq/domain/fault";
import type { Proof } from "@barq/domain/proof";
import type { Receipt } from "@barq/domain/receipt";
import { buildReceipt } from "@barq/domain/receipt";
import type { Session } from "@barq/domain/session";
import { readCorrection } from "@barq/store/correction-item";
import { correctionPrefix, receivableKey } from "@barq/store/keys";
import { readReceivable } from "@barq/store/receivable-item";
import { besideSession } from "./beside-session.ts";
import { readLocation, readSettings } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";
import type { SealedPart } from "./sealed-files.ts";
import { sealedName, sealOf } from "./sealed-files.ts";
import { loadSession } from "./session-store.ts";

/** The bytes as they were sealed. @throws Fault receipt_not_ready while nothing is sealed */
export async function readSealed(ports: ReadPorts, session: Session, part: SealedPart): Promise<Uint8Array> {
  if (!session.sealed)
    throw new Fault("receipt_not_ready", "This session is not priced yet.", { state: session.state });
  const bytes = await ports.archive.get(sealedName(session.tenant, session.id, part, session.sealed.sha256));
  if (!bytes)
    throw new Fault(
      "receipt_not_ready",
      "This session's proof is being written. Please try again in a moment.",
    );
  return bytes;
}

/** The proof with its seal, as one document that `barq verify` takes: `{proof, cdr, cdr_221, seal}`. */
export async function showProof(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<Readonly<Record<string, unknown>>> {
  const session = await loadSession(ports, tenant, id);
  const [proof, cdr, older] = await Promise.all([
    readSealed(ports, session, "proof"),
    readSealed(ports, session, "cdr"),
    readSealed(ports, session, "cdr_221"),
  ]);
  const seal = session.sealed && (await ports.archive.get(sealOf(tenant, id, session.sealed.sha256)));
  if (!seal)
    throw new Fault(
      "receipt_not_ready",
      "This session's proof is being written. Please try again in a moment.",
    );
  return { proof: json(proof), cdr: json(cdr), cdr_221: json(older), seal: json(seal) };
}

/** The OCPI CDR in the version asked for. */
export async function showCdr(
  ports: ReadPorts,
  tenant: string,
  id: string,
  version: "2.2.1" | "2.3.0",
): Promise<unknown> {
  const session = await loadSession(ports, tenant, id);
  return json(await readSealed(ports, session, version === "2.3.0" ? "cdr" : "cdr_221"));
}

/** The receipt, printed from what was sealed. @throws Fault receipt_not_ready */
export async function showReceipt(ports: ReadPorts, tenant: string, id: string): Promise<Receipt> {
  const session = await loadSession(ports, tenant, id);
  if (session.receipt === null)
    throw new Fault("receipt_not_ready", "The receipt is not issued yet.", { state: session.state });
  const { result }: Pick<Proof, "result"> = JSON.parse(
    new TextDecoder().decode(await readSealed(ports, session, "proof")),
  );
  const [location, settings, refunds, [owed], corrections] = await Promise.all([
    readLocation(ports, tenant, session.pinned.location),
    readSettings(ports, tenant),
    // Most sessions never had one, and those are not asked for.
    session.refunded === null ? [] : refundsOf(ports, tenant, id),
    session.receivable === null ? [] : ports.store.read([receivableKey(tenant, id)]),
    // A correction stands whatever became of its refund.
    besideSession(ports, tenant, id, correctionPrefix, readCorrection),
  ]);
  if (!location) throw new Error("the location of a sealed session is gone");
  return buildReceipt({
    session,
    priced: result,
    registerStartMwh: BigInt(result.register_start_mwh),
    registerStopMwh: BigInt(result.register_stop_mwh),
    evidence: result.evidence,
    flags: result.flags,
    location: { id: location.id, name: location.name, address: location.address, city: location.city },
    issuer: { name: settings.legalEntity.name, lines: settings.legalEntity.lines },
    brand: settings.operator,
    refunds,
    receivable: owed ? readReceivable(owed) : null,
    corrections,
    labels: location.labels,
  });
}

const json = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
