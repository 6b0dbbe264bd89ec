/** Why a line costs what it costs, on paper: built from facts, in French and English, for every kind of line there is. */
import { conditionTexts } from "@barq/documents/condition-text";
import { lineReason } from "@barq/documents/line-reason";
import { conditionsOf } from "@barq/domain/conditions";
import type { OcpiRestrictions } from "@barq/domain/ocpi-tariff";
import { Problems } from "@barq/domain/problems";
import type { Receipt } from "@barq/domain/receipt";
import { readRestrictions } from "@barq/domain/restriction";
import { describe, expect, it } from "vitest";
import { linesOf } from "./pdf-text.ts";
import { print } from "./receipts.ts";
import { bounded, raised, reserved, rich } from "./rich-receipt.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const reasons = ({ lines }: Receipt, language: "fr" | "en"): readonly string[] =>
  lines.map(({ dimension, why }) => `${dimension}: ${plain(lineReason(why, language))}`);
const conditions = (body: OcpiRestrictions, language: "fr" | "en"): string =>
  plain(conditionTexts(conditionsOf(readRestrictions(body, "r", new Problems())), language).join(", "));

describe("the reason of a line", () => {
  it("says steps, conditions, what idle terms gave away, and what was interpolated", () => {
    expect(reasons(rich, "fr")).toEqual([
      "ENERGY: 57,345678 kWh livrés, arrondi à 57,500 kWh par pas de 500 Wh ; le vendredi et le dimanche, de 00:00 à 06:00 et de 22:00 à 24:00 ; limites du tarif entre deux relevés : 1, quantité interpolée",
      "PARKING_TIME: 2 h 30 min branché sans demander d'énergie ; les premières 10 min sont gratuites ; compté de 08:00 à 20:00 ; limites du tarif entre deux relevés : 1, quantité interpolée",
      "FLAT: une fois par session",
      "IDLE_CAP: le temps branché sans recharger ne coûte pas plus que son plafond",
      "WAIVER: non dû : la station a mis fin à la session peu après son début",
    ]);
    expect(reasons(rich, "en").slice(0, 2)).toEqual([
      "ENERGY: 57.345678 kWh delivered, billed as 57.500 kWh by steps of 500 Wh; Friday and Sunday, from 00:00 to 06:00 and from 22:00 to 24:00; boundaries of the tariff between two readings: 1, quantity interpolated",
      "PARKING_TIME: 2 h 30 min parked without asking for power; the first 10 min are free; counted from 08:00 to 20:00; boundaries of the tariff between two readings: 1, quantity interpolated",
    ]);
  });

  it("tells a reservation's time and fee from the session's", () => {
    expect(reasons(reserved, "fr").filter((text) => text.includes("réserv"))).toEqual([
      "RESERVATION_TIME: 22 min de réservation",
      "FLAT: une fois par réservation",
    ]);
    expect(reserved.lines.map(({ label }) => label.fr)).toEqual(
      expect.arrayContaining(["Temps de réservation", "Frais de réservation", "Forfait par session"]),
    );
  });

  it("says a limit that was raised to, and one that was lowered to", () => {
    expect(reasons(bounded, "fr").at(-1)).toBe("MAX_PRICE: prix maximum d'une session selon le tarif");
    expect(reasons(raised, "en").at(-1)).toBe("MIN_PRICE: the tariff's least price of a session");
  });

  it("says every condition that OCPI has, with its ends open or not", () => {
    expect(conditions({ min_kwh: 20, min_power: 3.5, min_current: 16, min_duration: 90 }, "fr")).toBe(
      "au-delà de 20 kWh, après 1 min 30 s de session, à une puissance de 3,5 kW ou plus, à un courant de 16 A ou plus",
    );
    expect(conditions({ max_kwh: 20, max_power: 50, max_current: 16, max_duration: 3600 }, "fr")).toBe(
      "jusqu'à 20 kWh, pendant les premières 1 h de session, à une puissance inférieure à 50 kW, à un courant inférieur à 16 A",
    );
    expect(
      conditions(
        { min_kwh: 1, max_kwh: 2, min_power: 1, max_power: 2, min_duration: 60, max_duration: 120 },
        "en",
      ),
    ).toBe("from 1 kWh to 2 kWh, between 1 min and 2 min of the session, at a power from 1 kW to below 2 kW");
    expect(conditions({ start_date: "2026-12-01", reservation: "RESERVATION_EXPIRES" }, "en")).toBe(
      "from 01/12/2026 on, for a reservation that was not used",
    );
    expect(conditions({ start_date: "2026-12-25", end_date: "2026-12-26", start_time: "22:00" }, "fr")).toBe(
      "de 22:00 à 24:00, le 25/12/2026",
    );
    expect(conditions({ end_date: "2027-01-01", start_time: "22:00", end_time: "06:00" }, "fr")).toBe(
      "de 22:00 à 06:00, jusqu'au 31/12/2026",
    );
    expect(conditions({ day_of_week: ["MONDAY", "TUESDAY", "WEDNESDAY", "SATURDAY"] }, "en")).toBe(
      "Monday to Wednesday and Saturday",
    );
  });
});

describe("the receipt as PDF, of a tariff that does everything", () => {
  it("prints an adjustment with its name, a dash for its price, and amounts below zero with their sign", async () => {
    const lines = linesOf(await print(rich));
    expect(lines).toContain("Plafond du temps branché sans – -145,83 20 % -29,17 -175,00");
    expect(lines).toContain("Frais abandonnés – -0,91 10 % -0,09 -1,00");
    expect(lines.join(" ")).not.toMatch(/IDLE_CAP|WAIVER|null|undefined/);
  });

  it("prints a row for each rate with what it is taken of, and the rows add up", async () => {
    const lines = linesOf(await print(rich));
    const rows = lines.filter((line) => /^TVA \d+ % sur /.test(line));
    expect(rows).toEqual(["TVA 20 % sur 197,40 DH 39,48 DH", "TVA 10 % sur 0,00 DH 0,00 DH"]);
    expect(lines).toContain("Total HT 197,40 DH");
    expect(lines).toContain("Total TTC 236,88 DH");
    expect(linesOf(await print(rich, "en"))).toContain("VAT 20% on MAD 197.40 MAD 39.48");
  });

  it("prints both offsets where the session spans a change of the clock, and the time that passed", async () => {
    const lines = linesOf(await print(rich));
    expect(lines).toContain("20/09/2026 01:30 20/09/2026 10:30 10 h");
    expect(lines).toContain("UTC+01:00 UTC+00:00 heure légale, Africa/Casablanca");
    expect(rich.local).toMatchObject({ offset: "+01:00", ended_offset: "+00:00", ended_day: "2026-09-20" });
  });

  it("prints when the cable was out, where the time until then is priced", async () => {
    const lines = linesOf(await print({ ...rich, left_at: "2026-09-20T11:05:00Z" }));
    expect(lines).toContain("débranché 20/09/2026 11:05");
    expect(linesOf(await print(rich)).join()).not.toContain("débranché 20");
  });

  it("prints a location's own name for what it sold, and quantities by the minute at a price by the minute", async () => {
    const lines = linesOf(await print(rich));
    expect(lines.some((line) => line.startsWith("Service de recharge longtemps"))).toBe(true);
    expect(lines.some((line) => line.includes("150 min 1,50"))).toBe(true);
  });
});
