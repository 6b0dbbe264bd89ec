/** Commissioning as the interface tells it: the steps with their evidence, and the next one as data, in no language. */
import type { Commissioning } from "@barq/actions/commission-look";
import type { SealedVerdict } from "@barq/actions/commission-verdict";
import type { CommissioningPolicy } from "@barq/actions/commissioning-policy";
import { isCommissioningRequired } from "@barq/actions/commissioning-policy";
import type { WaitingStation } from "@barq/actions/waiting-stations";
import { isoText } from "@barq/domain/instant";

export const waitingJson = ({ id, firstAt, lastAt, times }: WaitingStation) => ({
  id,
  first_seen: isoText(firstAt),
  last_seen: isoText(lastAt),
  times,
});

export function commissioningJson(look: Commissioning) {
  const { station, record, next, password } = look;
  return {
    station: station.id,
    connectors: station.connectors.map(({ number, standard, sticker }) => ({ number, standard, sticker })),
    location: look.location?.id ?? null,
    connected: look.online,
    state: look.state,
    technician: record && { by: record.by, since: isoText(record.since) },
    declared: record?.declared ?? null,
    booted: look.booted,
    steps: look.findings.map(({ step, connector, state, say, facts }) => ({
      ...{ step, connector, state, say, facts },
    })),
    next: next && { step: next.step, connector: next.connector, say: next.say, facts: next.facts },
    password: password && {
      rotated_at: isoText(password.rotatedAt),
      confirmed: password.isConfirmed,
    },
    verdict: record?.verdict ?? null,
    commissioned: station.commissioned
      ? { verdict: station.commissioned.verdict, at: isoText(station.commissioned.at) }
      : null,
    again: station.again ? { why: station.again.why, at: isoText(station.again.at) } : null,
  };
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Both as they were sealed: their canonical form is the bytes that were signed. */
export const verdictJson = ({ id, at, state, verdict, seal }: SealedVerdict) => ({
  id,
  at: isoText(at),
  state,
  verdict: parsed(verdict),
  seal: parsed(seal),
});

export const policyJson = (policy: readonly CommissioningPolicy[], now: number) => ({
  required: isCommissioningRequired({ commissioning: policy }, now),
  dated: policy.map(({ from, required }) => ({ from: isoText(from), required })),
});
