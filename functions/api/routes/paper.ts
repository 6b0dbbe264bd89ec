/** Receipts and stickers as paper. */
import { field, receipt, sealed } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const paperRoutes = {
  receiptPdf: get("paper", "/v1/sessions/:id/receipt.pdf", sealed),
  receiptPdfByToken: get("paper", "/r/:token{.+\\.pdf}", receipt),
  releaseCable: post("paper", "/r/:token/cable", receipt),
  receiptPage: get("paper", "/r/:token", receipt),
  stickerSheetsPdf: get("paper", "/v1/sticker-batches/:batch/sheets.pdf", field),
  stickerPicturePdf: get("paper", "/v1/stickers/:sticker/picture.pdf", field),
} as const satisfies Readonly<Record<string, Route>>;
