/** The driver presses stop: one conditional write on the good path, and the same answer for every repeat. */
import type { Session } from "@barq/domain/session";
import { stoppingChange } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";
import { beginRelease, isMovable, isReleasing } from "./release-hold.ts";
import { loadSession, writeStep } from "./session-store.ts";
import { assertStoppable, beginStop } from "./stop-station.ts";

/** Stops charging, or gives back a hold from which no energy has flowed. @throws Fault not_found, state_conflict */
export async function stopSession(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<Pick<Session, "id" | "state">> {
  const now = ports.clock();
  const answer = await ports.store.commit([
    stoppingChange(tenant, id, { now, due: now + ports.policy.commandMs, why: "driver" }),
  ]);
  if (answer.written) return { id, state: "stopping" };
  const session = await loadSession(ports, tenant, id);
  if (session.state === "charging") return beginStop(ports, session, "driver");
  if (session.state === "held" && !isReleasing(session)) return beginRelease(ports, session, "driver");
  // Another connector was offered, and the driver would rather have the money back now.
  if (isMovable(session, now)) return (await writeStep(ports, session, { ...session, due: now })).session;
  if (session.state === "held" || session.state === "released") return session;
  assertStoppable(session);
  return session;
}
