/**
 * Talking to hardware: commands and news in our own words. The port never awaits a station: `send` records a pending call
 * and answers sent, offline or unknown; the station's answer is news, perhaps in another process.
 */
import type { Instant } from "@barq/domain/instant";
import type { Reading } from "@barq/domain/reading";

/** OCPP 1.6 7.7 ChargePointStatus, which is what a connector can say of itself. */
export type ConnectorStatus =
  | "Available"
  | "Preparing"
  | "Charging"
  | "SuspendedEVSE"
  | "SuspendedEV"
  | "Finishing"
  | "Reserved"
  | "Unavailable"
  | "Faulted";

/** A station's own name of a transaction: a number of ours under OCPP 1.6, a text of the station's under 2.0.1. */
export type TransactionId = number | string;

/** What the vehicle and the station are doing in a transaction (OCPP 2.0.1 ChargingStateEnumType). */
export type ChargingState = "Charging" | "EVConnected" | "SuspendedEV" | "SuspendedEVSE" | "Idle";

/** Where a connector is by the count of OCPP 2.0.1: EVSEs through the station from 1, connectors of each from 1. */
export interface EvsePlace {
  readonly evse: number;
  readonly connector: number;
}

/** The places of a station's connectors: the first is that of connector 1, and so on. */
export type Layout = readonly EvsePlace[];

export type StationNews =
  | {
      readonly kind: "booted";
      readonly vendor: string;
      readonly model: string;
      readonly serial: string | null;
      readonly firmware: string | null;
    }
  | { readonly kind: "heartbeat" }
  | {
      readonly kind: "connector_status";
      /** 0 is the station itself */
      readonly connector: number;
      /** Occupied (2.0.1): a cable is in, and nothing more is said */
      readonly status: ConnectorStatus | "Occupied";
      readonly errorCode: string;
      readonly at: Instant | null;
    }
  | { readonly kind: "authorize"; readonly token: string }
  | {
      readonly kind: "started";
      readonly connector: number;
      readonly token: string;
      /** the register as text of whole Wh, exactly as sent; may be negative or absurd */
      readonly meterStart: string;
      readonly at: Instant | null;
    }
  | {
      readonly kind: "metered";
      readonly connector: number;
      readonly transactionId: number | null;
      readonly readings: readonly Reading[];
    }
  | {
      readonly kind: "stopped";
      readonly transactionId: number;
      readonly token: string | null;
      readonly meterStop: string;
      readonly at: Instant | null;
      /** OCPP 1.6 7.36 Reason; absent means Local */
      readonly reason: string;
      readonly readings: readonly Reading[];
    }
  | TransactionNews
  /** how far a longer work is that was asked for: diagnostics sent away, firmware fetched and put in */
  | {
      readonly kind: "work";
      readonly work: StationWork;
      /** the station's own word */
      readonly status: string;
      /** the number of the request (2.0.1); null: not said */
      readonly request: number | null;
    }
  /** something that asks for no more than to be heard */
  | { readonly kind: "notice" }
  | {
      readonly kind: "data";
      readonly vendor: string;
      readonly message: string | null;
      readonly data: string | null;
    };

/** What a station works at for longer than an answer takes. */
export type StationWork = "diagnostics" | "firmware";

/** One event of a transaction (OCPP 2.0.1 TransactionEvent). Events come in any order, late, and more than once. */
export interface TransactionNews {
  readonly kind: "transaction";
  readonly event: "Started" | "Updated" | "Ended";
  readonly transactionId: string;
  /** the event's number in the transaction: what puts events in order and shows which are missing; null: none that can be used */
  readonly number: number | null;
  readonly at: Instant | null;
  /** it happened while the station was not connected */
  readonly offline: boolean;
  /** OCPP 2.0.1 TriggerReasonEnumType */
  readonly trigger: string;
  /** the connectors where it may be: all of an EVSE where only that is named, none where nothing is */
  readonly connectors: readonly number[];
  readonly token: string | null;
  /** the number of the remote start that led to it */
  readonly startNumber: number | null;
  readonly state: ChargingState | null;
  /** OCPP 2.0.1 ReasonEnumType; of an Ended alone, where absent means Local */
  readonly reason: string | null;
  readonly readings: readonly Reading[];
}

