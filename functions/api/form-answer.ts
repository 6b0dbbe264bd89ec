/** What a form of people at work is answered with, at whichever door it does its act. */
import { Fault } from "@barq/domain/fault";
import type { DoorContext } from "./door.ts";

/**
 * A form's act, and back to the page it stands on: obeyed or refused, the browser looks again, so that reloading repeats
 * nothing. Bugs are no refusals. @param back a page under /desk, without a question
 * @param codeOf what the page says of a refusal, where that is more than its code
 */
export async function formAnswer(
  c: DoorContext,
  back: string,
  act: () => Promise<unknown>,
  codeOf: (refused: Fault) => string = ({ code }) => code,
): Promise<Response> {
  try {
    await act();
    return c.redirect(`${back}?done=1`, 303);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "unauthenticated") throw error;
    return c.redirect(`${back}?refused=${codeOf(error)}`, 303);
  }
}
