/** Cases 1 to 19: holds and captures, and the provider's events. */
import type { FailureCase } from "./case.ts";

const holds = "test/actions/holds.test.ts";
const further = "test/actions/further-holds.test.ts";
const stations = "test/actions/stations.test.ts";
const own = "test/actions/failure-cases-holds.test.ts";
const work = "test/actions/failure-cases-work.test.ts";
const events = "test/actions/provider-events.test.ts";
const moves = "test/actions/move-session.test.ts";

export const moneyCases: readonly FailureCase[] = [
  {
    number: 1,
    happened:
      "A session was never captured, because later messages did not say which start they belonged to.",
    must: "A start's token is made from its session and good for one start; the number is stored before it is told, and told again to a repeat; what belongs to nobody is listed; an ended session without a CDR is found.",
    tests: {
      [own]: [
        "a Start whose answer is lost (failure case 1) > at any call is answered with one number, which is stored before it is told, and its Stop finds the session",
        "an ended session without a CDR (failure case 1) > is found by the sweeper, though whoever was to price it has died",
      ],
      [stations]: [
        "a station that repeats itself > gets the same transaction for the same start, and the session began once",
        "what comes too late > for no transaction of ours is acknowledged and listed",
      ],
      "test/actions/hostile-station.test.ts": [
        "a transaction that is not the session's > is never accepted once the session has ended, and a person is told of a new start",
      ],
      "test/actions/numbered-events.test.ts": [
        "events > of which the Ended comes first: a person is told of a stop of nobody's, and no longer once it is somebody's",
      ],
    },
  },
  {
    number: 2,
    happened:
      "A session cost more than its hold, the provider refused the whole capture, and nothing was collected.",
    must: "The energy is stopped before the limit; what can be captured is captured, and the rest is a receivable in the ledger.",
    tests: {
      [stations]: [
        "the guard > stops charging before the price reaches the hold, and what is taken stays inside it",
      ],
      "test/actions/edge-cases-price.test.ts": [
        "a session's price > case 50: above the hold stops the session before it; what a station delivers all the same is a receivable",
      ],
      "test/actions/receivables.test.ts": [
        "a receivable > waits in the queue with its amount, and is an item with the day on which policy gives it up",
      ],
    },
  },
  {
    number: 3,
    happened: "A card that was good for the hold alone began a session that cost far more.",
    must: "Charging stops at the limit; the driver alone adds to the hold, and a hold that is declined leaves the old one in use.",
    tests: {
      [own]: [
        "a further hold whose card is declined (failure case 3) > leaves the first one in use: charging stops where it did, and no more than it is taken",
      ],
      [stations]: [
        "the guard > stops charging before the price reaches the hold, and what is taken stays inside it",
      ],
      [further]: [
        "a further hold > raises nothing before it is paid, and is over when nobody pays",
        "a further hold > raises the energy at which charging stops once it stands, and the guard at the door goes by it",
      ],
    },
  },
  {
    number: 4,
    happened: "The station refused the start, and the driver's money stayed held for days.",
    must: "The hold goes back within the policy's minutes, is asked for until the provider says that it is gone, and its driver sees it; a second try takes it along, or waits until it is back.",
    tests: {
      [own]: [
        "a second try after a start that failed (failure case 4) > holds nothing at the connector until the first hold is known to be back, however often the provider is silent",
      ],
      [stations]: [
        "a station that does not start > because it refuses: the hold goes back when nobody has taken it to another connector",
        "a station that does not start > because it accepts and never begins: the hold goes back after the time to begin",
      ],
      [moves]: [
        "the hold of a start that failed > goes back at once when its driver would rather have it back",
        "the hold of a start that failed > pays for what is charged at the other connector, at that one's price, and the first one is free again",
      ],
      "test/journeys/bad-days.test.ts": [
        "a station > that refuses the start: the hold is back when its driver wants it, and the page says so",
      ],
    },
    lacks:
      "A driver who scans another code of the place anew, instead of taking the hold along, holds a second time while the first hold is on its way back.",
  },
  {
    number: 5,
    happened: "The session was over before its hold stood, and nobody gave the hold back.",
    must: "What is paid for a session that is over goes back, by event and by sweep; its page is ended before anybody pays; only our own labels are believed.",
    tests: {
      [holds]: [
        "a session that is over > gives back whatever is paid for it all the same, and the event stays due until it is back",
        "a session that is over > opens no page in its last minute, and hands out none that lost the race",
        "a payment page > that is abandoned is ended by us, and nothing can be paid on it any more",
      ],
      [events]: [
        "an event that is none of ours > in whose metadata another session of ours is named cannot give that session a hold",
      ],
      "test/actions/provider-outage.test.ts": [
        "a provider that is away > just after a driver has paid: the hold is found when it is back, and goes back itself when nobody comes",
      ],
    },
  },
  {
    number: 6,
    happened: "A hold lapsed after some days while its order still looked as if it could be taken.",
    must: "The provider's own last instant is stored and warned of, charging ends in time for the capture, and a lapse is a state of its own, never a new hold.",
    tests: {
      [own]: [
        "the end of a hold (failure case 6) > is the provider's own word, warned of ahead; its lapse is a state of its own, and nothing is held anew",
        "the end of a hold (failure case 6) > that comes before the longest session does stops the energy in time, and the hold is captured",
      ],
      [holds]: ["a capture > of a hold that has lapsed is a receivable, never a new hold"],
      "test/contracts/stripe-standin.test.ts": [
        "a hold > has the window of its brand where the brand has one",
      ],
    },
  },
  {
    number: 7,
    happened: "Money was captured on another operator's account at the provider.",
    must: "The account is frozen on the session at its start.",
    tests: {},
    belongsTo: "several accounts at one provider",
  },
  {
    number: 8,
    happened: "A hold was to be cancelled without saying on whose account, and nothing happened.",
    must: "The account is part of every call.",
    tests: {},
    belongsTo: "several accounts at one provider",
  },
  {
    number: 9,
    happened: "A capture of a part was taken for proof that the rest was released.",
    must: "The rest is said to be released once the provider says that the hold is over; what it shows as refunded for that is never counted as a refund of ours.",
    tests: {
      [own]: [
        "the rest of a hold that was captured in part (failure case 9) > is said to be released once the provider says that the hold is over, not when the capture is asked for",
      ],
      "test/contracts/stripe-standin.test.ts": [
        "a hold > is captured in part, once, with its fee in the settlement currency",
        "a hold > may show its released rest as a refund, which no refund of ours is counted against",
      ],
      "test/contracts/stripe-rest.test.ts": [
        "a capture that leaves something to be captured is unknown, in its answer and when it is read, until nothing is left",
      ],
    },
  },
  {
    number: 10,
    happened: "Our own write failed after the provider had said yes, and a person was to reconcile it.",
    must: "Intent, call with a key, outcome: a crash at every step recovers by itself.",
    tests: {
      "test/actions/crash.test.ts": [
        "a crash at any call > changes nothing of what is taken, booked and numbered",
      ],
      "test/actions/refund-crash.test.ts": [
        "a crash at any call of a refund > changes nothing of what goes back, is booked and numbered",
      ],
      "test/actions/corrections.test.ts": [
        "a crash at any call of a correction > leaves one credit, one new CDR, one refund and one number",
      ],
      [further]: [
        "a further hold > ends right whichever call is lost on its way, before or after it was done",
      ],
      "test/actions/disputes.test.ts": ["a dispute > has its journal entry once through a crash at any call"],
    },
  },
  {
    number: 11,
    happened: "Two environments shared an account and a key, and refunds were refused as a conflict.",
    must: "A key is made of environment, our id and the effect; a repeat says the same words; a conflict has a path of its own.",
    tests: {
      [own]: [
        "two environments that share a provider's account (failure case 11) > hold, capture and give back under keys of their own, though their sessions have the same ids",
        "two environments that share a provider's account (failure case 11) > and a capture whose key was used with other words has a path of its own: no other key, the hold kept, a person told",
        "two environments that share a provider's account (failure case 11) > and a repeat says the same words under the same key",
      ],
      "test/actions/refund-fails.test.ts": [
        "a provider that says no > to a key that was used with other words: no other key is tried, and a person is told",
      ],
    },
  },
  {
    number: 12,
    happened: "The price could not be computed, so the hold was cancelled: free energy.",
    must: "No price is a review with the hold kept and a deadline before its lapse; only a person or a rule gives it back.",
    tests: {
      [work]: [
        "a price that cannot be computed (failure case 12) > is review with the hold kept and a deadline before its lapse, and only a person gives it back",
        "a price that cannot be computed (failure case 12) > because the step throws stays ended with the hold kept, and a person is told",
      ],
    },
  },
  {
    number: 13,
    happened: "Amounts below what the provider takes were shown as failures.",
    must: "They end calmly: released, with a receipt and a write-off.",
    tests: {
      [work]: [
        "an amount below the provider's least (failure case 13) > ends calmly: released, with a receipt and a write-off entry, and nothing for a person to do",
      ],
      [further]: [
        "a further hold > is not asked for a rest below what the provider takes: that is written off",
      ],
    },
  },
  {
    number: 14,
    happened: "Currencies without decimals, or with three, were taken a hundred times wrong.",
    must: "Exponents come from one table, amounts are converted in one place, and nothing else makes a hundred of one.",
    tests: {
      [own]: [
        "a currency of another exponent (failure case 14) > TND is held, priced, captured and printed with its own decimals, and never a hundred times wrong",
        "a currency of another exponent (failure case 14) > JPY is held, priced, captured and printed with its own decimals, and never a hundred times wrong",
      ],
      "test/domain/money.test.ts": ["an amount > in BHD has 3 decimals, never one more or fewer"],
      "test/rules/handwriting.test.ts": [
        "handwriting > a currency's decimals come from its table: nowhere is anything made a hundred times more or less",
      ],
    },
    lacks:
      "Cards settle three decimals to two, so Stripe refuses an amount whose last digit is not 0: a price or hold of such an amount is not rounded to what can be taken, and waits for a person.",
  },
  {
    number: 15,
    happened: "A price object that was kept at the provider held an old amount.",
    must: "The hold is computed for each session from the tariff that it freezes.",
    tests: {
      [own]: [
        "a price that was changed (failure case 15) > is what the very next hold is computed from, and the hold before it stays what it was",
      ],
    },
  },
  {
    number: 16,
    happened: "Three deliveries of one event at the same time settled one order three times.",
    must: "One capture and one journal entry, however often and at once it is told.",
    tests: {
      [events]: [
        "failure case 16: three deliveries at the same time > of every event of a session's life make one capture and one journal entry",
      ],
    },
  },
  {
    number: 17,
    happened: "Events came in another order than they happened.",
    must: "An event is a hint to read; any order with repeats ends in one state.",
    tests: {
      [events]: [
        "failure case 17: no order is promised > any order of all events, with each of them twice and thin ones among them, ends in the same session and books",
      ],
    },
  },
  {
    number: 18,
    happened: "The driver was back before the event, and the page said that the payment was rejected.",
    must: "Unknown is not no: the page says that it is checking until the provider has been read.",
    tests: {
      [events]: [
        "failure case 18: the page is back before the event > says that it is being checked, and never that it was refused, until the provider has been read",
      ],
    },
  },
  {
    number: 19,
    happened: "The event was noted as seen, then the process died, and the event was lost.",
    must: "Received and handled are two facts; received and not handled is found by the sweeper.",
    tests: {
      [events]: [
        "failure case 19: a crash between received and handled > loses no event: what was received is found by the sweeper, whatever call is lost on the way",
      ],
    },
  },
];
