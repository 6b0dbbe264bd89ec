/**
 * How a simulated station misbehaves: knobs that are turned while it runs, kept with its state. Left alone, it does
 * everything right.
 */
import * as v from "valibot";

/**
 * How the meter speaks. `phases`: L1, L2 and L3 and no total; `strings`: odd but legal digits, times and members left out;
 * `duplicated`: every reading twice in its message; `shuffled`: three to a message, out of order; `outside`: a reading from
 * before the start in the first message and one from after the stop in the last; `kWh_as_Wh`: every register in kWh, called Wh.
 */
const dialects = [
  "Wh",
  "kWh",
  "phases",
  "strings",
  "duplicated",
  "shuffled",
  "outside",
  "kWh_as_Wh",
] as const;

const watts = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_000_000));
const wholeMs = v.pipe(v.number(), v.integer());

export const behaviourSchema = v.strictObject({
  /** RemoteStartTransaction is answered Rejected */
  refuseStart: v.optional(v.boolean(), false),
  /** the remote start is accepted and nothing comes of it */
  neverBegin: v.optional(v.boolean(), false),
  /** commands are neither answered nor obeyed */
  ignoreCommands: v.optional(v.boolean(), false),
  /** commands are obeyed at once and answered this much later (real time) */
  answerLateMs: v.optional(v.pipe(wholeMs, v.minValue(0), v.maxValue(600_000)), 0),
  /** StopTransaction, or the Ended of 2.0.1, is sent once, never, or twice with the same content */
  stopMessages: v.optional(v.picklist(["once", "never", "twice"]), "once"),
  /** StartTransaction, or the Started of 2.0.1, is sent twice with the same content, as after a lost answer */
  repeatStart: v.optional(v.boolean(), false),
  /** the event of a 2.0.1 transaction that is never sent, by its number, as one is after too many attempts; null: none */
  lostEvent: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
  /** meterStop (the register of the Ended in 2.0.1) as it is, as -1 (not there), or below meterStart */
  meterStop: v.optional(v.picklist(["true", "unknown", "below_start"]), "true"),
  /** whether StopTransaction or Ended carries the registers of begin and end */
  transactionData: v.optional(v.boolean(), true),
  dialect: v.optional(v.picklist(dialects), "Wh"),
  /** what flows from so many seconds after the start on, whatever the car and the connector say; null: their own curve */
  powerCurve: v.optional(
    v.nullable(v.array(v.object({ afterS: v.pipe(v.number(), v.integer(), v.minValue(0)), powerW: watts }))),
    null,
  ),
  /** a cable stays locked in when its transaction is over, until it is unlocked */
  holdsCable: v.optional(v.boolean(), false),
  /** UnlockConnector is answered UnlockFailed */
  unlockFails: v.optional(v.boolean(), false),
  /** Reset is answered Rejected */
  refuseReset: v.optional(v.boolean(), false),
  /** where its registers begin and how they count: over its life, anew with every session, or backwards */
  register: v.optional(v.picklist(["lifetime", "session", "backwards"]), "lifetime"),
  /** the register of the begin comes again with every reading, under that reading's time (1.6) */
  repeatBegin: v.optional(v.boolean(), false),
  /** each of its first two connectors is counted by the other one's meter */
  crossed: v.optional(v.boolean(), false),
  /** what it says of itself when it boots; null: its id, and 1.0 */
  serial: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(25))), null),
  firmware: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(50))), null),
  /** keys of its configuration that keep a value of their own, whatever is written */
  frozen: v.optional(v.record(v.string(), v.string()), {}),
  /** the station holds the energy back: SuspendedEVSE */
  withhold: v.optional(v.boolean(), false),
  /** how far the station's clock is ahead (behind when negative); it shows in its timestamps alone */
  clockSkewMs: v.optional(wholeMs, 0),
});

export type Behaviour = Readonly<v.InferOutput<typeof behaviourSchema>>;

/** Some of the knobs; one that is undefined goes back to what is right. */
export type Knobs = { readonly [Knob in keyof Behaviour]?: Behaviour[Knob] | undefined };

/** What comes in as JSON: unknown knobs are refused. */
export const knobsSchema = v.partial(behaviourSchema);

export function turned(behaviour: Behaviour, knobs: Knobs): Behaviour {
  return v.parse(behaviourSchema, { ...behaviour, ...knobs });
}
