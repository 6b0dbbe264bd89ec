/** The driver presses stop: one conditional write on the good path, and the same answer for every repeat. */
import type { Session } from "@barq/domain/session";
import { sessionKey } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";
import { beginRelease, isReleasing } from "./release-hold.ts";
import { loadSession } from "./session-store.ts";
import { assertStoppable, beginStop } from "./stop-station.ts";

/** Stops charging, or gives back a hold from which no energy has flowed. @throws Fault not_found, state_conflict */
export async function stopSession(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<Pick<Session, "id" | "state">> {
  const now = ports.clock();
  // The state alone guards: a stop is right whatever version the session has, as long as it is charging.
  const answer = await ports.store.commit([
    {
      update: sessionKey(tenant, id),
      set: {
        st: "stopping",
        si: now,
        ef: "remote_stop#1",
        due: now + ports.policy.commandMs,
        why: "driver",
        tr: null,
      },
      add: { v: 1 },
      guards: [{ field: "st", in: ["charging"] }],
    },
  ]);
  if (answer.written) return { id, state: "stopping" };
  const session = await loadSession(ports, tenant, id);
  if (session.state === "charging") return beginStop(ports, session, "driver");
  if (session.state === "held" && !isReleasing(session)) return beginRelease(ports, session, "driver");
  if (session.state === "held" || session.state === "released") return session;
  assertStoppable(session);
  return session;
}
