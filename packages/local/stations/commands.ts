/** What the central system may order (OCPP 1.6 chapter 5), read at the door and handed to the station. */
import { parseInstant } from "@barq/domain/instant";
import ocpp from "ocpp-rpc";
import * as v from "valibot";
import type { Behaviour } from "./behaviour.ts";
import type { Command } from "./link.ts";
import type { Operated } from "./operated.ts";

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
  readonly operated: Operated;
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
/** A time in a command; what is none is refused with it. */
export const when = v.pipe(
  v.string(),
  v.transform((text) => parseInstant(text)),
  v.number("no date and time"),
);
const unlock = v.object({ connectorId: whole });
const reset = v.object({ type: v.picklist(["Soft", "Hard"]) });
const diagnostics = v.object({ location: v.string() });
const firmware = v.object({ location: v.string(), retrieveDate: when });
const localList = v.object({
  listVersion: whole,
  updateType: v.picklist(["Full", "Differential"]),
  localAuthorizationList: v.optional(
    v.array(v.object({ idTag: v.string(), idTagInfo: v.optional(v.object({ status: v.string() })) })),
    [],
  ),
});

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
    UnlockConnector: command(unlock, (order) => {
      const said = station.operated.unlock(order.connectorId);
      // 1.6 has no word of its own for a transaction that runs, nor for a connector that is none.
      return { status: said === "none" ? "NotSupported" : said === "busy" ? "UnlockFailed" : said };
    }),
    Reset: command(reset, ({ type }, after) => {
      if (station.behaviour().refuseReset) return accepted(false);
      after(() => station.operated.restart(type === "Soft" ? "SoftReset" : "HardReset"));
      return accepted(true);
    }),
    ClearCache: command(v.object({}), () => accepted(true)),
    GetDiagnostics: command(diagnostics, (_, after) => {
      after(() => station.operated.tellDiagnostics(null));
      return { fileName: station.operated.logName };
    }),
    UpdateFirmware: command(firmware, ({ location, retrieveDate }) => {
      station.operated.update(location, retrieveDate, null);
      return {};
    }),
    SendLocalList: command(localList, (order) => ({
      status: station.operated.takeList(
        order.listVersion,
        order.updateType === "Full",
        order.localAuthorizationList.map(({ idTag, idTagInfo }) => [idTag, idTagInfo?.status ?? null]),
      ),
    })),
    GetLocalListVersion: command(v.object({}), () => ({ listVersion: station.operated.listVersion() })),
    TriggerMessage: command(triggerMessage, (order, after) => {
      const message = triggered.find((name) => name === order.requestedMessage);
      if (!message) return { status: "NotImplemented" };
      after(() => station.trigger(message, order.connectorId));
      return accepted(true);
    }),
  };
}
