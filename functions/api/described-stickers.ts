/** What is told about the routes of stickers; described-routes.ts has them with all the others. */
import { bindBody, revokeBody, stickerBatchBody } from "./bodies/sticker.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedStickers = {
  typedCode: {
    ...routes.typedCode,
    summary: "For whoever cannot scan: the code beside the picture is typed, and leads to the station's page",
    query: ["code", "lang"],
    answers: { 200: "A page that asks for the code", 303: "The station's page" },
  },
  printStickers: {
    ...routes.printStickers,
    summary: "Print a batch of blank stickers, to be bound on site",
    body: stickerBatchBody,
    answers: { 201: "The batch, or the one that the same key made before" },
  },
  listStickerBatches: {
    ...routes.listStickerBatches,
    summary: "Batches of stickers, page by page; a station's own codes are one, too",
    query: ["cursor"],
    answers: { 200: "A page of batches" },
  },
  showStickerBatch: {
    ...routes.showStickerBatch,
    summary:
      "A batch with what is printed on each of its stickers: the address in the picture, and the code beside it",
    answers: { 200: "The batch" },
  },
  stickerSheet: {
    ...routes.stickerSheet,
    summary: "Four stickers of a batch on a sheet of A4 to print, as SVG; sheets count from 1",
    answers: { 200: "image/svg+xml" },
  },
  stickerSheetsPdf: {
    ...routes.stickerSheetsPdf,
    summary:
      "A batch as PDF: sheets of A4 with four stickers each, fifty from the one that `from` names; sheets count from 1",
    query: ["from"],
    answers: { 200: "application/pdf" },
  },
  stickerPicturePdf: {
    ...routes.stickerPicturePdf,
    summary: "A sticker of A6 to print, as PDF",
    answers: { 200: "application/pdf" },
  },
  revokeStickerBatch: {
    ...routes.revokeStickerBatch,
    summary: "Withdraw every sticker of a batch at once, for good",
    body: revokeBody,
    answers: { 200: "The batch" },
  },
  showSticker: {
    ...routes.showSticker,
    summary: "Where a sticker stands and stood, by its id, its typed code or what is scanned of it",
    answers: { 200: "The sticker" },
  },
  stickerPicture: {
    ...routes.stickerPicture,
    summary: "A sticker of A6 to print, as SVG",
    answers: { 200: "image/svg+xml" },
  },
  bindSticker: {
    ...routes.bindSticker,
    summary:
      "Bind a sticker to the connector that it is stuck on; with a reason it moves, or takes another one's place",
    body: bindBody,
    answers: { 200: "The sticker as it stands" },
  },
  revokeSticker: {
    ...routes.revokeSticker,
    summary: "Withdraw a sticker, for good",
    body: revokeBody,
    answers: { 200: "The sticker" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
