/** How a simulated station talks: one of these a protocol, over the same connectors, meters and queue. */
import type { Commanded } from "./commands.ts";
import type { Happening } from "./connector.ts";
import type { Passing } from "./line.ts";
import type { Command } from "./link.ts";
import type { ConnectorState, MeterReading, Queued, StationState } from "./state.ts";
import type { StationSpec } from "./station.ts";

/** What an answer to a queued message means. */
type Acknowledgement =
  /** it is none: the message stays */
  | "none"
  | "good"
  /** acknowledged, and the token of its transaction is refused */
  | "refused";

export interface Speech {
  boot(station: StationSpec): Record<string, unknown>;
  status(connector: ConnectorState): Passing;
  /** Transaction messages go to the queue, statuses to whoever listens now. */
  tell(connector: ConnectorState, happenings: readonly Happening[], listener: Listener): void;
  /** How far a longer work is, in a word that both protocols have. */
  working(work: "diagnostics" | "firmware", status: string, request: number | null): Passing;
  /** A reading that was asked for, inside or outside a transaction. */
  tellTriggered(connector: ConnectorState, reading: MeterReading): void;
  authorize(idTag: string): Record<string, unknown>;
  /** null: the answer says nothing */
  isAuthorized(answer: unknown): boolean | null;
  acknowledged(message: Queued, answer: unknown): Acknowledgement;
  commands(station: Commanded): Readonly<Record<string, Command>>;
}

export interface Listener {
  readonly say: (message: Passing) => void;
  /** whether the central system hears what is said now */
  readonly isOnline: boolean;
}

export type MakeSpeech = (state: StationState) => Speech;
