/** The addresses of stickers: printed ahead, bound by whoever stands before the post, withdrawn by whoever runs the network. */
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const stickerRoutes = {
  typedCode: {
    method: "GET",
    path: "/t",
    door: "pages",
    who: "anybody",
  },
  printStickers: {
    method: "POST",
    path: "/v1/sticker-batches",
    door: "field",
    who: ["operator", "technician"],
  },
  listStickerBatches: {
    method: "GET",
    path: "/v1/sticker-batches",
    door: "field",
    who: people,
  },
  showStickerBatch: {
    method: "GET",
    path: "/v1/sticker-batches/:batch",
    door: "field",
    who: people,
  },
  stickerSheet: {
    method: "GET",
    path: "/v1/sticker-batches/:batch/sheets/:sheet",
    door: "field",
    who: ["operator", "technician"],
  },
  stickerSheetsPdf: {
    method: "GET",
    path: "/v1/sticker-batches/:batch/sheets.pdf",
    door: "paper",
    who: ["operator", "technician"],
  },
  stickerPicturePdf: {
    method: "GET",
    path: "/v1/stickers/:sticker/picture.pdf",
    door: "paper",
    who: ["operator", "technician"],
  },
  revokeStickerBatch: {
    method: "POST",
    path: "/v1/sticker-batches/:batch/revoke",
    door: "field",
    who: ["operator"],
  },
  showSticker: {
    method: "GET",
    path: "/v1/stickers/:sticker",
    door: "field",
    who: people,
  },
  stickerPicture: {
    method: "GET",
    path: "/v1/stickers/:sticker/picture",
    door: "field",
    who: ["operator", "technician"],
  },
  bindSticker: {
    method: "POST",
    path: "/v1/stickers/:sticker/bind",
    door: "field",
    who: ["operator", "technician"],
  },
  revokeSticker: {
    method: "POST",
    path: "/v1/stickers/:sticker/revoke",
    door: "field",
    who: ["operator", "technician"],
  },
} as const satisfies Readonly<Record<string, Route>>;
