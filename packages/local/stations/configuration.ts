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

export const secretKey = "AuthorizationKey";

const keysOf = (outlets: readonly Outlet[]): Readonly<Record<string, Key>> => ({
  MeterValueSampleInterval: { usual: "60", accepts: seconds },
  HeartbeatInterval: { usual: "300", accepts: seconds },
  /** how long an accepted remote start waits for the cable */
  ConnectionTimeOut: { usual: "120", accepts: seconds },
  /** whether Authorize is sent before a remote start begins */
  AuthorizeRemoteTxRequests: { usual: "false", accepts: truth },
  /** whether a start that is answered with anything but Accepted is ended */
  StopTransactionOnInvalidId: { usual: "true", accepts: truth },
  /** whether a transaction ends when the cable comes out at the vehicle */
  StopTransactionOnEVSideDisconnect: { usual: "true", accepts: truth },
  ClockAlignedDataInterval: { usual: "0", accepts: seconds },
  StopTxnSampledData: { usual: "Energy.Active.Import.Register", accepts: /^[A-Za-z.,]{1,200}$/ },
  /** the password of the next connection; it can only be written (OCPP 1.6 JSON, section 6.2) */
  [secretKey]: { usual: "", accepts: /^[\x21-\x7e]{16,40}$/ },
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
  changed: {
    readonly configuration: Record<string, string>;
    readonly behaviour: { readonly frozen: Readonly<Record<string, string>> };
  },
  outlets: readonly Outlet[],
): Configuration {
  const keys = keysOf(outlets);
  const values: Values = changed.configuration;
  const currentOf = (key: string): string =>
    changed.behaviour.frozen[key] ?? values[key] ?? keys[key]?.usual ?? "";
  return {
    seconds: (key) => Number(currentOf(key)),
    isOn: (key) => currentOf(key) === "true",
    change(key, value) {
      const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (!known) return "NotSupported";
      if (!known.accepts?.test(value) || changed.behaviour.frozen[key] !== undefined) return "Rejected";
      changed.configuration[key] = value;
      return "Accepted";
    },
    answer(asked) {
      const wanted = (asked.length === 0 ? Object.keys(keys) : asked).filter((key) => key !== secretKey);
      return {
        configurationKey: wanted
          .filter((key) => Object.hasOwn(keys, key))
          .map((key) => ({ key, readonly: keys[key]?.accepts === null, value: currentOf(key) })),
        unknownKey: wanted.filter((key) => !Object.hasOwn(keys, key)),
      };
    },
  };
}
