/** Cases 20 to 36: sessions and stations, and their meters. */
import type { FailureCase } from "./case.ts";

const own = "test/actions/failure-cases-stations.test.ts";
const work = "test/actions/failure-cases-work.test.ts";
const stations = "test/actions/stations.test.ts";
const meter = "test/domain/edge-cases-meter.test.ts";
const afterStop = "test/actions/after-stop.test.ts";
const makes = "test/actions/station-makes.test.ts";
const reviews = "test/actions/review-acts.test.ts";

export const stationCases: readonly FailureCase[] = [
  {
    number: 20,
    happened: "The message that ends a session never came, and neither did its money.",
    must: "It is closed on evidence, priced to the last reading that can be trusted, marked, and its money settled; a late end corrects downwards alone.",
    tests: {
      [work]: [
        "a Stop that never comes (failure case 20) > is closed by the free connector, priced to the last trusted reading, marked, and its money settled",
      ],
      [reviews]: [
        "a review that is settled by what a person states > to the last trusted register, where the Stop never came (failure case 20)",
      ],
      "test/actions/corrections.test.ts": [
        "a correction > credits what was sealed, seals a new CDR with its own proof, and gives the difference back",
        "a correction that cannot be > never lets the driver pay more, nor the same again: nothing is sealed, and the person reads why",
      ],
      "test/journeys/bad-days.test.ts": [
        "a station > that never sends its Stop is closed from the last reading once its connector is free",
      ],
    },
  },
  {
    number: 21,
    happened: "The station said its start again, and a second session began.",
    must: "The same station, connector, token and time are the same session with the same answer.",
    tests: {
      [stations]: [
        "a station that repeats itself > gets the same transaction for the same start, and the session began once",
      ],
      "test/actions/hostile-station.test.ts": [
        "a transaction that is not the session's > is never accepted once the session has ended, and a person is told of a new start",
      ],
      "test/journeys/offline-queue.test.ts": [
        "a station that was away empties a queue of 1,000 messages as fast as they are answered > over OCPP 1.6: a Start, readings and statuses, doubled and out of order, and a Stop are taken in whole",
      ],
    },
  },
  {
    number: 22,
    happened: "A transaction's number was -1, or larger than any number that was given.",
    must: "A number of the station's own is an attribute and no key: its readings go by the connector, its Stop to a person.",
    tests: {
      [own]: [
        "a transaction's number that is not ours (failure case 22) > 9223372036854775807 is an attribute and no key: its readings are the connector's session's, its Stop a person's",
        "a transaction's number that is not ours (failure case 22) > -1 is an attribute and no key: its readings are the connector's session's, its Stop a person's",
      ],
    },
  },
  {
    number: 23,
    happened: "A station delivered energy and never said that it had begun.",
    must: "A register that rises under a hold is evidence: the hold is kept, the energy asked to stop, and a person looks.",
    tests: {
      [work]: [
        "energy of which no Start ever came (failure case 23) > is evidence: the hold is kept, the station asked to stop, and a person looks",
        "energy of which no Start ever came (failure case 23) > is told by power alone, too",
      ],
    },
  },
  {
    number: 24,
    happened: "Energy flowed without a session, or was priced 0 because there was no tariff.",
    must: "Energy of nobody's is an alarm; without a tariff nothing starts.",
    tests: {
      [own]: [
        "energy that no session has (failure case 24) > is told to a person once, with where it flows, and a station that rests is not",
        "a connector without a price (failure case 24) > that has no tariff cannot be started: nothing is held, and nothing is ever priced 0",
      ],
      [stations]: [
        "a station that does not start > with a token that is nobody's: an answer with a number, no session, and a person is told",
      ],
      "test/api/register-continuity.test.ts": [
        "the register's continuity > names every gap with its sessions, its energy and its cause, connector by connector",
      ],
    },
  },
  {
    number: 25,
    happened: "A station booted, and its session stayed open for ever.",
    must: "It is closed or resumed; no session stays open beyond the longest one without readings.",
    tests: {
      [own]: [
        "a station that boots in a session (failure case 25) > and comes back with a free connector closes it from the last reading, with its money",
        "a station that boots in a session (failure case 25) > and goes on with its transaction resumes it",
        "a station that boots in a session (failure case 25) > and is never heard of it again stands before a person within the longest session, long before its hold lapses",
      ],
    },
  },
  {
    number: 26,
    happened: "Readings came days later, and the messages around them never did.",
    must: "They are priced by the station's times under the tariff of that moment; where the hold has lapsed, what is owed is a receivable.",
    tests: {
      [own]: [
        "a queue that comes days later (failure case 26) > after the hold has lapsed is priced by the station's times and the tariff of that moment, and is a receivable",
      ],
      [stations]: [
        "a station that goes away > and brings its queued messages later: priced by the station's own times",
      ],
    },
    lacks: "A fleet's late session goes on its next invoice, marked: that comes with the invoices of fleets.",
  },
  {
    number: 27,
    happened: "An emergency stop was sent, and the register went on rising.",
    must: "Readings after it are taken, a person is told, the driver pays to the Stop, and the rest is listed as sold to nobody.",
    tests: {
      [own]: [
        "energy after an emergency stop (failure case 27) > is acknowledged and kept, told to a person once, and priced to nobody",
        "energy after an emergency stop (failure case 27) > that comes with the Stop in one go is told as well",
      ],
      "test/api/register-continuity.test.ts": [
        "the register's continuity > names every gap with its sessions, its energy and its cause, connector by connector",
      ],
    },
  },
  {
    number: 28,
    happened: "Not every station says when the cable is out, and idle time was charged for nobody.",
    must: "Idle time is owed only where the leaving can be known; a deadline and the connector's word stand in.",
    tests: {
      [afterStop]: [
        "after the stop > a station that is away when it should be known charges nothing for what nobody saw",
        "after the stop > a vehicle that left with its stop is not idle",
        "after the stop > an old word that the connector is free unplugs nobody",
        "after the stop > never costs more than the hold",
      ],
    },
    lacks:
      "No profile of a model can say yet that it never tells of the cable; at such stations a tariff without idle terms is needed.",
  },
  {
    number: 29,
    happened: "Registers begin anew with a boot, with a session, or never.",
    must: "Differences are taken inside one count of the register; a fall without evidence is a person's.",
    tests: {
      [work]: [
        "a register that falls in a session (failure case 29) > without a boot is a person's, with the hold kept: never negative, never a guess",
        "a register that falls in a session (failure case 29) > with a boot is priced by differences inside each of its counts",
      ],
      [meter]: ["the meter > case 3: a register that drops with boot evidence is split at the drop"],
    },
  },
  {
    number: 30,
    happened: "The end of a meter lay below its begin, or was -1.",
    must: "Never negative, never made positive: -1 is unknown, and the ladder of evidence goes down to a review.",
    tests: {
      [meter]: [
        "the meter > case 1: a stop below the start is quarantined, never negative, never made positive",
        "the meter > case 2: a stop of -1, or none, is not known: the last register counts, estimated",
      ],
      [stations]: [
        "a meter that lies > with a stop below its start is for a person, with the hold kept and nothing taken",
        "a meter that lies > with a stop of -1 and no reading is for a person, never free",
      ],
      "test/domain/metering-properties.test.ts": [
        "whatever a station sends > the answer is an energy of zero or more between two registers, or a person's",
      ],
    },
  },
  {
    number: 31,
    happened: "Kilowatt-hours were sent as watt-hours, and units were mixed.",
    must: "Units and powers of ten are made one; a jump of a thousand is a unit, and more than the connector can give a review.",
    tests: {
      [meter]: [
        "the meter > case 8: a missing unit is Wh, kWh a thousand of them, a multiplier of 3 as well",
        "the meter > case 7: signed values in kWh among raw values in Wh are never mixed, and a jump of a thousand is a person's",
      ],
      [stations]: [
        "a meter that lies > a thousand times too low is for a person",
        "a meter that lies > with more than the connector can give is for a person",
      ],
      [makes]: [
        "a station that labels its kWh Wh > and is known to do so is priced by what flowed, and its proof holds what was known",
      ],
    },
  },
  {
    number: 32,
    happened: "The register of the begin came again in every message, at one instant with another.",
    must: "A reading is told from another by time, measurand, context, phase and place.",
    tests: {
      [meter]: [
        "the meter > case 5: two registers at one instant are told apart by their context, and the session is their difference",
        "the meter > case 11: phases alone are added once, and never added to a total",
      ],
      "test/domain/session-readings.test.ts": [
        "readings in order > are apart where they differ in anything they say",
      ],
      "test/domain/quirk-profiles.test.ts": [
        "a known quirk > the register of the begin in every message is one begin",
      ],
    },
  },
  {
    number: 33,
    happened: "Values were empty, or held signed data.",
    must: "They are set aside with a reason, and signed records stay apart and untouched.",
    tests: {
      [own]: [
        "values that say nothing (failure case 33) > are set aside with their reason, signed data in the value untouched, and the rest is priced",
      ],
      "test/actions/signed-session.test.ts": [
        "a signed record > lies in the CDR byte for byte with its hash, and is judged again by whoever checks the proof",
      ],
    },
  },
  {
    number: 34,
    happened: "Start equalled stop in every session of a station.",
    must: "The readings between are looked at, else a person; a zero is a person's act with a printed reason, and the connector is shown after a few.",
    tests: {
      [work]: [
        "start equals stop (failure case 34) > with readings that moved is a person's, and a zero is never assumed",
        "start equals stop (failure case 34) > in session after session shows its connector to a person",
      ],
      [reviews]: [
        "a review that is settled by what a person states > with a zero that a person decides is a release with a receipt of nothing, and its reason (failure case 34)",
      ],
    },
  },
  {
    number: 35,
    happened: "Clocks stood at 1970, and sessions took millions of minutes or less than none.",
    must: "The arrival is kept beside the station's time; by a bad clock energy is priced and time is not.",
    tests: {
      [meter]: [
        "the messages > case 25: a clock at 1970 leaves the energy to the arrivals and prices no time",
        "the messages > case 24: a stop before its start prices the energy and no time",
      ],
      "test/domain/meter-dialects.test.ts": [
        "station clocks > at 1970, or without a time, are replaced by the arrival",
      ],
    },
  },
  {
    number: 36,
    happened: "Energy was counted after the stop, and its driver was asked to pay for it.",
    must: "Priced to the stop value; what follows is not this driver's.",
    tests: {
      [work]: [
        "energy that is counted after the Stop (failure case 36) > is not this driver's: priced to the stop value, whatever the register does afterwards",
      ],
      [meter]: ["the meter > case 6: a register that moves after the stop is not ours"],
    },
  },
];
