/** I5: holds end. */
import type { Finding } from "./audit.ts";
import type { FurtherHold } from "./further-hold.ts";
import type { Instant } from "./instant.ts";
import { isoText, minute } from "./instant.ts";
import type { Session } from "./session.ts";
import { isTerminal } from "./session.ts";

/** The provider's clock and ours, and the step that writes a lapse down. */
const graceMs = 10 * minute;

export function checkHolds(
  session: Session,
  further: readonly FurtherHold[],
  now: Instant,
): readonly Finding[] {
  const findings: Finding[] = [];
  const find = (what: string): void =>
    void findings.push({ invariant: "I5", about: session.reference, session: session.id, what, apart: null });
  const { hold, state } = session;
  const isOver = isTerminal(state);
  const standing = [
    ...(hold?.stands ? [{ n: 1, captureBefore: hold.captureBefore }] : []),
    ...further.filter((one) => one.state === "held").map(({ n, captureBefore }) => ({ n, captureBefore })),
  ];
  for (const { n, captureBefore } of standing) {
    if (captureBefore !== null && captureBefore + graceMs < now)
      find(`hold ${n} is taken for standing, and lapsed at ${isoText(captureBefore)}`);
    if (isOver && n === 1) find(`the session is ${state} and its hold still stands`);
  }
  if (isOver && hold && !hold.released && hold.intent !== null)
    find(`the session is ${state}, and its hold was neither taken nor given back`);
  if (!isOver && state !== "review" && session.due === null && hold !== null)
    find(`the session is ${state} and has no next step: nothing will end its hold`);
  return findings;
}
