/** What a person did to a sticker or to a batch: who, what and why, beside it, in the commit of the act. */
import type { Instant } from "@barq/domain/instant";
import { stickerActKey, stickerActPrefix, stickerPartition } from "@barq/store/keys";
import type { Change, Item, Value } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

interface StickerAct {
  readonly at: Instant;
  readonly act: "bound" | "moved" | "replaced" | "revoked";
  /** opaque */
  readonly by: string;
  readonly reason: string | null;
  readonly facts?: Readonly<Record<string, Value>>;
}

/** @param sticker its id, or its batch's */
export const stickerAct = (tenant: string, sticker: string, act: StickerAct): Change => ({
  put: {
    ...stickerActKey(tenant, sticker, act.at, act.act),
    at: act.at,
    act: act.act,
    by: act.by,
    ...(act.reason === null ? {} : { reason: act.reason }),
    ...act.facts,
  },
});

/** In order. */
export async function actsOnSticker(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  sticker: string,
): Promise<readonly Item[]> {
  return Array.fromAsync(ports.store.list(stickerPartition(tenant, sticker), { prefix: stickerActPrefix }));
}
