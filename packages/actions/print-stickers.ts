/** Blank stickers are printed ahead, in a batch of their own; they are bound on site (bind-sticker.ts). */
import { Fault } from "@barq/domain/fault";
import type { StickerBatch } from "@barq/domain/sticker";
import { mostStickersOfBatch, stickerIdOf, typedCodeOf } from "@barq/domain/sticker";
import { text } from "@barq/store/fields";
import {
  batchDirectoryKey,
  stickerBatchesPartition,
  stickerBatchKey,
  stickersAskedKey,
} from "@barq/store/keys";
import { batchItem, batchOf } from "@barq/store/sticker-item";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

/** Two batches of one name in a row are a broken source of randomness. */
const mostDraws = 5;

/**
 * A new batch. A repeat under the same key is the same batch.
 * @param key the Idempotency-Key
 * @throws Fault invalid_request, idempotency_key_reused
 */
export async function printStickers(
  ports: ReadPorts,
  tenant: string,
  { stickers, key }: { readonly stickers: number; readonly key: string },
): Promise<StickerBatch> {
  if (stickers < 1 || stickers > mostStickersOfBatch)
    throw new Fault("invalid_request", `A batch has 1 to ${mostStickersOfBatch} stickers.`);
  const asked = stickersAskedKey(tenant, ports.identity.sha256(`batch|${key}`).slice(0, 32));
  for (let draw = 0; draw < mostDraws; draw++) {
    const batch: StickerBatch = {
      id: ports.identity.newBatch(),
      stickers,
      printedAt: ports.clock(),
      slug: null,
      revokedAt: null,
    };
    const answer = await ports.store.commit([
      { put: { ...asked, batch: batch.id }, guards: [{ absent: true }] },
      { put: { ...batchDirectoryKey(batch.id), tenant }, guards: [{ absent: true }] },
      { put: batchItem(tenant, batch), guards: [{ absent: true }] },
    ]);
    if (answer.written) return batch;
    if (answer.change === 0 && answer.winner) {
      const known = await loadBatch(ports, tenant, text(answer.winner, "batch"));
      if (known.stickers !== stickers)
        throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another request.");
      return known;
    }
  }
  throw new Error("no new name for a batch was found");
}

/** @throws Fault not_found */
export async function loadBatch(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
): Promise<StickerBatch> {
  const [row] = await ports.store.read([stickerBatchKey(tenant, id)], { strong: true });
  if (!row) throw new Fault("not_found", "There is no such batch of stickers.");
  return batchOf(row);
}

export const listBatches = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<StickerBatch>> =>
  page(ports, stickerBatchesPartition(tenant), from, batchOf);

/** What is printed on each sticker of a batch: the token inside the picture, and the code beside it. */
export interface PrintedCode {
  readonly id: string;
  readonly qr: string;
  readonly typed: string;
}

export const codesOfBatch = (
  { identity }: Pick<ReadPorts, "identity">,
  tenant: string,
  batch: StickerBatch,
): readonly PrintedCode[] =>
  Array.from({ length: batch.stickers }, (_, at) => {
    const id = stickerIdOf(batch, at + 1);
    return { id, qr: identity.makeQr({ tenant, sticker: id }), typed: typedCodeOf(batch.id, at + 1) };
  });
