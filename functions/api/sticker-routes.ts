/** The addresses of stickers: printed ahead, bound by whoever stands before the post, withdrawn by whoever runs the network. */
import { routeAt } from "./route-at.ts";
import type { Route } from "./routes.ts";

const field = routeAt("field");

const people = ["operator", "technician", "support", "auditor"] as const;

export const stickerRoutes = {
  typedCode: {
    method: "GET",
    path: "/t",
    door: "pages",
    who: "anybody",
  },
  printStickers: field("POST", "sticker-batches", ["operator", "technician"]),
  listStickerBatches: field("GET", "sticker-batches", people),
  showStickerBatch: field("GET", "sticker-batches/:batch", people),
  stickerSheet: field("GET", "sticker-batches/:batch/sheets/:sheet", ["operator", "technician"]),
  revokeStickerBatch: field("POST", "sticker-batches/:batch/revoke", ["operator"]),
  showSticker: field("GET", "stickers/:sticker", people),
  stickerPicture: field("GET", "stickers/:sticker/picture", ["operator", "technician"]),
  bindSticker: field("POST", "stickers/:sticker/bind", ["operator", "technician"]),
  revokeSticker: field("POST", "stickers/:sticker/revoke", ["operator", "technician"]),
} as const satisfies Readonly<Record<string, Route>>;
