/**
 * A child whose product was killed waits for the next one to adopt it (a restart finds it by its running.json) and leaves
 * by itself when none comes.
 */
import { readRunning } from "./running.ts";

const patienceMs = 60_000;

/** Ends this process when no product has run on the folder for a minute. */
export function exitWithoutParent(data: string): void {
  let lastSeen = process.uptime();
  setInterval(() => {
    if (readRunning(data)) lastSeen = process.uptime();
    else if ((process.uptime() - lastSeen) * 1000 > patienceMs) process.exit(0);
  }, 2000).unref();
}
