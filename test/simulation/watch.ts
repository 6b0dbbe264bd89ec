/**
 * What must never be, looked at with every commit and with every change of a hold at the provider: the invariants of one step.
 * What must be so in the end is looked at in `rest.ts`.
 */
import { entryHash } from "@barq/actions/journal";
import { isReleasing } from "@barq/actions/release-hold";
import { freezesMoney } from "@barq/domain/dispute";
import { startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { isTerminal, mayFollow } from "@barq/domain/session";
import type { TwinHold } from "@barq/payments/memory-state";
import type { PaymentCapabilities } from "@barq/payments/port";
import { readDispute } from "@barq/store/dispute-item";
import { readJournal } from "@barq/store/journal-item";
import { connectorKey, disputePrefix } from "@barq/store/keys";
import type { MemoryItems } from "@barq/store/memory-items";
import type { Item } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import type { Faults } from "./faults.ts";
import { isReshaped, understood } from "./next-version.ts";
import { identity, tenant } from "./operator.ts";
import type { Moved } from "./provider.ts";
import { restless, sessionOf } from "./restless.ts";
import type { Written } from "./table.ts";
import type { Turns } from "./turns.ts";
import { watchHolds } from "./watch-holds.ts";

export interface Watch {
  written(written: readonly Written[], items: MemoryItems, holds: readonly Readonly<TwinHold>[]): void;
  moved(moved: Moved, byUs: boolean, items: MemoryItems): void;
  /** the provider has told the truth of a session's hold */
  looked(session: string): void;
  refused(code: string): void;
  sessions(): readonly Session[];
  /** every session has ended, or waits for a person */
  isAtRest(items: MemoryItems): boolean;
  restless(items: MemoryItems): string;
}

/** Energy may flow, or is about to. */
const isUsing = (session: Session): boolean =>
  (session.state === "held" && !isReleasing(session)) ||
  (session.state === "starting" && !isReleasing(session)) ||
  session.state === "charging" ||
  session.state === "stopping";

/** What the provider has of it: what was captured, or the deposit that was paid, whatever went back since. */
export const takenOf = (
  { hold: holds }: Pick<PaymentCapabilities, "hold">,
  { standing, capturedAmount, holdAmount }: Readonly<TwinHold>,
): bigint =>
  holds
    ? (capturedAmount?.minor ?? 0n)
    : standing === "held" || standing === "released"
      ? holdAmount.minor
      : 0n;

export function createWatch(of: {
  readonly turns: Turns;
  readonly faults: Faults;
  /** sessions whose hold was touched by others */
  readonly touched: ReadonlySet<string>;
  readonly abilities: PaymentCapabilities;
  readonly fail: (why: string) => void;
}): Watch {
  const { turns, faults, touched, abilities, fail } = of;
  const takesWhole = !abilities.hold || !abilities.partialCapture;
  const known = new Map<string, Session>();
  const pages = new Map<string, string>();
  /** when an event was received, and when a session's hold was last looked at, by the count of turns */
  const received = new Map<string, number>();
  const lookedAt = new Map<string, number>();
  const must = (isSo: boolean, why: () => string): void => {
    if (!isSo) fail(why());
  };

  const onSession = (before: Item | undefined, now: Session): void => {
    const was = before && known.get(now.id);
    known.set(now.id, now);
    if (!before || !was) {
      must(now.state === "pending", () => `${now.id} begins as ${now.state}`);
      return;
    }
    const name = `${now.id} (${was.state} -> ${now.state})`;
    // What was taken beyond the price goes back by an item of its own, whose entries are appended under this version.
    const isGivingBack = takesWhole && now.state === was.state && now.captured === was.captured;
    if (isTerminal(was.state)) {
      if (!isGivingBack) onOver(was, now);
      return;
    }
    must(now.state === was.state || mayFollow(was.state, now.state), () => `${name} may not be`);
    const isPutOff = now.version === was.version && now.state === was.state;
    must(
      now.version === was.version + 1 || isPutOff,
      () => `${name}: version ${was.version} -> ${now.version}`,
    );
    if (was.sealed)
      must(
        now.sealed?.sha256 === was.sealed.sha256 && now.sealed.total === was.sealed.total,
        () => `${name}: what was sealed has changed`,
      );
    if (was.transactionId !== null)
      must(now.transactionId === was.transactionId, () => `${name}: its transaction has changed`);
  };

  /** What is over never changes, but for what is given back of it. */
  const onOver = (was: Session, now: Session): void => {
    const name = `${now.id} (${was.state} -> ${now.state})`;
    const rest = ({ refunded: _, version: __, ...kept }: Session): string => text(kept);
    must(rest(was) === rest(now), () => `${name}: it was over`);
    must((now.refunded ?? 0n) <= (now.captured ?? 0n), () => `${name}: ${now.refunded} given back`);
  };

  /** What a newer version has written an older one leaves as it is, and does not write where it would not understand it. */
  const onOlder = ({ by, before, after, change }: Written): void => {
    if (by.isNext || "delete" in change) return;
    faults.count("older version writes what a newer one has written");
    const name = `${before?.pk} ${before?.sk}`;
    must(after?.nx === before?.nx, () => `${name}: what a newer version wrote was lost`);
    must(!isReshaped(before), () => `${name}: an older version wrote what it does not understand`);
  };

  const onJournal = (written: Written, items: MemoryItems, holds: readonly Readonly<TwinHold>[]): void => {
    const { before, after } = written;
    if (!after) {
      fail("a journal entry was taken away");
      return;
    }
    must(before === undefined, () => `the journal entry ${after.sk} was written over`);
    const entry = readJournal(after);
    const standing = items.peekAll(after.pk, { prefix: "L#" }).map(readJournal);
    // Money that is taken and lost at one sight is two entries of one commit.
    must(
      standing[entry.n - 1]?.hash === entry.hash,
      () => `${entry.session}: entry ${entry.n} of ${standing.length}`,
    );
    must(
      (standing[entry.n - 2]?.hash ?? null) === entry.previous,
      () => `${entry.session}: entry ${entry.n} is not chained`,
    );
    must(
      entryHash({ identity }, entry) === entry.hash,
      () => `${entry.session}: the hash of an entry is wrong`,
    );
    const cleared = standing
      .filter(({ kind }) => kind === "capture")
      .flatMap(({ postings }) => postings)
      .filter(({ to }) => to === startingAccounts.clearing)
      .reduce((sum, { minor }) => sum + minor, 0n);
    const captured = holds
      .filter(({ labels }) => labels.session === entry.session)
      .reduce((sum, hold) => sum + takenOf(abilities, hold), 0n);
    must(cleared <= captured, () => `${entry.session}: ${cleared} on the books, ${captured} at the provider`);
  };

  /** Nothing is given back of money that a bank has, or may have, as far as we know. */
  const onRefund = ({ pk, sk }: Item, items: MemoryItems): void => {
    const freezing = items.peekAll(pk, { prefix: disputePrefix }).map(readDispute).find(freezesMoney);
    must(!freezing, () => `${pk}: ${sk} is asked for while ${freezing?.id} is ${freezing?.standing}`);
  };

  const onLock = ({ after }: Written, items: MemoryItems): void => {
    const id = after?.act;
    if (typeof id !== "string") return;
    const session = sessionOf(items, id);
    must(
      session !== undefined && session.state !== "pending" && !isTerminal(session.state),
      () => `the connector is locked by ${id}, which is ${session?.state ?? "nobody"}`,
    );
  };

  const onNumber = ({ before, after }: Written, items: MemoryItems): void => {
    if (!after) {
      fail("a number was taken away");
      return;
    }
    must(before === undefined, () => `the number ${after.sk} was given twice`);
    const n = Number(after.sk);
    if (n === 1) return;
    const last = items.peek({ pk: after.pk, sk: `${n - 1}`.padStart(9, "0") });
    must(last !== undefined, () => `there is no number before ${n}`);
    must(Number(last?.at ?? 0) <= Number(after.at), () => `the date falls with the number ${n}`);
  };

  const onEvent = ({ before, after }: Written, items: MemoryItems): void => {
    if (!after) return;
    if (!before) received.set(after.pk, turns.count());
    const { session: id } = after;
    if (before?.handled !== undefined || after.handled === undefined || typeof id !== "string") return;
    const isLooked = (lookedAt.get(id) ?? -1) > (received.get(after.pk) ?? 0);
    const session = sessionOf(items, id);
    // While a session is pending it is looked at again and again; of one that is over nothing else reminds anybody.
    must(
      isLooked || session?.state !== "failed",
      () => `${after.pk} is handled, and nobody has looked at the hold of ${id}`,
    );
  };

  const onUse = (items: MemoryItems): void => {
    const users = new Map<number, string>();
    for (const session of known.values()) {
      if (!isUsing(session)) continue;
      const other = users.get(session.connector);
      must(other === undefined, () => `${other} and ${session.id} use one connector`);
      users.set(session.connector, session.id);
      const lock = items.peek(connectorKey(tenant, session.station, session.connector));
      must(lock?.act === session.id, () => `${session.id} is ${session.state} without the lock`);
    }
  };

  const { onHeld, onRaised, onFurther, onCaptured, onReleased } = watchHolds({
    touched,
    abilities,
    must,
    fail,
  });

  return {
    sessions: () => [...known.values()],
    written(written, items, holds) {
      let isAboutUse = false;
      for (const each of written) {
        const { pk, sk } = each.after ?? each.before ?? { pk: "", sk: "" };
        if (each.before?.nx !== undefined) onOlder(each);
        if (sk === "META" && pk.includes("|S#")) {
          if (!each.after) {
            fail("a session was taken away");
            return;
          }
          const session = readSession(understood(each.after));
          onSession(each.before, session);
          isAboutUse = true;
          onHeld(session, holds);
          onRaised(session, holds);
        } else if (sk.startsWith("EVSE#")) {
          if (each.before?.act !== each.after?.act) {
            onLock(each, items);
            isAboutUse = true;
          }
        } else if (sk.startsWith("H#")) {
          if (each.after && each.before?.st !== each.after.st) onFurther(each.after, holds);
        } else if (sk.startsWith("R#")) {
          if (!each.before && each.after) onRefund(each.after, items);
        } else if (sk.startsWith("L#")) onJournal(each, items, holds);
        else if (pk.includes("|NO#")) onNumber(each, items);
        else if (pk.startsWith("EV#")) onEvent(each, items);
      }
      if (isAboutUse) onUse(items);
    },
    moved({ hold, from, holds }, byUs, items) {
      const id = hold.labels.session;
      if (from === null) {
        const name = `${id}, hold ${hold.labels.hold}`;
        const other = pages.get(name);
        // Without keys a second page may be made of a call whose answer was lost, but nobody is told where it is.
        const isOnly = other === undefined || !abilities.idempotencyKeys;
        must(isOnly, () => `${name} has two pages, ${other} and ${hold.page}`);
        pages.set(name, hold.page);
      }
      if (hold.standing === "held") {
        const paid = holds.filter(
          ({ labels, intent }) =>
            labels.session === id &&
            labels.hold === hold.labels.hold &&
            intent !== null &&
            intent !== hold.intent,
        );
        const twice = paid.find(({ standing }) => standing === "held" || standing === "captured");
        must(!twice, () => `${id} is paid twice, on ${twice?.page} and ${hold.page}`);
      }
      if (!byUs) return;
      const session = sessionOf(items, id);
      if (!session) {
        fail(`${hold.page} is for ${id}, which was never written down`);
        return;
      }
      if (hold.standing === "captured") onCaptured(hold, session, holds, items);
      if (from === "held" && hold.standing === "released") onReleased(hold, session, items);
    },
    looked(session) {
      lookedAt.set(session, turns.count());
    },
    refused(code) {
      if (code === "idempotency_error") fail("a key was used for two things");
    },
    isAtRest: (items) => restless(known, items).length === 0,
    restless: (items) => restless(known, items).join(", "),
  };
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}` : part));
