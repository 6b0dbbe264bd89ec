/**
 * A station gets another password: answered once, and kept as a hash. The old one is good until the station has come back
 * with the new one, or some minutes have gone, so that nobody is locked out between the two.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import { stationKey } from "@barq/store/keys";
import type { CommandPorts } from "./ports.ts";

/** As long as a person needs to type it in at the station. */
const graceMs = 15 * minute;

interface Rotated {
  /** null: a repeat, and what was answered once is answered no more */
  readonly password: string | null;
  readonly rotatedAt: Instant;
  readonly oldUntil: Instant | null;
  /** whether it was said to the station itself; null: nobody asked for that */
  readonly sent: "sent" | "offline" | "unknown" | null;
}

/** @param write it is written to the station over its connection as well. @throws Fault not_found, busy */
export async function rotatePassword(
  ports: CommandPorts,
  tenant: string,
  station: string,
  asked: { readonly key: string; readonly write: boolean },
): Promise<Rotated> {
  const askedBy = ports.identity.sha256(`password|${station}|${asked.key}`).slice(0, 32);
  const key = stationKey(tenant, station);
  for (let race = 0; race < 5; race++) {
    const [meta] = await ports.store.read([key], { strong: true });
    if (!meta || textOr(meta, "password") === null)
      throw new Fault("not_found", `There is no station ${station}.`);
    if (textOr(meta, "passwordAsked") === askedBy)
      return {
        password: null,
        rotatedAt: number(meta, "passwordAt"),
        oldUntil: numberOr(meta, "oldUntil"),
        sent: null,
      };
    const now = ports.clock();
    const password = ports.identity.newPassword();
    const current = text(meta, "password");
    // Where the station has not come back since the last change, the one that it still has is the one before.
    const known = (numberOr(meta, "oldUntil") ?? 0) > now ? textOr(meta, "oldPassword") : null;
    const oldUntil = now + graceMs;
    const answer = await ports.store.commit([
      {
        update: key,
        set: {
          password: await ports.identity.passwordHash(password),
          oldPassword: known ?? current,
          oldUntil,
          passwordAt: now,
          passwordAsked: askedBy,
        },
        guards: [{ field: "password", in: [current] }],
      },
    ]);
    if (!answer.written) continue;
    const sent = asked.write
      ? await ports.stations.send({
          tenant,
          station,
          command: { kind: "set_configuration", key: "AuthorizationKey", value: password },
          session: null,
          effect: null,
          deadline: now + ports.policy.commandMs,
        })
      : null;
    return { password, rotatedAt: now, oldUntil, sent: sent?.kind ?? null };
  }
  throw new Fault("busy", "This station is being changed by somebody else. Please try again.");
}
