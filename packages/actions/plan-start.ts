/** What a start comes to before anything is written: the hold that it asks for, and the session as it begins. */
import { Fault } from "@barq/domain/fault";
import type { HoldPlan } from "@barq/domain/hold";
import { planHold } from "@barq/domain/hold";
import type { Money } from "@barq/domain/money";
import { cardCeiling, cardFloor, parseAmount } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { ConsentAsked } from "./collect-later.ts";
import { deviceOf } from "./limit-failures.ts";
import type { Place } from "./network.ts";
import type { MoneyPorts } from "./ports.ts";

export interface StartRequest {
  readonly qr: string;
  readonly key: string;
  /** as it came, for the fingerprint that tells a repeat from a key used twice */
  readonly body: unknown;
  readonly locale: "ar" | "fr" | "en";
  readonly limit:
    | { readonly kind: "amount"; readonly text: string }
    | { readonly kind: "energy"; readonly kwhText: string }
    | null;
  readonly email: string | null;
  /** to a later collection: the wording that was read, and the most that it named; null or absent: nothing was agreed to */
  readonly consent?: ConsentAsked | null;
  readonly address: string;
  readonly carConfirmed: boolean;
  /** what the browser's cookie calls it; null for whoever has none */
  readonly device: string | null;
}

export type Plan = Exclude<HoldPlan, { kind: "limit_too_small" }>;

/**
 * The hold by the driver's own limit, else by the location's policy; free where the worst case costs nothing.
 * @throws Fault limit_too_small, limit_too_large, amount_invalid, invalid_request
 */
export function planOf(ports: MoneyPorts, place: Place, limit: StartRequest["limit"]): Plan {
  const plan = planHold({
    tariff: place.tariff,
    limit:
      limit === null
        ? null
        : limit.kind === "amount"
          ? { kind: "amount", value: cardFloor(parseAmount(limit.text, place.tariff.currency)) }
          : { kind: "energy", energyWh: whOf(limit.kwhText) },
    policy: place.policyHold,
    maxPowerW: place.connector.maxPowerW,
    readingIntervalS: ports.policy.readingIntervalS,
    maxSessionMs: ports.policy.longestSessionMs,
  });
  const tooSmall = (sold: Money): Fault => {
    // The provider holds no less than its own least, however little the station could sell.
    const provider = ports.payments.least(sold.currency);
    const least = cardCeiling(sold.minor > provider.minor ? sold : provider);
    return new Fault("limit_too_small", "So little cannot be sold here. Ask for at least the sum in least.", {
      least,
    });
  };
  if (plan.kind === "limit_too_small") throw tooSmall(plan.least);
  if (plan.kind === "hold" && plan.holdAmount.minor < ports.payments.least(plan.holdAmount.currency).minor)
    throw tooSmall(plan.holdAmount);
  // A limit of the driver's own is what a card can pay already: nothing is held above it.
  return plan.kind === "hold" ? { ...plan, holdAmount: cardCeiling(plan.holdAmount) } : plan;
}

function whOf(kwhText: string): bigint {
  const match = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(kwhText);
  const energyWh = match ? BigInt(`${match[1]}${(match[2] ?? "").padEnd(3, "0")}`) : 0n;
  if (energyWh <= 0n)
    throw new Fault("invalid_request", `"${kwhText}" is not an energy in kWh with at most 3 decimals.`);
  return energyWh;
}

/** The session as it begins: pending, with everything frozen that it is judged by later. */
export function newSession(
  ports: Pick<MoneyPorts, "clock" | "identity" | "policy">,
  place: Place,
  plan: Plan,
  request: StartRequest,
): Session {
  const now = ports.clock();
  const id = ports.identity.sessionId({ tenant: place.tenant, qr: request.qr, key: request.key });
  return {
    tenant: place.tenant,
    id,
    version: 1,
    state: "pending",
    reference: ports.identity.reference(id),
    fingerprint: ports.identity.fingerprint(request.body),
    station: place.station.id,
    connector: place.connector.number,
    currency: place.tariff.currency,
    createdAt: now,
    pinned: {
      tariff: place.tariff.id,
      tariffVersion: place.tariff.version,
      location: place.location.id,
      legalEntity: place.location.legalEntity,
      sticker: place.sticker,
      locale: request.locale,
      zone: place.location.zone,
    },
    carConfirmed: request.carConfirmed,
    device: request.device === null ? null : deviceOf(ports, request.device),
    hold:
      plan.kind === "free"
        ? null
        : {
            holdAmount: plan.holdAmount,
            page: null,
            intent: null,
            stands: false,
            captureBefore: null,
            brand: null,
            last4: null,
            released: false,
          },
    further: null,
    stopEnergyMwh: plan.kind === "hold" ? plan.stopEnergyMwh : null,
    stopAfterMs: plan.kind === "hold" ? plan.stopAfterMs : null,
    readingIntervalS: plan.kind === "hold" ? plan.readingIntervalS : ports.policy.readingIntervalS,
    effect: plan.kind === "hold" ? { name: "hold.1", attempt: 1 } : null,
    due: now + ports.policy.firstLookMs,
    tries: 0,
    since: now,
    heldAt: null,
    transactionId: null,
    startedAt: null,
    meterStart: null,
    endedAt: null,
    meterStop: null,
    stopReason: null,
    idleUntil: null,
    leftAt: null,
    sealed: null,
    captured: null,
    receivable: null,
    writtenOff: null,
    refunded: null,
    returned: null,
    receipt: null,
    why: null,
  };
}
