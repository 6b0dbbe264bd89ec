/** A sticker, or a batch at once, is withdrawn: whoever scans it is told so. What runs goes on, and nothing is un-withdrawn. */
import { Fault } from "@barq/domain/fault";
import type { StickerBatch } from "@barq/domain/sticker";
import { batchItem, stickerItem } from "@barq/store/sticker-item";
import type { ReadPorts } from "./ports.ts";
import { loadBatch } from "./print-stickers.ts";
import { stickerAct } from "./sticker-act.ts";
import type { PrintedSticker } from "./sticker-place.ts";
import { readSticker, unchanged } from "./sticker-place.ts";

interface Why {
  readonly reason: string;
  /** opaque */
  readonly actor: string;
}

const mostRaces = 5;

/** A repeat changes nothing. @throws Fault qr_unknown, busy */
export async function revokeSticker(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { reason, actor }: Why,
): Promise<PrintedSticker> {
  for (let race = 0; race < mostRaces; race++) {
    const printed = await readSticker(ports, tenant, id, { strong: true });
    if (!printed) throw new Fault("qr_unknown", "No sticker was printed with this code.");
    const { sticker } = printed;
    if (sticker?.revokedAt != null) return printed;
    const now = ports.clock();
    const before = sticker ?? { tenant, id, version: 0, assignments: [], revokedAt: null };
    const revoked = { ...before, version: before.version + 1, revokedAt: now };
    const answer = await ports.store.commit([
      { put: stickerItem(revoked), guards: [unchanged(sticker)] },
      stickerAct(tenant, id, { at: now, act: "revoked", by: actor, reason }),
    ]);
    ports.cache.drop(`sticker|${tenant}|${id}`);
    if (answer.written) return { ...printed, sticker: revoked };
  }
  throw new Fault("busy", "This sticker is being changed by somebody else. Please try again.");
}

/** @throws Fault not_found */
export async function revokeBatch(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { reason, actor }: Why,
): Promise<StickerBatch> {
  const batch = await loadBatch(ports, tenant, id);
  if (batch.revokedAt !== null) return batch;
  const now = ports.clock();
  const revoked = { ...batch, revokedAt: now };
  const answer = await ports.store.commit([
    { put: batchItem(tenant, revoked), guards: [{ field: "revoked", in: [null] }] },
    stickerAct(tenant, id, { at: now, act: "revoked", by: actor, reason }),
  ]);
  ports.cache.drop(`batch|${id}`);
  return answer.written ? revoked : loadBatch(ports, tenant, id);
}
