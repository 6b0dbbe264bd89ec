/**
 * A child whose product was killed waits for the next one to adopt it (a restart finds it by its running.json) and leaves
 * by itself when none comes.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const patienceMs = 60_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Whether a product runs on the folder. */
export function productPid(data: string): number | null {
  const path = join(data, "running.json");
  if (!existsSync(path)) return null;
  try {
    const { pid }: { pid: number } = JSON.parse(readFileSync(path, "utf8"));
    return isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** Ends this process when no product has run on the folder for a minute. */
export function exitWithoutParent(data: string): void {
  let lastSeen = process.uptime();
  setInterval(() => {
    if (productPid(data) !== null) lastSeen = process.uptime();
    else if ((process.uptime() - lastSeen) * 1000 > patienceMs) process.exit(0);
  }, 2000).unref();
}

export { isAlive };