/** What the station is told in return; the codec turns it into the protocol's own answer. */
export type NewsAnswer =
  | {
      readonly kind: "booted";
      readonly accepted: boolean;
      readonly now: Instant;
      readonly heartbeatS: number;
    }
  | { readonly kind: "heartbeat"; readonly now: Instant }
  | { readonly kind: "authorize"; readonly accepted: boolean }
  | { readonly kind: "started"; readonly transactionId: number; readonly accepted: boolean }
  /** accepted: null where no token was shown */
  | { readonly kind: "transaction"; readonly accepted: boolean | null }
  | { readonly kind: "noted" }
  | { readonly kind: "unknown_vendor" };

export type StationCommand =
  | {
      readonly kind: "remote_start";
      readonly connector: number;
      readonly token: string;
      /** absent: an EVSE of its own, with the connector's number */
      readonly place?: EvsePlace;
    }
  | { readonly kind: "remote_stop"; readonly transactionId: TransactionId }
  | {
      readonly kind: "trigger";
      readonly message: "StatusNotification" | "MeterValues" | "BootNotification";
      readonly connector: number | null;
      readonly place?: EvsePlace;
    }
  /** keys in the words of OCPP 1.6 chapter 9; what only 2.0.1 knows as `Component.Variable` */
  | { readonly kind: "set_configuration"; readonly key: string; readonly value: string }
  | { readonly kind: "get_configuration"; readonly keys: readonly string[] }
  | OperateCommand;

/** A token that a station may let in by itself, and until when. */
export interface ListedToken {
  readonly token: string;
  readonly accepted: boolean;
  readonly until: Instant | null;
}

/** What people ask of a station, beside what a session needs. */
export type OperateCommand =
  | { readonly kind: "unlock"; readonly connector: number; readonly place?: EvsePlace }
  /** soft: 1.6 ends what runs and restarts, 2.0.1 (OnIdle) waits until nothing runs; hard: at once */
  | { readonly kind: "reset"; readonly how: "soft" | "hard" }
  /** connector 0 is the station with all its connectors */
  | {
      readonly kind: "change_availability";
      readonly connector: number;
      readonly operative: boolean;
      readonly place?: EvsePlace;
    }
  | { readonly kind: "clear_cache" }
  /** `request`: a number of ours that 2.0.1 repeats in its notifications */
  | {
      readonly kind: "get_diagnostics";
      readonly request: number;
      readonly to: string;
      readonly from: Instant | null;
      readonly until: Instant | null;
    }
  | {
      readonly kind: "update_firmware";
      readonly request: number;
      readonly from: string;
      readonly at: Instant;
    }
  | {
      readonly kind: "send_local_list";
      readonly version: number;
      readonly update: "full" | "differential";
      readonly tokens: readonly ListedToken[];
    }
  | { readonly kind: "get_local_list_version" };

/** The station's answer to a command, or that none came in time. */
export type CommandOutcome =
  | { readonly kind: "accepted"; readonly detail: unknown }
  | { readonly kind: "rejected"; readonly why: string }
  | { readonly kind: "silent" };

export type Sent =
  /** on its way, or waiting behind another command; the answer is news */
  | { readonly kind: "sent"; readonly messageId: string }
  | { readonly kind: "offline" }
  | { readonly kind: "unknown"; readonly why: string };

export interface SendCommand {
  readonly tenant: string;
  readonly station: string;
  readonly command: StationCommand;
  readonly session: string | null;
  readonly effect: string | null;
  readonly deadline: Instant;
}

export interface Stations {
  send(request: SendCommand): Promise<Sent>;
}

/** The frames' way out: a WebSocket held by this machine, or API Gateway's management API. */
export interface Connections {
  /** "gone" when the connection is known not to exist any more */
  post(connectionId: string, frame: string): Promise<"posted" | "gone" | "unknown">;
}
