/** Where a request came from, for the limits against abuse. */
import type { DoorContext } from "./door.ts";

/** The caller's address as the gateway saw it; callers whose address nobody saw share one limit. */
export const addressOf = (c: DoorContext): string => c.env?.requestContext?.http?.sourceIp ?? "unknown";
