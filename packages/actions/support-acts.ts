/**
 * What somebody in support does for a driver on the phone. Each act has an actor and a reason, and is written under its key's
 * own name in the commit that does it: the same key does it once, and of two people one is told how it stands.
 */
import { Fault } from "@barq/domain/fault";
import type { MacroCode } from "@barq/domain/macros";
import type { Session } from "@barq/domain/session";
import { text, textOr } from "@barq/store/fields";
import { contactKey, supportActKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { stoppingChange } from "@barq/store/session-item";
import type { ReadPorts } from "./ports.ts";
import { isMovable, isReleasing } from "./release-hold.ts";
import { sentAgain } from "./send-receipt.ts";
import { loadSession } from "./session-store.ts";

export interface SupportAct {
  readonly session: string;
  /** opaque */
  readonly actor: string;
  readonly reason: string;
  readonly note: string | null;
  /** the caller's Idempotency-Key; kept as a hash */
  readonly key: string;
  readonly body: unknown;
}

/** The session as it stands then, and whether the same key had done it before. */
export interface SupportDone {
  readonly session: Session;
  readonly repeated: boolean;
}

/** The saga writes the session at the same time; each loss is one step of it. */
const mostRaces = 5;

const hashOf = ({ identity }: Pick<ReadPorts, "identity">, key: string): string =>
  identity.sha256(`support|${key}`).slice(0, 32);

function actRow(
  ports: ReadPorts,
  tenant: string,
  name: string,
  of: SupportAct,
  facts: Readonly<Record<string, string>> = {},
): Change {
  return {
    put: {
      ...supportActKey(tenant, of.session, hashOf(ports, of.key)),
      at: ports.clock(),
      act: name,
      by: of.actor,
      reason: of.reason,
      fp: ports.identity.fingerprint(of.body),
      ...(of.note === null ? {} : { note: of.note }),
      ...(Object.keys(facts).length === 0 ? {} : { facts }),
    },
    guards: [{ absent: true }],
  };
}

/** Whether this key has done this act. @throws Fault idempotency_key_reused where it has done another */
async function isDone(ports: ReadPorts, tenant: string, name: string, of: SupportAct): Promise<boolean> {
  const key = supportActKey(tenant, of.session, hashOf(ports, of.key));
  const [row] = await ports.store.read([key], { strong: true });
  if (!row) return false;
  if (text(row, "fp") !== ports.identity.fingerprint(of.body) || text(row, "act") !== name)
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another request.");
  return true;
}

/** What the act changes. @throws Fault state_conflict where the session leaves nothing to be done */
type Effects = (session: Session) => readonly Change[] | Promise<readonly Change[]>;

/** @throws Fault not_found, state_conflict, idempotency_key_reused, busy */
export async function actOnSession(
  ports: ReadPorts,
  tenant: string,
  name: string,
  of: SupportAct,
  effects: Effects,
  facts: Readonly<Record<string, string>> = {},
): Promise<SupportDone> {
  for (let race = 0; race < mostRaces; race++) {
    const session = await loadSession(ports, tenant, of.session);
    if (await isDone(ports, tenant, name, of)) return { session, repeated: true };
    const changes = await effects(session);
    const answer = await ports.store.commit([actRow(ports, tenant, name, of, facts), ...changes]);
    if (answer.written) return { session: await loadSession(ports, tenant, of.session), repeated: false };
  }
  throw new Fault("busy", "This session is being changed. Please try again in a moment.");
}

export const conflict = (words: string, { state, why }: Session): Fault =>
  new Fault("state_conflict", words, { state, ...(why === null ? {} : { why }) });

/** Words for whoever looks later; nothing happens by them. */
export const noteSession = (ports: ReadPorts, tenant: string, of: SupportAct): Promise<SupportDone> =>
  actOnSession(ports, tenant, "note", of, () => []);

/** A macro was used: which, and in which language the driver was answered. */
export const useMacro = (
  ports: ReadPorts,
  tenant: string,
  of: SupportAct & { readonly macro: MacroCode; readonly locale: string },
): Promise<SupportDone> =>
  actOnSession(ports, tenant, "macro", of, () => [], { macro: of.macro, locale: of.locale });

/** The driver asked for it on the phone: energy ends, as by their own button. */
export const stopForDriver = (ports: ReadPorts, tenant: string, of: SupportAct): Promise<SupportDone> =>
  actOnSession(ports, tenant, "stop", of, ({ state, why }) => {
    if (state !== "charging")
      throw new Fault(
        "state_conflict",
        "Only a session that is charging is stopped: look at how it stands.",
        {
          state,
          ...(why === null ? {} : { why }),
        },
      );
    const now = ports.clock();
    return [stoppingChange(tenant, of.session, { now, due: now + ports.policy.commandMs, why: "driver" })];
  });

/** Held and waiting for its cable, or after a failed start still kept for another connector. */
export const canGoBack = (ports: Pick<ReadPorts, "clock">, session: Session): boolean =>
  (session.state === "held" && !isReleasing(session)) || isMovable(session, ports.clock());

/** The receipt goes once more to the address that was given at the start. @throws Fault receipt_not_ready, state_conflict */
export const resendReceipt = (ports: ReadPorts, tenant: string, of: SupportAct): Promise<SupportDone> =>
  actOnSession(ports, tenant, "resend", of, async (session) => {
    if (session.receipt === null)
      throw new Fault("receipt_not_ready", "The receipt is not issued yet.", { state: session.state });
    const [contact] = await ports.store.read([contactKey(tenant, session.id)], { strong: true });
    if (!contact || textOr(contact, "email") === null)
      throw conflict("No e-mail was given for this session: tell the driver its reference instead.", session);
    return sentAgain(contact, session.id, ports.clock());
  });
