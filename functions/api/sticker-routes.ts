/** The addresses of stickers: printed ahead, bound by whoever stands before the post, withdrawn by whoever runs the network. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const stickerRoutes = {
  typedCode: get("pages", "/t", "anybody"),
  printStickers: post("field", "/v1/sticker-batches", ["operator", "technician"]),
  listStickerBatches: get("field", "/v1/sticker-batches", people),
  showStickerBatch: get("field", "/v1/sticker-batches/:batch", people),
  stickerSheet: get("field", "/v1/sticker-batches/:batch/sheets/:sheet", ["operator", "technician"]),
  stickerSheetsPdf: get("paper", "/v1/sticker-batches/:batch/sheets.pdf", ["operator", "technician"]),
  stickerPicturePdf: get("paper", "/v1/stickers/:sticker/picture.pdf", ["operator", "technician"]),
  revokeStickerBatch: post("field", "/v1/sticker-batches/:batch/revoke", ["operator"]),
  showSticker: get("field", "/v1/stickers/:sticker", people),
  stickerPicture: get("field", "/v1/stickers/:sticker/picture", ["operator", "technician"]),
  bindSticker: post("field", "/v1/stickers/:sticker/bind", ["operator", "technician"]),
  revokeSticker: post("field", "/v1/stickers/:sticker/revoke", ["operator", "technician"]),
} as const satisfies Readonly<Record<string, Route>>;
