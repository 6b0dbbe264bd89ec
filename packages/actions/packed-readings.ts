/**
 * The readings of a session as they lie in its packs, each once. Records that are taken twice may be packed by twos and by
 * threes, and one of the packs may be written when all is sealed: a reading that arrived once is one reading, in however many
 * packs it lies. Whoever prices, seals or audits reads them here, so that all of them find the same.
 */
import type { Session } from "@barq/domain/session";
import { bytes } from "@barq/store/fields";
import { latePackPrefix, meterPartition, packPrefix } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { decodePack } from "@barq/store/packs";
import type { ReadPorts } from "./ports.ts";

/** `withLate`: what came after the sealing as well, which is evidence for a correction and never part of what was sealed. */
export async function packedReadings(
  { store }: Pick<ReadPorts, "store">,
  { tenant, id }: Pick<Session, "tenant" | "id">,
  withLate = false,
): Promise<readonly StoredReading[]> {
  const once = new Map<string, StoredReading>();
  for (const prefix of withLate ? [packPrefix, latePackPrefix] : [packPrefix]) {
    for await (const pack of store.list(meterPartition(tenant, id), { prefix, strong: true }))
      for (const reading of decodePack(bytes(pack, "z"))) once.set(JSON.stringify(reading), reading);
  }
  return [...once.values()];
}
