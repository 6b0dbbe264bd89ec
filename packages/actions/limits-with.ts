/** Where a session must stop when more is held for it than now. */
import { Fault } from "@barq/domain/fault";
import { planHold } from "@barq/domain/hold";
import type { Money } from "@barq/domain/money";
import { add } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";
import { policyHoldOf, readLocation, readSettings, readStation, readTariffVersion } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/**
 * Energy and time at which charging must stop with so much more held than now, by the session's own tariff.
 * @throws Fault limit_too_large, and not_found for a place that is gone
 */
export async function limitsWith(
  ports: ReadPorts,
  session: Session,
  more: Money,
): Promise<Pick<Session, "stopEnergyMwh" | "stopAfterMs">> {
  const { tenant, pinned, currency } = session;
  const [tariff, location, settings, station] = await Promise.all([
    readTariffVersion(ports, tenant, pinned.tariff, pinned.tariffVersion),
    readLocation(ports, tenant, pinned.location),
    readSettings(ports, tenant),
    readStation(ports, tenant, session.station),
  ]);
  const connector = station?.connectors.find((each) => each.number === session.connector);
  const held = heldOf(session);
  const policy = connector && location && policyHoldOf(location, settings, connector, currency);
  if (!tariff || !policy || !held || !connector)
    throw new Fault(
      "not_found",
      "The place of this session is not known any more, so nothing can be added. What is held stands.",
    );
  const plan = planHold({
    tariff,
    limit: { kind: "amount", value: add(held, more) },
    policy,
    maxPowerW: connector.maxPowerW,
    readingIntervalS: session.readingIntervalS,
    maxSessionMs: ports.policy.longestSessionMs,
  });
  // What stands already was enough to sell, so more of it is; and a worst case that it covers needs no limit.
  if (plan.kind !== "hold") return { stopEnergyMwh: null, stopAfterMs: null };
  return { stopEnergyMwh: plan.stopEnergyMwh, stopAfterMs: plan.stopAfterMs };
}
