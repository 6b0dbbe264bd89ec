/** What the pages of whoever runs the network say: one shape, three fillings. */
import type { PauseScope } from "@barq/domain/closure";
import type { Html } from "../html.ts";
import type { Locale } from "../locale.ts";
import type { StateWords } from "../words.ts";
import { networkWordsAr } from "./network-words-ar.ts";
import { networkWordsEn } from "./network-words-en.ts";
import { networkWordsFr } from "./network-words-fr.ts";
import type { ConnectorView, StationState } from "./station-state.ts";

export type OperationKind =
  | "unlock"
  | "reset"
  | "change_availability"
  | "clear_cache"
  | "get_diagnostics"
  | "update_firmware"
  | "send_local_list"
  | "get_local_list_version";
export type OperationState = "asked" | "sent" | "offline" | "accepted" | "rejected" | "silent";
export type OperationStep =
  | "asked"
  | "sent"
  | "offline"
  | "silent"
  | "silentReset"
  | "runsThere"
  | "cableKept"
  | "otherList"
  | "cannot"
  | "refused"
  | "scheduled"
  | "cableFree"
  | "restarts"
  | "works"
  | "done";
export type PauseReasonWord = "maintenance" | "safety" | "power" | "payments" | "site" | "price" | "other";
/** What follows from a station's row; what lies in the work queue has its words there. */
export const alarmCodes = ["silent_in_use", "silent", "connector_faulted", "used_not_scanned"] as const;
export type AlarmWord = (typeof alarmCodes)[number];

export interface NetworkWords {
  readonly map: string;
  readonly mapOf: string;
  readonly mapEmpty: string;
  readonly mapNowhere: string;
  readonly mapWithout: (count: Html) => Html;
  readonly states: Readonly<Record<StationState, string>>;
  readonly uses: Readonly<Record<ConnectorView["use"], string>>;
  readonly filter: string;
  readonly filterText: string;
  readonly filterState: string;
  readonly allStates: string;
  readonly noStations: string;
  readonly noMatch: string;
  readonly next: string;
  readonly first: string;
  readonly station: string;
  readonly location: string;
  readonly connectors: string;
  readonly connector: (number: Html) => Html;
  readonly heard: string;
  readonly connectedSince: (time: Html) => Html;
  readonly awaySince: (time: Html) => Html;
  readonly neverHeard: string;
  readonly firmware: string;
  readonly today: string;
  readonly sessions: (count: Html) => Html;
  readonly closed: Readonly<Record<"pause" | "maintenance", string>>;
  readonly until: (time: Html) => Html;
  readonly from: (time: Html) => Html;
  readonly soon: (time: Html) => Html;
  readonly tariff: string;
  readonly since: string;
  readonly make: string;
  readonly serial: string;
  readonly booted: string;
  readonly places: string;
  readonly noPlace: string;
  readonly operations: string;
  readonly noOperations: string;
  readonly asked: string;
  readonly by: string;
  readonly you: string;
  readonly colleague: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly outcome: string;
  readonly told: string;
  readonly kinds: Readonly<Record<OperationKind, string>>;
  readonly operationStates: Readonly<Record<OperationState, string>>;
  readonly steps: Readonly<Record<OperationStep, string>>;
  readonly saidWork: Readonly<Record<"diagnostics" | "firmware", string>>;
  readonly wholeStation: string;
  readonly soft: string;
  readonly hard: string;
  readonly inSession: string;
  readonly operative: string;
  readonly inoperative: string;
  readonly to: string;
  readonly send: string;
  readonly onlyLook: string;
  readonly move: string;
  readonly moveTo: string;
  readonly moveFrom: string;
  readonly now: string;
  readonly moveGo: string;
  readonly pauseHere: string;
  readonly pauses: string;
  readonly windows: string;
  readonly noPauses: string;
  readonly noWindows: string;
  readonly pauseText: string;
  readonly pauseNew: string;
  readonly windowNew: string;
  readonly scope: string;
  readonly scopes: Readonly<Record<PauseScope, string>>;
  readonly scopeId: string;
  readonly scopeIdHint: string;
  readonly why: string;
  readonly reasons: Readonly<Record<PauseReasonWord, string>>;
  readonly note: string;
  readonly sentence: Readonly<Record<Locale, string>>;
  readonly sentenceHint: string;
  readonly ours: string;
  readonly untilWhen: string;
  readonly untilOpen: string;
  readonly fromWhen: string;
  readonly pauseGo: string;
  readonly windowGo: string;
  readonly resume: string;
  readonly cancel: string;
  readonly pauseStates: Readonly<Record<"standing" | "planned" | "over", string>>;
  readonly ended: (time: Html) => Html;
  readonly localTime: (zone: Html) => Html;
  readonly noAlarms: string;
  readonly alarmText: string;
  readonly alarms: Readonly<Record<AlarmWord, StateWords>>;
  readonly facts: Readonly<Record<string, string>>;
  readonly queued: string;
  readonly age: (time: Html) => Html;
  readonly counts: Readonly<
    Record<"online" | "faulted" | "inUse" | "alarms" | "work" | "sales" | "closed", string>
  >;
  readonly ofAll: (count: Html) => Html;
}

const catalogue: Readonly<Record<Locale, NetworkWords>> = {
  fr: networkWordsFr,
  ar: networkWordsAr,
  en: networkWordsEn,
};

export const networkWords = (locale: Locale): NetworkWords => catalogue[locale];
