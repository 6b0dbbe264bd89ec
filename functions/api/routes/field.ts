/** People at the posts: stickers and commissioning. */
import { field, operator, people } from "../asking.ts";
import { commissionRoutes } from "../commission-routes.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const fieldRoutes = {
  printStickers: post("field", "/v1/sticker-batches", field),
  listStickerBatches: get("field", "/v1/sticker-batches", people),
  showStickerBatch: get("field", "/v1/sticker-batches/:batch", people),
  stickerSheet: get("field", "/v1/sticker-batches/:batch/sheets/:sheet", field),
  revokeStickerBatch: post("field", "/v1/sticker-batches/:batch/revoke", operator),
  showSticker: get("field", "/v1/stickers/:sticker", people),
  stickerPicture: get("field", "/v1/stickers/:sticker/picture", field),
  bindSticker: post("field", "/v1/stickers/:sticker/bind", field),
  revokeSticker: post("field", "/v1/stickers/:sticker/revoke", field),
  ...commissionRoutes,
} as const satisfies Readonly<Record<string, Route>>;
