/** A CDR is a function of its facts: the same input gives the same bytes, again and after the tariff has been through JSON. */
import { buildCdr } from "@barq/domain/cdr";
import { priceUsage } from "@barq/domain/price";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { canonicalJson } from "@barq/evidence/canonical-json";
import { cdrFactsOf } from "../domain/cdr-facts.ts";
import type { Case } from "./cases.ts";
import { anyCase } from "./cases.ts";
import { guarantee, mustEqual } from "./guarantee.ts";

function bytesOf({ tariff: body, zone, usage }: Case): readonly string[] {
  const tariff = readTariff(body);
  const facts = cdrFactsOf(tariff, usage, priceUsage(tariff, usage, zone));
  return [canonicalJson(buildCdr(facts)), canonicalJson(buildCdr(facts, "2.2.1"))];
}

export const sameBytes = guarantee(
  {
    name: "same-bytes",
    says: "the same input gives the same bytes of the CDR, also after the tariff has been through JSON",
    part: 800,
    weight: 2,
  },
  anyCase,
  (of) => {
    const once = bytesOf(of);
    mustEqual(bytesOf(of), once, "a second time");
    const tariff: OcpiTariff & Case["tariff"] = JSON.parse(JSON.stringify(of.tariff));
    mustEqual(bytesOf({ ...of, tariff }), once, "through JSON");
  },
);
