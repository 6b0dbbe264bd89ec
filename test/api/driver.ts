/** A driver with their token, for tests of what they may see and do with a session of theirs. */
import type { Session } from "@barq/domain/session";
import { paidSession } from "../actions/world.ts";
import type { Answer, Bench } from "./bench.ts";

export async function driverOf(bench: Bench, session: Pick<Session, "id">) {
  const token = await bench.driver(await bench.world.session(session.id));
  const at = `/v1/sessions/${session.id}`;
  return {
    look: () => bench.ask(at, { token }),
    get: (part: string) => bench.ask(`${at}/${part}`, { token }),
    stop: (json?: unknown) =>
      bench.ask(`${at}/stop`, { token, method: "POST", ...(json === undefined ? {} : { json }) }),
  };
}

/** A session whose hold stands and whose car is not plugged in yet. */
export async function heldSession(bench: Bench): Promise<Session> {
  await bench.world.status("Available");
  const session = await paidSession(bench.world);
  if (session.state !== "held") throw new Error(`the session is ${session.state}`);
  return session;
}

/** What a refusal says of a session that is in another state than was asked for. */
export const conflict = (answer: Answer) => ({
  status: answer.status,
  code: answer.body.code,
  state: answer.body.state,
});
