/** What a person does about a row of a reconciliation that does not match, by its code. */
const nextSteps: Readonly<Record<string, string>> = {
  standing_unknown: "The provider names a state that is not known here: look in its dashboard.",
  no_session:
    "It has our labels and there is no such session: compare with a backup, and give the money back in the dashboard.",
  hold_unknown:
    "The session does not know this hold: release or refund it in the dashboard, and tell support.",
  hold_stands: "The session is over and the hold still stands: release it in the dashboard.",
  capture_not_there:
    "Barq says captured, the provider does not: ask the provider before anything is captured again.",
  no_movement:
    "Captured, but the money never reached the account: ask the provider for its balance transaction.",
  not_yet_here: "The next step of the session writes it down. Run again; if it stays, see the work queue.",
  captured_elsewhere: "Somebody captured it outside Barq: settle the session's review by what was taken.",
  captured_differs: "Both captured, with different amounts: refund or collect the difference.",
  intent_not_there: "The provider knows no such intent: ask it, with the session's times.",
  intent_not_listed:
    "The provider knows it by name and its list has lost it: run again, and ask the provider if it stays.",
  ledger_differs:
    "The session's journal says another amount than the session: read it, and undo the wrong entry.",
  collection_ledger_differs:
    "Taken later from the driver's card, and not in the journal: read both, and put the missing entry on the books.",
  refund_ledger_differs:
    "The refunds in the journal are not those on record: read it, and undo the wrong entry.",
  refund_elsewhere: "Somebody refunded it outside Barq: put it on the books with an entry and a credit note.",
  refund_without_record: "A refund with an id of ours that is not on record: compare with a backup.",
  refund_differs: "Refunded with another amount: give or ask for the difference.",
  refund_standing_differs: "One side says failed, the other does not: the refund's next step reads it again.",
  refund_not_there: "Barq says refunded, the provider knows nothing of it: pay the driver by another road.",
  dispute_without_record: "A dispute that nobody has taken up: its evidence has a deadline, open it now.",
  dispute_differs: "The bank disputes another amount than is on record: read the dispute again.",
  dispute_not_there: "The provider knows no such dispute: ask it.",
  movement_unknown:
    "A kind of movement that is not known here: read it in the dashboard, and put it on the books.",
  movement_without_record:
    "Money moved for a session that says nothing of it: see the row of its intent or refund.",
  movement_differs: "Another amount moved than was captured or refunded: ask the provider.",
  moved_twice: "The same thing moved twice: ask the provider to undo one.",
  exchange_differs: "The settled amount is not the presented one at the rate named: ask the provider.",
  payout_by_hand:
    "A payout made by hand cannot be itemised: switch to automatic payouts, and match it by hand.",
  payout_not_itemised: "The provider has not finished its list yet: run again tomorrow.",
  payout_failed: "The bank sent the payout back: correct the bank account in the dashboard.",
  payout_differs: "The payout is not the sum of what it carries: ask the provider.",
};

/** Every code that has a next step of its own. */
export const misfitCodes: readonly string[] = Object.keys(nextSteps);

export const nextStepOf = (why: string | null): string =>
  (why === null ? undefined : nextSteps[why]) ?? "Look at both sides, and write down what is found.";
