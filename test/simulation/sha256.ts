/** SHA-256 in one call, which costs a quarter of a stream of updates. */
import { hash } from "node:crypto";

export const sha256 = (data: Uint8Array | string): string => hash("sha256", data, "hex");
