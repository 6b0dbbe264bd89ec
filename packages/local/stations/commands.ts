/** What the central system may order (OCPP 1.6 chapter 5), read at the door and handed to the station. */
import ocpp from "ocpp-rpc";
import * as v from "valibot";
import type { Behaviour } from "./behaviour.ts";
import type { Command } from "./link.ts";

type Triggered = "BootNotification" | "Heartbeat" | "StatusNotification" | "MeterValues";

/** A station's side of the commands. Each changes what must be changed; nothing is said before it is saved. */
export interface Commanded {
  readonly behaviour: () => Behaviour;
  settle(): Promise<void>;
  remoteStart(connector: number | null, idTag: string, startNumber: number | null): boolean;
  remoteStop(transactionId: number | string): boolean;
  change(key: string, value: string): string;
  configuration(asked: readonly string[]): Record<string, unknown>;
  /** after the answer */
  trigger(message: Triggered, connector: number | null): void;
  /** null: there is no such connector */
  availability(connector: number, operative: boolean): "Accepted" | "Scheduled" | null;
  /** after every answer: what was changed may have something to say */
  goOn(): void;
}

export const whole = v.pipe(v.number(), v.integer());
const connector = v.nullish(whole, null);

const remoteStart = v.object({ connectorId: connector, idTag: v.pipe(v.string(), v.maxLength(20)) });
const remoteStop = v.object({ transactionId: whole });
const changeConfiguration = v.object({ key: v.string(), value: v.string() });
const getConfiguration = v.object({ key: v.nullish(v.array(v.string()), []) });
const changeAvailability = v.object({
  connectorId: whole,
  type: v.picklist(["Operative", "Inoperative"]),
});
const triggerMessage = v.object({ requestedMessage: v.string(), connectorId: connector });

export const triggered: readonly Triggered[] = [
  "BootNotification",
  "Heartbeat",
  "StatusNotification",
  "MeterValues",
];

export const accepted = (yes: boolean): Record<string, unknown> => ({
  status: yes ? "Accepted" : "Rejected",
});

/** Makes commands: read by their schema, obeyed, saved, answered, and only then followed by what comes of them. */
export const obeying =
  (station: Commanded) =>
  <T>(
    schema: v.GenericSchema<unknown, T>,
    obey: (order: T, after: (act: () => void) => void) => Record<string, unknown>,
  ): Command =>
  async (parameters) => {
    const { ignoreCommands, answerLateMs } = station.behaviour();
    if (ignoreCommands) return null;
    const order = v.safeParse(schema, parameters);
    if (!order.success) {
      throw ocpp.createRPCError("FormationViolation", order.issues[0].message);
    }
    let after = (): void => undefined;
    const answer = obey(order.output, (act) => {
      after = act;
    });
    await station.settle();
    if (answerLateMs > 0) await new Promise((done) => setTimeout(done, answerLateMs));
    // In a turn of its own, so that the answer goes first.
    setImmediate(() => {
      after();
      station.goOn();
    });
    return answer;
  };

export function commandsOf(station: Commanded): Readonly<Record<string, Command>> {
  const command = obeying(station);
  return {
    RemoteStartTransaction: command(remoteStart, (order) =>
      accepted(station.remoteStart(order.connectorId, order.idTag, null)),
    ),
    RemoteStopTransaction: command(remoteStop, (order) => accepted(station.remoteStop(order.transactionId))),
    ChangeConfiguration: command(changeConfiguration, (order) => ({
      status: station.change(order.key, order.value),
    })),
    GetConfiguration: command(getConfiguration, (order) => station.configuration(order.key)),
    ChangeAvailability: command(changeAvailability, (order) => ({
      status: station.availability(order.connectorId, order.type === "Operative") ?? "Rejected",
    })),
    TriggerMessage: command(triggerMessage, (order, after) => {
      const message = triggered.find((name) => name === order.requestedMessage);
      if (!message) return { status: "NotImplemented" };
      after(() => station.trigger(message, order.connectorId));
      return accepted(true);
    }),
  };
}
