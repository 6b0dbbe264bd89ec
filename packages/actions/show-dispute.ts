/** One dispute, for people at work with money. */
import type { Dispute } from "@barq/domain/dispute";
import { Fault } from "@barq/domain/fault";
import { findDisputeById } from "./dispute-store.ts";
import type { ReadPorts } from "./ports.ts";

/** @throws Fault not_found, with the same words for unknown and forbidden */
export async function showDispute(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<Dispute> {
  const dispute = await findDisputeById(ports, tenant, id);
  if (!dispute) throw new Fault("not_found", "There is no such dispute.");
  return dispute;
}
