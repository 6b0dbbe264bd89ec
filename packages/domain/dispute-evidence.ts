/**
 * What a driver's bank is shown: made from the sealed proof and what the session froze at its start, in plain English. It
 * holds nothing personal beyond the card's last four digits, which the bank has given out itself.
 */
import { kwhText } from "./decimal.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import { localParts } from "./legal-time.ts";
import { amountText } from "./money.ts";
import { conditionTexts } from "./price-reason.ts";
import type { Proof } from "./proof.ts";
import type { Session } from "./session.ts";
import { readTariff } from "./tariff.ts";
import { termsOf } from "./terms.ts";

interface EvidenceFacts {
  readonly session: Session;
  readonly proof: Proof;
  readonly place: { readonly name: string; readonly address: string; readonly city: string };
  readonly brand: string;
  /** the provider's word for how the payment was confirmed; null where it was not, or nobody knows */
  readonly threeDSecure: string | null;
}

/** By the provider's headings. */
interface EvidencePack {
  readonly serviceDate: string;
  readonly productDescription: string;
  readonly activityLog: string;
  readonly accessExplanation: string;
}

const languages = { ar: "Arabic", fr: "French", en: "English" } as const;
const sources: Readonly<Record<string, string>> = {
  signed: "two signed records of the meter",
  begin_end: "the register at the beginning and at the end of the transaction",
  start_stop: "the register that the station sent with the start and with the stop",
  series: "the register as it was sent during the session",
  intervals: "the meter's own counts of each interval",
};
/** A heading takes 20,000 characters; a bank's clerk reads a page. */
const mostReadings = 40;
const mostTerms = 20;

export function disputeEvidence(of: EvidenceFacts): EvidencePack {
  const { session, proof, place, brand } = of;
  const { pinned, sealed, hold, currency } = session;
  const { facts, result } = proof;
  const clock = localClockOf(pinned.zone);
  const money = (minor: bigint): string => `${amountText({ minor, currency })} ${currency}`;
  const where = `${place.name}, ${place.address}, ${place.city}`;
  const energy = `${kwhText(BigInt(result.energy_mwh))} kWh`;
  const total = money(sealed?.total ?? 0n);
  const captured = money(session.captured ?? 0n);
  const began = clock(facts.started_at);
  const ended = clock(facts.ended_at);
  const lines = [
    `${clock(session.createdAt)}  The driver opened the page behind the code on connector ${session.connector} of station ${session.station}. The page was in ${languages[pinned.locale]} and showed tariff ${pinned.tariff}, version ${proof.tariff_version}:`,
    ...priceLines(proof, currency),
    ...holdLines(of, clock, money),
    `${began}  Charging began. Register of the meter: ${wh(facts.meter_start)}.`,
    ...readingLines(proof, clock),
    `${ended}  Charging ended (${facts.stop_reason ?? "no reason given"}). Register of the meter: ${wh(facts.meter_stop)}.`,
    `Delivered ${energy} from register ${kwhText(BigInt(result.register_start_mwh))} kWh to ${kwhText(BigInt(result.register_stop_mwh))} kWh, by ${sources[result.evidence] ?? result.evidence}.`,
    `Signed meter data: ${signedText(proof)}.`,
    `Price ${total}, of which tax ${money(sealed?.tax ?? 0n)}${session.receipt === null ? "" : `, receipt ${session.receipt}`}. The proof of this price is sealed under SHA-256 ${sealed?.sha256 ?? "none"} and can be computed again by anybody.`,
  ];
  return {
    serviceDate: began.slice(0, "2026-11-24".length),
    productDescription: `Electric vehicle charging by ${brand}: ${energy} delivered at station ${session.station}, connector ${session.connector}, ${where}, from ${began} to ${ended} (${pinned.zone}). Session ${session.reference}. Price ${total}.`,
    activityLog: lines.join("\n"),
    accessExplanation: [
      `The price was shown before payment, and the driver agreed to a hold of ${hold ? money(hold.holdAmount.minor) : "nothing"} on the payment provider's own page. Of it ${captured} were captured; the price of what the meter counted is ${total}.`,
      `Energy flows only while a cable is plugged into a vehicle that stands at ${where}: whoever charged was there in person.`,
      `Session ${session.id}, reference ${session.reference}. All times are local times in ${pinned.zone}; the session began at ${isoText(facts.started_at)}.`,
    ].join("\n"),
  };
}

function localClockOf(zone: string): (at: Instant) => string {
  return (at) => {
    const { isoDay, timeText } = localParts(zone, at);
    return `${isoDay} ${timeText}`;
  };
}

const wh = (register: string | null): string => (register === null ? "not sent" : `${register} Wh`);

function priceLines(proof: Proof, currency: string): readonly string[] {
  const tariff = { ...readTariff(proof.tariff), version: proof.tariff_version };
  const terms = termsOf(tariff);
  const said = terms.slice(0, mostTerms).map(({ element, price, unit, dimension, vat }) => {
    const restrictions = tariff.elements[element]?.restrictions ?? null;
    const only = restrictions === null ? [] : conditionTexts(restrictions);
    const when = only.length === 0 ? "" : ` (${only.join(", ")})`;
    return `    ${dimension}: ${price} ${currency} per ${unit}${vat === null ? "" : `, VAT ${vat} %`}${when}`;
  });
  const more = terms.length - said.length;
  return more > 0 ? [...said, `    and ${more} further prices`] : said;
}

function holdLines(
  { session, threeDSecure }: EvidenceFacts,
  clock: (at: Instant) => string,
  money: (minor: bigint) => string,
): readonly string[] {
  const { hold, heldAt } = session;
  if (!hold || heldAt === null) return [];
  const card = hold.brand === null ? "a card" : `${hold.brand} ending ${hold.last4 ?? "unknown"}`;
  const secure = threeDSecure ?? "no result on record";
  return [
    `${clock(heldAt)}  The driver agreed to a hold of ${money(hold.holdAmount.minor)} on ${card}. 3-D Secure: ${secure}.`,
  ];
}

/** The register as the station sent it: the first and the last, and the others evenly thinned. */
function readingLines(proof: Proof, clock: (at: Instant) => string): readonly string[] {
  const registers = proof.facts.readings.filter(
    ({ at, measurand, format }) =>
      at !== null && measurand === "Energy.Active.Import.Register" && format === "Raw",
  );
  const step = Math.max(1, Math.ceil(registers.length / mostReadings));
  const shown = registers.filter((_, n) => n % step === 0 || n === registers.length - 1);
  const head = `${registers.length} readings of the register were sent by the station${shown.length < registers.length ? `; ${shown.length} of them` : ""}:`;
  return [
    head,
    ...shown.map(({ at, value, unit, multiplier = 0 }) => {
      const scale = multiplier === 0 ? "" : ` x 10^${multiplier}`;
      return `    ${at === null ? "" : clock(at)}  ${value}${scale} ${unit ?? "Wh"}`;
    }),
  ];
}

function signedText({ facts }: Proof): string {
  if (!facts.signed) return "none; the readings are the station's own";
  const keys = (facts.meter_keys ?? []).map(({ serial }) => serial).join(", ");
  return `${facts.signed.kind === "good" ? "the signatures hold" : `judged ${facts.signed.kind}`}${keys === "" ? "" : `, meter ${keys}`}`;
}
