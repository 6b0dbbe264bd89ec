/**
 * When part of a price is not due: the station itself ended or refused the session soon after its start, or the vehicle never
 * took any energy. What is waived is a line with its reason and cost, never a lower price without a word.
 */
import type { Instant } from "./instant.ts";

export interface Waiver {
  /** `flat`: flat fee and least price; `everything`: the whole price */
  readonly kind: "flat" | "everything";
  /** a stable code */
  readonly why: "station_ended" | "no_energy";
}

/**
 * Reasons that are the station's own doing (OCPP 1.6 7.36 Reason; OCPP 2.0.1 ReasonEnumType): the driver neither asked for
 * the end nor caused it.
 */
const stationsOwn: ReadonlySet<string> = new Set([
  "EmergencyStop",
  "HardReset",
  "SoftReset",
  "PowerLoss",
  "Reboot",
  "DeAuthorized",
  "GroundFault",
  "OvercurrentFault",
  "PowerQuality",
  "ImmediateReset",
  "Other",
]);

/** We ended the session because no energy came, or because its time was up while none had come: the hold goes back. */
export const tookNothing = ({
  why,
  energyMwh,
}: {
  readonly why: string | null;
  readonly energyMwh: bigint;
}): boolean => energyMwh === 0n && (why === "no_energy" || why === "time_limit");

export function waiverOf(session: {
  readonly stopReason: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly why: string | null;
  readonly energyMwh: bigint;
  /** by the policy in force at the start */
  readonly thresholdMs: number;
}): Waiver | null {
  if (tookNothing(session)) return { kind: "everything", why: "no_energy" };
  const isSoon = session.endedAt - session.startedAt < session.thresholdMs;
  return isSoon && stationsOwn.has(session.stopReason ?? "") ? { kind: "flat", why: "station_ended" } : null;
}

export const waiverWords: Readonly<Record<Waiver["why"], string>> = {
  station_ended: "the station ended the session soon after its start",
  no_energy: "the vehicle took no energy",
};

/** A waiver as it was written down; null for anything else. */
export function readWaiver(
  value: { readonly kind: string; readonly why: string } | null | undefined,
): Waiver | null {
  if (!value) return null;
  const kinds: readonly Waiver["kind"][] = ["flat", "everything"];
  const whys: readonly Waiver["why"][] = ["station_ended", "no_energy"];
  const [kind, why] = [
    kinds.find((known) => known === value.kind),
    whys.find((known) => known === value.why),
  ];
  return kind && why ? { kind, why } : null;
}
