/**
 * Holds that fail, lapse or are abandoned are counted by the hour, per sticker, device and card: whoever tries cards out is
 * told to wait, and nobody else is asked to prove anything. On the good path nothing is written; stop and live page are
 * never limited.
 */
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { numberOr } from "@barq/store/fields";
import { failuresKey } from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

type Counting = Pick<ReadPorts, "identity" | "clock" | "policy">;

const subjects = ["sticker", "device", "card"] as const;
type Subject = (typeof subjects)[number];

/** What of a session is counted; a card is known once one was tried. */
function named(session: Session, card: string | null): readonly { subject: Subject; name: string }[] {
  const names: Readonly<Record<Subject, string | null>> = {
    sticker: session.pinned.sticker,
    device: session.device,
    card,
  };
  return subjects.flatMap((subject) => {
    const name = names[subject];
    return name === null ? [] : [{ subject, name }];
  });
}

const windowOf = (at: Instant): Instant => Math.floor(at / hour) * hour;

/** Six bytes are enough to tell browsers apart for an hour, and too few to follow anybody. */
export const deviceOf = ({ identity }: Pick<ReadPorts, "identity">, cookie: string): string =>
  identity.hashed(`device|${cookie}`).slice(0, 8);

const keyOf = (ports: Counting, tenant: string, subject: Subject, name: string): Key =>
  failuresKey(tenant, subject, ports.identity.hashed(`${subject}|${name}`), windowOf(ports.clock()));

/** The rows in which the failures of this hour are counted, in the order of what is named. */
export const failureKeys = (ports: Counting, session: Session, card: string | null = null): readonly Key[] =>
  named(session, card).map(({ subject, name }) => keyOf(ports, session.tenant, subject, name));

/** The same of a card alone; none where the provider does not tell cards apart. */
export const cardFailureKeys = (ports: Counting, tenant: string, card: string | null): readonly Key[] =>
  card === null ? [] : [keyOf(ports, tenant, "card", card)];

/** Whether a row has passed what the policy allows in an hour. */
export const isTooMany = (
  { policy }: Pick<ReadPorts, "policy">,
  subject: Subject,
  row: Item | undefined,
): boolean => row !== undefined && (numberOr(row, "n") ?? 0) >= policy.failedHoldsPerHour[subject];

/** Whether a start is one too many, by the rows that `failureKeys` names. */
export const hasFailedTooOften = (
  ports: Counting,
  session: Session,
  rows: readonly (Item | undefined)[],
): boolean => named(session, null).some(({ subject }, n) => isTooMany(ports, subject, rows[n]));

/** Counted one by one and as well as it goes: a count that is lost lets somebody try once more, and costs nobody money. */
export async function countFailure(
  ports: Counting & Pick<ReadPorts, "store">,
  session: Session,
  card: string | null,
): Promise<void> {
  const ends = Math.floor((windowOf(ports.clock()) + 2 * hour) / 1000);
  await Promise.all(
    failureKeys(ports, session, card).map((key) =>
      ports.store.commit([{ update: key, set: { x: ends }, add: { n: 1 } }]),
    ),
  );
}

/** Seconds until the next hour begins. */
export const retryAfterS = (at: Instant): number => Math.ceil((windowOf(at) + hour - at) / 1000);
