/** What a form of people at work is answered with, at whichever door it does its act. */
import { Fault } from "@barq/domain/fault";
import type { DoorContext } from "./door.ts";

/**
 * A form's act, and back to the page it stands on: obeyed or refused, the browser looks again, so that reloading repeats
 * nothing. Bugs are no refusals. @param back a page under /desk, without a question
 */
export async function formAnswer(
  c: DoorContext,
  back: string,
  act: () => Promise<unknown>,
): Promise<Response> {
  try {
    await act();
    return c.redirect(`${back}?done=1`, 303);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "unauthenticated") throw error;
    return c.redirect(`${back}?refused=${error.code}`, 303);
  }
}
