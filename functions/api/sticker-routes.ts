/** The addresses of stickers: printed ahead, bound by whoever stands before the post, withdrawn by whoever runs the network. */
import type { Route } from "./routes.ts";

const workers = ["operator", "technician"] as const;
const people = ["operator", "technician", "support", "auditor"] as const;

const at = <const M extends Route["method"], const P extends string, const W extends Route["who"]>(
  method: M,
  path: P,
  who: W,
) => ({ method, path, door: "field", who }) as const;

// By a helper, because every door carries the table, and some are full.
export const stickerRoutes = {
  typedCode: {
    method: "GET",
    path: "/t",
    door: "pages",
    who: "anybody",
  },
  printStickers: at("POST", "/v1/sticker-batches", workers),
  listStickerBatches: at("GET", "/v1/sticker-batches", people),
  showStickerBatch: at("GET", "/v1/sticker-batches/:batch", people),
  stickerSheet: at("GET", "/v1/sticker-batches/:batch/sheets/:sheet", workers),
  revokeStickerBatch: at("POST", "/v1/sticker-batches/:batch/revoke", ["operator"]),
  showSticker: at("GET", "/v1/stickers/:sticker", people),
  stickerPicture: at("GET", "/v1/stickers/:sticker/picture", workers),
  bindSticker: at("POST", "/v1/stickers/:sticker/bind", workers),
  revokeSticker: at("POST", "/v1/stickers/:sticker/revoke", workers),
} as const satisfies Readonly<Record<string, Route>>;
