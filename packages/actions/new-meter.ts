/** A meter as whoever puts it in tells of it. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";

/** The meter of a connector, as its plate and whoever put it in say. */
export interface NewMeter {
  readonly serial: string;
  readonly type?: string | undefined;
  readonly accuracy_class?: string | undefined;
  readonly verification_mark?: string | undefined;
  readonly verified_until?: string | undefined;
  readonly public_key?: string | undefined;
  /** the register when it was put in, in Wh */
  readonly register_wh?: string | undefined;
  /** since when it measures; absent: since the station is known here */
  readonly from?: string | undefined;
}

/** @throws Fault invalid_request for a time that is none */
export function meterOf(meter: NewMeter, now: Instant): Meter {
  const instantOf = (text: string | undefined): Instant | null => {
    const at = text === undefined ? null : parseInstant(text);
    if (at === undefined) throw new Fault("invalid_request", `The meter's ${text} is no date and time.`);
    return at;
  };
  return {
    serial: meter.serial,
    type: meter.type ?? null,
    accuracyClass: meter.accuracy_class ?? null,
    verificationMark: meter.verification_mark ?? null,
    verifiedUntil: instantOf(meter.verified_until),
    publicKey: meter.public_key ?? null,
    registerWh: meter.register_wh ?? null,
    from: instantOf(meter.from) ?? now,
  };
}
