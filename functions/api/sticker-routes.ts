/** The addresses of stickers: printed ahead, bound by whoever stands before the post, withdrawn by whoever runs the network. */
import { routeAt } from "./route-at.ts";
import type { Route } from "./routes.ts";

const field = routeAt("field");

const posts = ["operator", "technician"] as const;
const people = ["operator", "technician", "support", "auditor"] as const;

export const stickerRoutes = {
  typedCode: {
    method: "GET",
    path: "/t",
    door: "pages",
    who: "anybody",
  },
  printStickers: field("POST", "sticker-batches", posts),
  listStickerBatches: field("GET", "sticker-batches", people),
  showStickerBatch: field("GET", "sticker-batches/:batch", people),
  stickerSheet: field("GET", "sticker-batches/:batch/sheets/:sheet", posts),
  revokeStickerBatch: field("POST", "sticker-batches/:batch/revoke", ["operator"]),
  showSticker: field("GET", "stickers/:sticker", people),
  stickerPicture: field("GET", "stickers/:sticker/picture", posts),
  bindSticker: field("POST", "stickers/:sticker/bind", posts),
  revokeSticker: field("POST", "stickers/:sticker/revoke", posts),
} as const satisfies Readonly<Record<string, Route>>;
