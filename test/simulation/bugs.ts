/** What an action may throw in a schedule, and what is a bug: everything but a refusal, a network's silence and a step put off. */
import { NotYet } from "@barq/actions/not-yet";
import { Fault } from "@barq/domain/fault";
import { NoAnswer } from "./network.ts";

export const isBug = (error: unknown): boolean =>
  !(error instanceof NoAnswer) && !(error instanceof Fault) && !(error instanceof NotYet);
