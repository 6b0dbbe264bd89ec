/** Cases 37 to 52: tariffs, tax and time, invoices and finance, and trust. */
import type { FailureCase } from "./case.ts";

const own = "test/actions/failure-cases-price.test.ts";
const pricing = "test/domain/edge-cases-price.test.ts";
const afterStop = "test/actions/after-stop.test.ts";
const holds = "test/actions/holds.test.ts";
const names = "test/evidence/names.test.ts";

export const priceCases: readonly FailureCase[] = [
  {
    number: 37,
    happened: "Charging time was counted by the clock on the wall, idle time included.",
    must: "Charging is told by state or power; idle begins after its grace, and never while the station itself holds back.",
    tests: {
      [pricing]: [
        "what was not measured > case 46: trickle charge below the tariff's threshold is idle; what the station withholds never is",
        "what was not measured > case 47: after the stop only our own terms price, to the unplugging, with grace, hours and cap, and no fault is idle",
      ],
      [afterStop]: [
        "after the stop > idle time counts to the unplugging, after the grace, and the CDR ends there",
      ],
      "test/domain/stretches.test.ts": [
        "before the first energy > a vehicle that falls asleep after it charged is parking from then on",
      ],
    },
  },
  {
    number: 38,
    happened: "The live figure and the final price came from two formulas, and differed.",
    must: "One function makes quote, live view, CDR and recomputation, and a test compares them.",
    tests: {
      [own]: [
        "one figure (failure case 38) > is what the live view shows, the CDR says, the preview of that CDR makes, and whoever computes the proof again gets",
      ],
      "test/agreement/agreement.test.ts": [
        "the product's price and the second evaluator's > agree on every tariff and every session",
      ],
    },
  },
  {
    number: 39,
    happened: "Restrictions were ignored, or wrong together with parking time.",
    must: "The element is chosen for each dimension at every instant; a dimension without one is warned of.",
    tests: {
      "test/domain/matching.test.ts": [
        "the first element that holds > is found in the order of the list, among those that have the dimension",
      ],
      [pricing]: [
        "time > case 31: a period that crosses 17:00 is cut there, interpolated and marked; one that cannot be cut is priced at its start and flagged",
        "limits and taxes > case 44: a dimension that no element matches is free",
      ],
      "test/domain/tariff-report.test.ts": [
        "the report names > a dimension that is free when none of its elements holds, and a session that is free altogether",
      ],
      "test/agreement/agreement.test.ts": [
        "the product's price and the second evaluator's > agree on every worked example",
      ],
    },
  },
  {
    number: 40,
    happened: "Prices were an hour off, because the server's clock was another.",
    must: "Every location has its zone, legal time is a table, no zone is an error, and both sides of the change of September 2026 are right.",
    tests: {
      [pricing]: [
        "time > case 35: a doubled hour is two hours at that hour's price, and a missing hour is none",
      ],
      "test/domain/legal-time.test.ts": [
        "legal time in Morocco > has no Ramadan shift any more: 2027 and later are UTC all year",
      ],
      "test/domain/legal-zones.test.ts": ["Morocco in 2026 > is not what a stale runtime says"],
      "test/api/network.test.ts": [
        "a location > with a zone whose legal time is not held, or a hold that is no amount, is refused",
      ],
      "test/rules/handwriting.test.ts": ["handwriting > no rule reads the runtime's zone data"],
    },
  },
  {
    number: 41,
    happened: "A tax that was computed in parts did not add up.",
    must: "Tax is rounded once for each rate on the sum, and lines share it so that they add up to the total.",
    tests: {
      "test/domain/cdr.test.ts": ["every CDR > has costs that add up to its total, before tax and after it"],
      [pricing]: [
        "limits and taxes > case 39: a floor and a ceiling scale every rate, and lines still add up",
        "rounding > case 48: three parts of 0.414 are 1.24, not 1.23",
      ],
      "test/domain/receipt.test.ts": ["a receipt > has lines that add up to its total, whatever was sold"],
    },
  },
  {
    number: 42,
    happened: "A tariff was edited while a session ran, and changed its price.",
    must: "Versions never change; the one at the start is frozen and named.",
    tests: {
      "test/actions/edge-cases-price.test.ts": [
        "a session's price > case 51: is that of the tariff's version at the start, whatever is edited meanwhile",
      ],
      "test/api/tariffs.test.ts": [
        "a tariff > of the same id is its next version, and the connector sells by it at once",
      ],
    },
  },
  {
    number: 43,
    happened: "Time zones made invoices twice.",
    must: "A month is cut in legal time, a session sits on one line of one invoice, and a second run changes nothing.",
    tests: {},
    belongsTo: "the invoices of fleets",
  },
  {
    number: 44,
    happened: "An invoice was issued without its sessions.",
    must: "Lines and membership are written with the number, and an empty invoice is refused.",
    tests: {},
    belongsTo: "the invoices of fleets",
  },
  {
    number: 45,
    happened: "The fee that an event named was not the fee that was settled.",
    must: "The fee is the one of the provider's balance.",
    tests: {
      [own]: [
        "a provider's fee (failure case 45) > is the one of its balance, never an estimate of ours: nothing is said or booked of it before that is read",
      ],
    },
  },
  {
    number: 46,
    happened: "The provider had acted, and its answer was lost.",
    must: "Unknown is a state: the provider's truth is read by our id, the same key is used again, and a person sees what stays unclear.",
    tests: {
      [holds]: [
        "a capture > whose answer is lost (after) is made once, of exactly the CDR's total",
        "a capture > by a provider in a state nobody knows waits, and is never guessed",
        "a payment page > whose answer was lost is found again by our labels, and opened once",
      ],
      "test/actions/refund-fails.test.ts": [
        "a provider that does not answer > but has done it: the refund is found, and asked for once",
        "a provider that does not answer > for hours: nothing is called while the look has no answer, a person is told, and it goes on",
      ],
      "test/journeys/bad-days.test.ts": [
        "a provider > that makes the capture and says nothing is asked what it did, and has taken the money once",
      ],
    },
  },
  {
    number: 47,
    happened: "A wrong record was edited where it could only be credited.",
    must: "A CDR never changes: a credit CDR names it, and a new one follows.",
    tests: {
      "test/actions/corrections.test.ts": [
        "a correction > credits what was sealed, seals a new CDR with its own proof, and gives the difference back",
        "a correction > of a correction credits the corrected CDR, not the first one, and keeps what the first one knew better",
      ],
      "test/domain/credit-cdr.test.ts": [
        "a credit CDR > names the original, keeps its data, and turns its total alone",
      ],
    },
  },
  {
    number: 48,
    happened: "Money in a wallet could not be told apart by the owner of the site.",
    must: "No wallet: every payment belongs to one session at one location.",
    tests: {
      [own]: [
        "money of a session (failure case 48) > pays that session at its location and no other: there is no wallet, and what is left goes back to the card",
      ],
    },
  },
  {
    number: 49,
    happened: "False stickers with codes of thieves were put on posts.",
    must: "A code is signed, checked before any price, can be looked up by anybody, and can be withdrawn.",
    tests: {
      [names]: [
        "a printed code > with any one sign changed, left out or added is never good",
        "a printed code > of another secret is forged, of a key nobody has unknown",
      ],
      "test/actions/start.test.ts": [
        "a code that was scanned > is refused when it is forged, unknown, malformed or withdrawn, without a word to the provider",
      ],
      "test/pages/pages-door.test.ts": [
        "the page behind a code > of a forged, an unknown or a mangled code is a 404 page with a warning",
      ],
    },
    lacks:
      "Nobody can withdraw a print batch by an act yet: a sticker is withdrawn in the store alone, or all of a key with the key.",
  },
  {
    number: 50,
    happened: "Sessions had numbers in a row, and anybody read them.",
    must: "Names of 128 bits and more, no list, and one answer for what is unknown and what is forbidden.",
    tests: {
      [names]: ["a session's id > is the same for the same start, and has 26 signs that nobody can choose"],
      "test/api/authorisation.test.ts": [
        "what is somebody else's > is for showSession what does not exist, to the letter",
        "what is somebody else's > stays out of lists: another operator sees neither network, nor sessions, nor work",
      ],
    },
  },
  {
    number: 51,
    happened: "The page said refunded, and the bank took ten days.",
    must: "It was sent to the bank, and is never said to have arrived.",
    tests: {
      "test/pages/receipt-page.test.ts": [
        "the receipt page > says of what went back that it was sent to the bank, which takes days, and never that it has arrived",
      ],
    },
  },
  {
    number: 52,
    happened: "An eager watchdog stopped good sessions.",
    must: "The driver is told first; a session is stopped for its hold, its time or its safety.",
    tests: {
      [own]: [
        "a vehicle that stands still (failure case 52) > after it took energy is never stopped for that, however long: only its hold, its time or its driver end the session",
      ],
      "test/actions/waiting-vehicle.test.ts": [
        "a vehicle that waits for its timer > is shown as waiting after some minutes, and no longer once energy flows",
        "a vehicle that waits for its timer > is not stopped by a station whose clock is hours ahead",
      ],
    },
    lacks:
      "A vehicle that has taken nothing at all is stopped after two hours by a policy that is the same for every class of station, and nobody counts such stops that were wrong.",
  },
];
