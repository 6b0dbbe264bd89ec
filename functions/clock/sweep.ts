/** The sweeper as Lambda runs it, every minute. The age of the oldest overdue step is the number to watch. */
import { hurryEvents } from "@barq/actions/catch-up-events";
import { sweep } from "@barq/actions/sweep";
import { failureLine } from "../api/bug-log.ts";
import { sagaPorts } from "../wire/saga.ts";

const ports = await sagaPorts();
let begins = true;

export const handler = async (): Promise<void> => {
  // Nobody knows what was missed while no process ran.
  if (begins) await hurryEvents(ports);
  begins = false;
  const { done, failed, oldestMs } = await sweep(ports);
  console.log(
    JSON.stringify({ level: "info", at: "sweeper", done, failed: failed.length, oldest_ms: oldestMs }),
  );
  for (const { error } of failed) {
    // What failed is put off and taken up again.
    console.error(failureLine("sweeper", error));
  }
};
