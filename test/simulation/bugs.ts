/** What an action may throw in a schedule, and what is a bug: everything that is neither a refusal nor a network's silence. */
import { Fault } from "@barq/domain/fault";
import { NoAnswer } from "./network.ts";

/** Said by a step that waits for the provider, so that the event stays due. */
const waits = [
  /^the hold of a session that is over still stands/,
  /^what became of the hold of a session that is over/,
];

export const isBug = (error: unknown): boolean =>
  !(error instanceof NoAnswer) &&
  !(error instanceof Fault) &&
  !(error instanceof Error && waits.some((words) => words.test(error.message)));
