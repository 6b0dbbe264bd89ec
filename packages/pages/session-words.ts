/** Every word of the page of a session, in one shape for the three languages; a door that shows no session carries none of them. */
import type { SessionState } from "@barq/domain/session";
import type { Html } from "./html.ts";
import type { Locale } from "./locale.ts";
import { sessionAr } from "./session-words-ar.ts";
import { sessionEn } from "./session-words-en.ts";
import { sessionFr } from "./session-words-fr.ts";
import type { StateWords } from "./words.ts";

/** Why a session came to nothing before any energy flowed. */
export const refusedWhys = [
  "driver",
  "hold_abandoned",
  "hold_declined",
  "hold_differs",
  "hold_lost",
  "connector_taken",
  "connector_unavailable",
  "station_offline",
  "station_refused",
  "station_silent",
  "not_plugged",
  "car_not_confirmed",
  "too_many_pending",
  "given_free",
] as const;
type RefusedWhy = (typeof refusedWhys)[number];

/** Why a session that charged came to its end, or ended without a capture. */
const endedWhys = [
  "driver",
  "energy_limit",
  "time_limit",
  "hold_lost",
  "no_energy",
  "nothing_owed",
  "below_minimum",
  "given_free",
] as const;
type EndedWhy = (typeof endedWhys)[number];

export interface SessionWords {
  readonly title: string;
  readonly states: Readonly<Record<SessionState, StateWords>>;
  readonly releasing: StateWords;
  /** its start failed, and the hold may go to another connector of the place */
  readonly elsewhere: StateWords;
  readonly goThere: string;
  /** its energy is over, and idle time is counted until the cable is out */
  readonly unplug: StateWords;
  /** it is plugged in, and has not asked for energy yet */
  readonly waiting: StateWords;
  readonly plugInFree: StateWords;
  readonly plugBy: (time: Html) => Html;
  readonly refused: Readonly<Record<RefusedWhy, string>>;
  readonly ended: Readonly<Record<EndedWhy, string>>;
  readonly energy: string;
  readonly cost: string;
  readonly power: string;
  readonly time: string;
  readonly hold: string;
  readonly held: (hold: Html, card: Html | null) => Html;
  readonly stopsAt: string;
  readonly asOf: (time: Html) => Html;
  readonly ofHold: (cost: Html, hold: Html) => Html;
  readonly stop: string;
  readonly addWhat: (held: Html) => Html;
  readonly addButton: (more: Html) => Html;
  readonly giveBack: string;
  readonly lookAgain: string;
  readonly paidAlready: string;
  readonly backToStation: string;
  readonly keepOpen: string;
  readonly nothingTaken: string;
  readonly neverHeld: string;
  readonly holdReleased: (hold: Html) => Html;
  readonly captured: (captured: Html) => Html;
  readonly restReleased: (released: Html) => Html;
  readonly receivable: (receivable: Html) => Html;
  readonly writtenOff: (writtenOff: Html) => Html;
  readonly bankMayShow: string;
  readonly bankMayShowBoth: string;
  readonly wasFree: string;
  readonly receiptSoon: string;
  readonly openReceipt: string;
}

const catalogue: Readonly<Record<Locale, SessionWords>> = { fr: sessionFr, ar: sessionAr, en: sessionEn };

export const sessionWordsOf = (locale: Locale): SessionWords => catalogue[locale];
