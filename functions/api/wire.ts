/**
 * What a door is handed by its wire: the ports of its actions and who may ask. A door never reads the environment; the
 * files in functions/wire do, and hand over one of these.
 */
import type {
  CommandPorts,
  DeskPorts,
  FieldPorts,
  HookPorts,
  MoneyPorts,
  ReadPorts,
} from "@barq/actions/ports";
import type { JSONWebKeySet } from "jose";
import type { SignInIssuer } from "../office/sign-in.ts";
import type { Who } from "./who.ts";

interface Logged {
  /** one line of JSON without personal data; standard error where it is left out */
  readonly log?: (line: string) => void;
}

/** It asks nobody who they are and remembers nothing: neither ports nor secrets. */
export interface OpenDoor extends Logged {
  /** where the product answers, without a path */
  readonly origin: string;
  /** public halves of the document keys, retired ones included: what a proof is checked with */
  readonly documents: JSONWebKeySet;
}

interface Wired extends Logged {
  readonly who: Who;
}

export interface ReadDoor extends Wired {
  readonly ports: ReadPorts;
}

/** Its people say something to stations. */
export interface CommandDoor extends Wired {
  readonly ports: CommandPorts;
}

/** Pages for people at work, and where they say who they are; null: nobody can sign in. */
export interface OfficeDoor extends CommandDoor {
  readonly signIn: SignInIssuer | null;
}

/** What a station has passed is sealed here. */
export interface FieldDoor extends Wired {
  readonly ports: FieldPorts;
}

export interface MoneyDoor extends Wired {
  readonly ports: MoneyPorts;
}

export interface PagesDoor extends ReadDoor {
  /** as the pay door's: a driver who adds to the hold goes there from the session's page */
  readonly payOrigins: readonly string[];
}

export interface HookDoor extends Wired {
  readonly ports: HookPorts;
}

export interface DeskDoor extends Wired {
  readonly ports: DeskPorts;
}

export interface PayDoor extends MoneyDoor {
  /** Origins of payment pages: a browser follows the start form's redirect only to where form-action allows. */
  readonly payOrigins: readonly string[];
}
