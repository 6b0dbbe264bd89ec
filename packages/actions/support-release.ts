/** Support gives a hold back: at once where nothing flowed, else through the work queue, with who and why. */

import type { Session } from "@barq/domain/session";
import { firstRelease } from "@barq/domain/session";
import { text } from "@barq/store/fields";
import { auditPrefix, sessionPartition, workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { sessionChange } from "@barq/store/session-item";
import { repeatOf } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { isReleasing } from "./release-hold.ts";
import { resolveWork } from "./resolve-work.ts";
import { loadSession } from "./session-store.ts";
import type { SupportAct, SupportDone } from "./support-acts.ts";
import { actOnSession, canGoBack, conflict } from "./support-acts.ts";
import { actsFor } from "./work-acts.ts";
import { workId } from "./work-row.ts";

/**
 * The hold goes back: of a session from which no energy has flowed, or of one in review, which is given free. Nothing that was
 * delivered and can be priced is given away here: that is a refund.
 */
export async function releaseForDriver(
  ports: ReadPorts,
  tenant: string,
  of: SupportAct,
): Promise<SupportDone> {
  const session = await loadSession(ports, tenant, of.session);
  if (repeatOf(ports, await actsBeside(ports, tenant, session.id), of)) return { session, repeated: true };
  if (session.state === "review") return releaseReview(ports, tenant, session, of);
  return actOnSession(ports, tenant, "release", of, (now) => {
    if (!canGoBack(ports, now))
      throw conflict("Nothing of this session's hold can be given back now: look at how it stands.", now);
    const at = ports.clock();
    return [
      sessionChange(now, {
        ...now,
        due: at,
        ...(isReleasing(now) ? {} : { effect: firstRelease, tries: 0, why: "driver" }),
      }),
    ];
  });
}

/** What resolved this session's rows of the work queue. */
async function actsBeside(ports: ReadPorts, tenant: string, session: string): Promise<readonly Item[]> {
  const kept = { prefix: auditPrefix, strong: true };
  const items = await Array.fromAsync(ports.store.list(sessionPartition(tenant, session), kept));
  return items.filter(({ rows }) => rows !== undefined);
}

/** Through the row by which it waits for a person, with that act's own record: the row ends with it. */
async function releaseReview(
  ports: ReadPorts,
  tenant: string,
  session: Session,
  of: SupportAct,
): Promise<SupportDone> {
  const rows = await Array.fromAsync(
    ports.store.list(workPartition(tenant), { prefix: `${session.id}#`, strong: true }),
  );
  const row = rows.find((one) => actsFor(text(one, "why"), session).includes("release"));
  if (!row)
    throw conflict("This session cannot be given free now: look at its rows in the work queue.", session);
  await resolveWork(ports, tenant, {
    row: workId(row.sk),
    act: "release",
    evidence: null,
    actor: of.actor,
    reason: of.reason,
    note: of.note,
    key: of.key,
    body: of.body,
  });
  return { session: await loadSession(ports, tenant, of.session), repeated: false };
}
