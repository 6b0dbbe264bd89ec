/** What a printed code stands for: the sticker and its batch in one read, kept for a minute. */
import { Fault } from "@barq/domain/fault";
import type { Assignment, StickerBatch } from "@barq/domain/sticker";
import { assignmentAt, batchOfSticker, readTypedCode, stickerIdOf } from "@barq/domain/sticker";
import { text } from "@barq/store/fields";
import { batchDirectoryKey, stickerBatchKey, stickerKey } from "@barq/store/keys";
import type { Guard } from "@barq/store/port";
import type { Sticker } from "@barq/store/sticker-item";
import { batchOf, stickerOf } from "@barq/store/sticker-item";
import type { ReadPorts } from "./ports.ts";

export interface PrintedSticker {
  /** null: printed, and bound to nothing yet */
  readonly sticker: Sticker | null;
  /** null: a station's own code of before batches were */
  readonly batch: StickerBatch | null;
}

/** That nobody has written it since it was read. */
export function unchanged(sticker: Sticker | null): Guard {
  if (!sticker) return { absent: true };
  return sticker.version === 0 ? { field: "v", in: [null] } : { version: sticker.version };
}

/** As it is stored now. A sticker of a batch that has so many is known before it is bound. */
export async function readSticker(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  id: string,
  options: { readonly strong?: boolean } = {},
): Promise<PrintedSticker | undefined> {
  const printed = batchOfSticker(id);
  const keys = [stickerKey(tenant, id), ...(printed ? [stickerBatchKey(tenant, printed.batch)] : [])];
  const [item, batchRow] = await ports.store.read(keys, options);
  const batch = batchRow ? batchOf(batchRow) : null;
  if (!item && (!batch || !printed || batch.slug !== null || printed.n > batch.stickers)) return undefined;
  return { sticker: item ? stickerOf(tenant, id, item) : null, batch };
}

/** The connector that a sticker stands for now. @throws Fault qr_unknown, qr_revoked */
export async function assignmentOfSticker(
  ports: Pick<ReadPorts, "store" | "cache" | "clock">,
  tenant: string,
  id: string,
): Promise<Assignment> {
  const printed = await ports.cache.get(`sticker|${tenant}|${id}`, () => readSticker(ports, tenant, id));
  if (!printed) throw new Fault("qr_unknown", "This code is not bound to a connector.");
  const now = ports.clock();
  const { sticker, batch } = printed;
  const last = sticker?.assignments.at(-1);
  const revokedAt = [sticker?.revokedAt, batch?.revokedAt].find((at) => at != null && at <= now);
  if (revokedAt != null)
    throw new Fault(
      "qr_revoked",
      "This code has been withdrawn. Please use the code that is on the post now.",
      last ? { station: last.station } : {},
    );
  const standing = assignmentAt(sticker?.assignments ?? [], now);
  if (!standing)
    throw new Fault("qr_unknown", "This code is not in use yet: no connector is bound to it.", {
      trouble: "unused",
    });
  return standing;
}

/**
 * The sticker whose code somebody typed.
 * @throws Fault qr_invalid for what is no code or was mistyped, qr_unknown for one that was never printed
 */
export async function stickerOfTyped(
  ports: Pick<ReadPorts, "store" | "cache">,
  typed: string,
): Promise<{ readonly tenant: string; readonly id: string }> {
  const code = readTypedCode(typed);
  if (code.kind === "malformed")
    throw new Fault(
      "qr_invalid",
      "A code has nine signs, such as ABC-DEF-GHK: letters and digits, without 0, 1, I, L and O.",
      { trouble: "malformed" },
    );
  if (code.kind === "mistyped")
    throw new Fault("qr_invalid", "A sign of this code is wrong. Please compare it with the sticker.", {
      trouble: "mistyped",
    });
  const found = await ports.cache.get(`batch|${code.batch}`, async () => {
    const [row] = await ports.store.read([batchDirectoryKey(code.batch)]);
    if (!row) return undefined;
    const tenant = text(row, "tenant");
    const [batch] = await ports.store.read([stickerBatchKey(tenant, code.batch)]);
    return batch ? { tenant, batch: batchOf(batch) } : undefined;
  });
  if (!found || code.n > found.batch.stickers)
    throw new Fault(
      "qr_unknown",
      "No sticker was printed with this code. Please compare it with the sticker.",
      {
        trouble: "unknown",
      },
    );
  return { tenant: found.tenant, id: stickerIdOf(found.batch, code.n) };
}
