/** Receipts of every kind that there is, and a way to print them. */
import type { PrintSettings } from "@barq/documents/receipt-pdf";
import { receiptPdf } from "@barq/documents/receipt-pdf";
import type { Receipt } from "@barq/domain/receipt";
import { raised, reserved, rich } from "./rich-receipt.ts";
import { receipt } from "./sold-session.ts";

export const origin = "https://barq.example";
export const print = (of: Receipt, locale: PrintSettings["locale"] = "fr") =>
  receiptPdf(of, { locale, origin });
export const mad = (amount: string) => ({ amount, currency: "MAD" });
const zero = mad("0.00");

export const bare: Receipt = {
  ...receipt,
  number: null,
  issued_by: { name: "Barq", lines: [] },
  location: { id: "RAB-1", name: "محطة الرباط", address: "شارع محمد الخامس", city: "الرباط" },
  lines: [],
  vat: null,
  before_tax: zero,
  tax: zero,
  after_tax: zero,
  hold: null,
  captured: zero,
  released: null,
  card: null,
  proof_sha256: null,
  meter: { ...receipt.meter, evidence: "intervals", flags: [] },
};

export const crowded: Receipt = {
  ...receipt,
  location: {
    ...receipt.location,
    name: "Centre commercial Morocco Mall, parking P2 niveau -3, zone de recharge rapide des véhicules électriques",
    address: "Boulevard de l'Océan Atlantique, angle route d'Azemmour, Aïn Diab, arrondissement d'Anfa",
  },
  station: "MA-CAS-MOROCCO-MALL-NIVEAU-MOINS-TROIS-AC-0001",
  issued_by: {
    name: "Société marocaine de recharge des véhicules SARL AU",
    lines: Array(9).fill("ICE 001561191000066"),
  },
  lines: Array.from({ length: 60 }, () => receipt.lines).flat(),
  receivable: mad("12345678901.50"),
  written_off: mad("0.03"),
  meter: {
    ...receipt.meter,
    evidence: "series",
    flags: ["estimated", "readings_rejected", "meter_stop_unknown", "odd"],
  },
};

export const dear: Receipt = {
  ...receipt,
  lines: receipt.lines.map((line) => ({
    ...line,
    quantity: "123456.789",
    price: "98765.4321",
    before_tax: mad("9876543210.12"),
    tax: mad("1975308642.02"),
    after_tax: mad("11851851852.14"),
  })),
};

export const everyKind: readonly (readonly [string, Receipt])[] = [
  ["a plain one", receipt],
  ["one with nothing optional", bare],
  ["one with long names and 180 lines", crowded],
  ["one with amounts in the milliards", dear],
  ["one with everything that a tariff can do, and names of sixty signs", rich],
  ["one of a reservation", reserved],
  ["one that was raised to the least price", raised],
];
