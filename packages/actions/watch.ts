/**
 * Who is being looked at: a poll marks its session here, in the process that also drains. Nobody pays for figures that
 * nobody reads. Where polls and drain are processes apart the mark has to be written down; that comes with them.
 */
import type { Instant } from "@barq/domain/instant";
import type { Policy } from "./policy.ts";

const lastLooks = new Map<string, Instant>();
const most = 20_000;

/** Marks a look. */
export function look(session: string, now: Instant): void {
  if (lastLooks.size >= most) lastLooks.clear();
  lastLooks.set(session, now);
}

export function isWatched(policy: Policy, session: string, now: Instant): boolean {
  const last = lastLooks.get(session);
  return last !== undefined && now - last <= policy.watchedMs;
}
