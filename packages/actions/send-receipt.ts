/**
 * The receipt by e-mail, where the driver gave an address: its row beside the session has a `due` of its own, so that sessions
 * without one pay nothing for this. The intent is written before the message goes, the outcome after it; a person sends again
 * with a reason. Nothing of the address is in a log, in the journal, in an act or in a message's id.
 */
import { Fault } from "@barq/domain/fault";
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
import type { PersonAct } from "./person-act.ts";
import { actRow, actsOn, isDone, repeatOf } from "./person-act.ts";
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
 * Sends it once more, by a person's word; the sweep or the stream does it. Pressed twice it is one message.
 * @throws Fault not_found where no address was given, receipt_not_ready, idempotency_key_reused
 */
export async function resendReceipt(
  ports: Pick<ReadPorts, "store" | "clock" | "identity">,
  tenant: string,
  session: string,
  { actor, reason, key }: { readonly actor: string; readonly reason: string; readonly key: string },
): Promise<{ readonly mail: ReceiptMail }> {
  const { receipt } = await loadSession(ports, tenant, session);
  const act: PersonAct = {
    actor,
    act: "receipt_sent_again",
    reason,
    note: null,
    key,
    body: { session, reason },
  };
  const contact = contactKey(tenant, session);
  if (repeatOf(ports, await actsOn(ports, tenant, session), act))
    return { mail: await mailOf(ports, tenant, session) };
  const [row] = await ports.store.read([contact], { strong: true });
  if (!row) throw new Fault("not_found", "No e-mail address was given for this session.");
  if (receipt === null) throw new Fault("receipt_not_ready", "The receipt is not issued yet.");
  assertKnownFormat(row);
  const [before, n, now] = [stateOf(row), numberOr(row, "n") ?? 1, ports.clock()];
  // What is on its way already is not sent a second time.
  if (before === "waiting" || before === "sending") return { mail: before };
  const set = { st: "waiting", n: n + 1, ...dueAt(session, now), asked: now, mt: null, tr: null, why: null };
  const answer = await ports.store.commit([
    {
      update: contact,
      set,
      guards: [
        knownFormat,
        { field: "n", in: [numberOr(row, "n")] },
        { field: "st", in: [textOr(row, "st")] },
      ],
    },
    actRow(ports, tenant, { ...act, row: session, at: now, before: { n }, after: { n: n + 1 } }),
  ]);
  // Lost to its own repeat, or to another who asked for the same: either way it is on its way.
  if (!answer.written && !(await isDone(ports, tenant, session, act)))
    return { mail: await mailOf(ports, tenant, session) };
  return { mail: "waiting" };
}

/** A row that was written before rows had a state says nothing of it: it was never sent. */
const states: readonly ReceiptMail[] = ["waiting", "sending", "sent", "refused", "unknown", "none", "off"];
const stateOf = (row: Item): ReceiptMail => states.find((state) => state === textOr(row, "st")) ?? "off";

async function mailOf(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<ReceiptMail> {
  const [row] = await ports.store.read([contactKey(tenant, session)], { strong: true });
  return row ? stateOf(row) : "none";
}
