/**
 * A child whose product was killed waits a moment for the next one to adopt it (a restart finds it by its running.json) and
 * leaves by itself when none comes.
 */
import { isHeld } from "./running.ts";

/** A restart at once takes less until it holds the folder. */
const patienceMs = 5000;
const lookEveryMs = 500;

/** Ends this process soon after the one that forked it has gone, unless a product runs on the folder. */
export function exitWithoutParent(data: string): void {
  let lastSeen = process.uptime();
  setInterval(() => {
    if (process.connected || isHeld(data)) lastSeen = process.uptime();
    else if ((process.uptime() - lastSeen) * 1000 > patienceMs) process.exit(0);
  }, lookEveryMs).unref();
}
