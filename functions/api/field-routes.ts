/** The addresses of the field: stickers and commissioning. */
import { commissionRoutes } from "./commission-routes.ts";
import { stickerRoutes } from "./sticker-routes.ts";

export const fieldRoutes = { ...stickerRoutes, ...commissionRoutes } as const;
