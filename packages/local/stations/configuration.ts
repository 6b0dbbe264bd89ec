/** The configuration keys a simulated station knows (OCPP 1.6 chapter 9). */
import type { Outlet } from "./state.ts";

type Values = Readonly<Record<string, string>>;

interface Key {
  readonly usual: string;
  /** null: read-only */
  readonly accepts: RegExp | null;
}

const seconds = /^\d{1,7}$/;
const truth = /^(true|false)$/;

const keysOf = (outlets: readonly Outlet[]): Readonly<Record<string, Key>> => ({
  MeterValueSampleInterval: { usual: "60", accepts: seconds },
  HeartbeatInterval: { usual: "300", accepts: seconds },
  /** how long an accepted remote start waits for the cable */
  ConnectionTimeOut: { usual: "120", accepts: seconds },
  /** whether Authorize is sent before a remote start begins */
  AuthorizeRemoteTxRequests: { usual: "false", accepts: truth },
  /** whether a start that is answered with anything but Accepted is ended */
  StopTransactionOnInvalidId: { usual: "true", accepts: truth },
  NumberOfConnectors: { usual: String(outlets.length), accepts: null },
  MeterValuesSampledData: { usual: "Energy.Active.Import.Register,Power.Active.Import,SoC", accepts: null },
  SupportedFeatureProfiles: {
    usual: "Core,RemoteTrigger,FirmwareManagement,LocalAuthListManagement",
    accepts: null,
  },
});

export interface Configuration {
  seconds(key: "MeterValueSampleInterval" | "HeartbeatInterval" | "ConnectionTimeOut"): number;
  isOn(key: "AuthorizeRemoteTxRequests" | "StopTransactionOnInvalidId"): boolean;
  change(key: string, value: string): "Accepted" | "Rejected" | "NotSupported";
  /** the answer to GetConfiguration; all keys where none are named */
  answer(asked: readonly string[]): Record<string, unknown>;
}

/** Over the values that were changed, which it keeps up to date. */
export function configurationOf(
  changed: { readonly configuration: Record<string, string> },
  outlets: readonly Outlet[],
): Configuration {
  const keys = keysOf(outlets);
  const values: Values = changed.configuration;
  const currentOf = (key: string): string => values[key] ?? keys[key]?.usual ?? "";
  return {
    seconds: (key) => Number(currentOf(key)),
    isOn: (key) => currentOf(key) === "true",
    change(key, value) {
      const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (!known) return "NotSupported";
      if (!known.accepts?.test(value)) return "Rejected";
      changed.configuration[key] = value;
      return "Accepted";
    },
    answer(asked) {
      const wanted = asked.length === 0 ? Object.keys(keys) : asked;
      return {
        configurationKey: wanted
          .filter((key) => Object.hasOwn(keys, key))
          .map((key) => ({ key, readonly: keys[key]?.accepts === null, value: currentOf(key) })),
        unknownKey: wanted.filter((key) => !Object.hasOwn(keys, key)),
      };
    },
  };
}
