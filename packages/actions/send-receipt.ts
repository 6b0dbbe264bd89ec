/**
 * The receipt by e-mail, where the driver gave an address: its row beside the session has a `due` of its own, so that sessions
 * without one pay nothing for this. The intent is written before the message goes, the outcome after it; a person sends again
 * with a reason. Nothing of the address is in a log, in the journal, in an act or in a message's id.
 */
import type { Instant } from "@barq/domain/instant";
import { hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { backOffMs, isTerminal } from "@barq/domain/session";
import { receiptNotice } from "@barq/notices/receipt-notice";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import { assertKnownFormat, knownFormat } from "@barq/store/item-format";
import { contactKey, dueShard, dueValue, ownerOf } from "@barq/store/keys";
import type { Change, Item, Value } from "@barq/store/port";
import { readSettings } from "./network.ts";
import type { ReadPorts, SagaPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

/**
 * waiting for the receipt; sending, perhaps sent; sent; refused for good; unknown after many tries; none, because the session
 * ended without a receipt; off, because nothing here sends messages
 */
export type ReceiptMail = "waiting" | "sending" | "sent" | "refused" | "unknown" | "none" | "off";

/** No session is over sooner, unless nothing was charged. */
const firstLookMs = 5 * minute;
const mostTries = 8;

/** The row that keeps the address, apart from the session so that it can be erased; in the commit of nothing else. */
export const contactGiven = (session: Session, email: string): Change => ({
  put: {
    ...contactKey(session.tenant, session.id),
    email,
    st: "waiting",
    n: 1,
    ...dueAt(session.id, session.createdAt + firstLookMs),
  },
  guards: [{ absent: true }],
});

/** When the sweep takes the row up. */
const dueAt = (session: string, due: Instant) => ({ due, d: dueValue(dueShard(session)) });
const neverDue = { due: null, d: null };

/** One step of the row; whoever loses a write leaves it to the winner. */
export async function advanceReceiptMail(ports: SagaPorts, row: Item): Promise<void> {
  assertKnownFormat(row);
  const { tenant, session: id } = ownerOf(row);
  const session = await loadSession(ports, tenant, id);
  const now = ports.clock();
  if (!ports.mailing) return void (await write(ports, row, { st: "off", ...neverDue }));
  if (session.receipt === null) {
    // A session in review may take days: the longer it takes, the more seldom it is looked at.
    const wait = Math.min(Math.max((now - session.createdAt) / 8, minute), hour);
    const left = isTerminal(session.state) ? { st: "none", ...neverDue } : dueAt(id, now + Math.ceil(wait));
    return void (await write(ports, row, left));
  }
  const tries = (numberOr(row, "mt") ?? 0) + 1;
  const intent = { st: "sending", mt: tries, ...dueAt(id, now + backOffMs(tries)) };
  if (!(await write(ports, row, intent))) return;
  const answer = await ports.mailing.notices.send(await noticeOf(ports, session, row, session.receipt));
  const outcome =
    answer.kind === "unknown"
      ? tries < mostTries
        ? null
        : { st: "unknown", mt: null, ...neverDue }
      : {
          st: answer.kind,
          mt: null,
          ...neverDue,
          ...(answer.kind === "sent" ? { sentAt: now } : { why: answer.code }),
        };
  if (outcome) await write(ports, { ...row, ...intent }, outcome);
}

/** Under the state and the due that were read: of two who send, one has written the intent. */
async function write(
  ports: Pick<ReadPorts, "store">,
  row: Item,
  set: Readonly<Record<string, Value | null>>,
): Promise<boolean> {
  const guards = [
    knownFormat,
    { field: "st", in: [textOr(row, "st")] },
    { field: "due", in: [numberOr(row, "due")] },
    { field: "n", in: [number(row, "n")] },
  ];
  const { pk, sk } = row;
  const answer = await ports.store.commit([{ update: { pk, sk }, set: { ...set, tr: null }, guards }]);
  return answer.written;
}

async function noticeOf(ports: SagaPorts, session: Session, row: Item, receipt: string) {
  if (!ports.mailing) throw new Error("a message is made where nothing sends it");
  const { tenant, id, pinned } = session;
  const [settings, url] = await Promise.all([
    readSettings(ports, tenant),
    ports.mailing.receiptUrl({ tenant, id }),
  ]);
  return receiptNotice({
    id: `receipt.${id}.${number(row, "n")}`,
    to: text(row, "email"),
    language: pinned.locale,
    operator: settings.operator,
    supportPhone: settings.supportPhone,
    number: receipt,
    reference: session.reference,
    url: `${url}?lang=${pinned.locale}`,
    at: numberOr(row, "asked") ?? session.since,
  });
}

/**
 * Sends it once more, by a person's word; the sweep or the stream does it. Nothing where a message is on its way already.
 * @param contact the row of the address, as it was read
 */
export function sentAgain(contact: Item, session: string, now: Instant): readonly Change[] {
  assertKnownFormat(contact);
  const [before, n] = [stateOf(contact), numberOr(contact, "n")];
  if (before === "waiting" || before === "sending") return [];
  const { pk, sk } = contact;
  const set = {
    st: "waiting",
    n: (n ?? 1) + 1,
    ...dueAt(session, now),
    asked: now,
    mt: null,
    tr: null,
    why: null,
  };
  const guards = [knownFormat, { field: "n", in: [n] }, { field: "st", in: [textOr(contact, "st")] }];
  return [{ update: { pk, sk }, set, guards }];
}

/** A row that was written before rows had a state says nothing of it: it was never sent. */
const states: readonly ReceiptMail[] = ["waiting", "sending", "sent", "refused", "unknown", "none", "off"];
const stateOf = (row: Item): ReceiptMail => states.find((state) => state === textOr(row, "st")) ?? "off";
