/**
 * What a session owes and nothing could be taken for: an item of its own, open until a person says that it was paid, or gives
 * it up, or policy does. Each end is a journal entry, and the row of the work queue goes with it.
 */
import { startingAccounts, transferEntry } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { bigint, number, text } from "@barq/store/fields";
import { dueShard, dueValue, receivableKey, workKey } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import { sessionChange } from "@barq/store/session-item";
import { appended, journalOf } from "./journal.ts";
import type { PersonAct } from "./person-act.ts";
import { actRow, isDone } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";
import { rowResolved, workItem } from "./work-queue.ts";

const rowName = (session: string): string => `${session}#receivable_open`;

/** What goes into the commit that leaves a receivable. */
export function receivableOpened(
  ports: Pick<ReadPorts, "policy" | "clock">,
  session: Session,
): readonly Change[] {
  const { tenant, id, receivable, currency } = session;
  if (receivable === null || receivable <= 0n) return [];
  const now = ports.clock();
  return [
    {
      put: {
        ...receivableKey(tenant, id),
        v: 1,
        st: "open",
        minor: receivable.toString(),
        cur: currency,
        at: now,
        d: dueValue(dueShard(id)),
        due: now + ports.policy.receivableMs,
      },
    },
    workItem(session, "receivable_open", now),
  ];
}

interface Ending {
  readonly kind: "collected" | "given_up";
  readonly act: PersonAct;
}

/** Others write the session at the same time: a refund, a dispute. */
const mostRaces = 10;

/**
 * The receivable's end, in one commit: entry, item, row of the queue and who did it. Answers whether it was this act that
 * ended it; false where it was over before, or somebody else was first.
 */
export async function endReceivable(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { kind, act }: Ending,
): Promise<boolean> {
  const name = rowName(id);
  for (let race = 0; race < mostRaces; race++) {
    const [session, standing, [item, row]] = await Promise.all([
      loadSession(ports, tenant, id),
      journalOf(ports, tenant, id),
      ports.store.read([receivableKey(tenant, id), workKey(tenant, name)], { strong: true }),
    ]);
    if (!item || text(item, "st") !== "open") return isDone(ports, tenant, name, act);
    const now = ports.clock();
    const moved = { minor: bigint(item, "minor"), currency: text(item, "cur") };
    const { receivable, clearing, writeOff } = startingAccounts;
    const to = kind === "collected" ? clearing : writeOff;
    const entry = transferEntry({ kind, session: id, at: now, moved, from: receivable, to });
    const outcome = { minor: moved.minor.toString(), cur: moved.currency };
    const before = { st: "open", ...outcome };
    const version = number(item, "v");
    const { written } = await ports.store.commit([
      sessionChange(session, session),
      {
        update: receivableKey(tenant, id),
        set: { st: kind, v: version + 1, at: now, due: null, d: null },
        guards: [{ version }, { field: "st", in: ["open"] }],
      },
      appended(ports, tenant, standing, entry),
      actRow(ports, tenant, { ...act, row: name, at: now, before, after: { st: kind } }),
      ...(row ? rowResolved(tenant, row, { ...act, at: now, outcome }) : []),
    ]);
    if (written) return true;
  }
  throw new Error(`the receivable of session ${id} is never left alone`);
}

/** A receivable that is overdue by policy is given up, and policy is who did it. */
export async function giveUpOverdue(ports: ReadPorts, item: Item): Promise<void> {
  const [tenant = "", id = ""] = item.pk.split("|S#");
  const act = {
    actor: "policy",
    act: "give_up",
    reason: "too_old",
    note: null,
    key: `policy|${id}|${number(item, "v")}`,
    body: null,
  };
  await endReceivable(ports, tenant, id, { kind: "given_up", act });
}
