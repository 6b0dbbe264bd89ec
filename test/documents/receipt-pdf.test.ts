import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { linesOf, piecesOf } from "./pdf-text.ts";
import { bare, everyKind, mad, origin, print } from "./receipts.ts";
import { receipt } from "./sold-session.ts";

describe("the receipt as PDF: bytes", () => {
  it("are the same in every process, whatever its time, zone and language", async () => {
    const script = join(import.meta.dirname, "print-receipt.ts");
    const elsewhere = await promisify(execFile)(process.execPath, [script], {
      env: { ...process.env, TZ: "Asia/Tokyo", LANG: "ar_MA.UTF-8" },
    });
    const here = createHash("sha256")
      .update(await print(receipt))
      .digest("hex");
    expect(elsewhere.stdout.trim()).toBe(here);
  });

  it("carry the session's end as their date, and an id that another receipt does not share", async () => {
    const file = Buffer.from(await print(receipt)).toString("latin1");
    expect(file).toContain("(D:20261124155205Z)");
    const idOf = (bytes: Uint8Array) =>
      /\/ID \[<([0-9a-f]+)>/.exec(Buffer.from(bytes).toString("latin1"))?.[1];
    const other = await print({ ...receipt, proof_sha256: "0".repeat(64) });
    expect(idOf(await print(receipt))).toMatch(/^[0-9a-f]{32}$/);
    expect(idOf(other)).not.toBe(idOf(await print(receipt)));
  });

  it("are the same each time in Arabic, with the letters that are shown and no whole font", async () => {
    const [once, again] = [await print(receipt, "ar"), await print(receipt, "ar")];
    expect(Buffer.compare(once, again)).toBe(0);
    expect(once.length).toBeLessThan(100_000);
  });

  it("are a PDF whose cross references point at their objects", async () => {
    for (const [, of] of everyKind) {
      const file = Buffer.from(await print(of)).toString("latin1");
      const start = Number(/startxref\n(\d+)\n%%EOF/.exec(file)?.[1]);
      expect(file.slice(start, start + 4)).toBe("xref");
      const offsets = [...file.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
      expect(offsets.length).toBeGreaterThan(10);
      for (const [n, at] of offsets.entries()) expect(file.slice(at, at + 12)).toContain(`${n + 1} 0 obj`);
    }
  });
});

describe("the receipt as PDF: what came after it", () => {
  const back = { amount: mad("8.75"), sent_at: "2026-12-03T23:30:00Z", credit_note: "CN-E1-2026-000007" };
  const corrected = {
    on: "2026-12-03T10:00:00Z",
    cdr: `${receipt.session}-2`,
    credit_note: back.credit_note,
    energy_kwh: "9.845",
    before_tax: mad("28.75"),
    tax: mad("5.75"),
    after_tax: mad("34.50"),
    proof_sha256: "7c".repeat(32),
  };
  const later = { ...receipt, refunds: [back], corrected };

  it("is a refund with its day and credit note, and that a bank takes days", async () => {
    const said = linesOf(await print({ ...receipt, refunds: [back] })).join(" ");
    for (const part of ["Renvoyé à votre banque 03/12/2026", "CN-E1-2026-000007", "8,75", "de 5 à 10 jours"])
      expect(said).toContain(part);
    expect(linesOf(await print(receipt)).join(" ")).not.toContain("de 5 à 10 jours");
  });

  it("is a correction before everything that was issued first, which stays as it was", async () => {
    const lines = linesOf(await print(later));
    const said = lines.join(" ");
    expect(said).toContain("Corrigé le 3 décembre 2026 par l'avoir CN-E1-2026-000007");
    for (const part of [corrected.cdr, "Total corrigé TTC", "34,50", "9,845 kWh"])
      expect(said).toContain(part);
    expect(said.indexOf("34,50")).toBeLessThan(said.indexOf("43,25"));
    const pieces = piecesOf(await print(later)).map(({ text }) => text);
    for (const { text } of piecesOf(await print(receipt))) expect(pieces).toContain(text);
    const waiting = { ...later, corrected: { ...corrected, credit_note: null } };
    expect(linesOf(await print(waiting)).join(" ")).not.toContain("par l'avoir");
  });

  it("makes another file of it, with an id of its own", async () => {
    const idOf = async (of: typeof receipt) =>
      /\/ID \[<([0-9a-f]+)>/.exec(Buffer.from(await print(of)).toString("latin1"))?.[1];
    const ids = await Promise.all([receipt, { ...receipt, refunds: [back] }, later].map(idOf));
    expect(new Set(ids).size).toBe(3);
  });
});

describe("the receipt as PDF: what it says", () => {
  it("says who sold what where, when by the legal time, and what the meter proves", async () => {
    const lines = linesOf(await print(receipt));
    expect(lines).toEqual(
      expect.arrayContaining([
        "Reçu",
        "N° CAS-ANFA-2026-000123",
        "24 novembre 2026",
        "Barq Recharge SARL AU",
        "ICE 001561191000066 · IF 40412345",
        "Hôtel Anfa Place, parking souterrain MA-CAS-AC-01 K7M2PQ",
        "62, boulevard de la Corniche Connecteur 1 ses_k7m2pq4vtx3hjn8wzr5yb6cdfg",
        "24/11/2026 15:00 24/11/2026 15:52 52 min 05 s",
        "UTC+00:00 UTC+00:00 heure légale, Africa/Casablanca",
        "18 234,120 kWh 18 246,465 kWh 12,345 kWh",
        "Mesure : index envoyés par la station au départ et à l'arrêt.",
      ]),
    );
  });

  it("gives every line its quantity, unit, unit price, tax and reason, in French", async () => {
    expect(linesOf(await print(receipt))).toEqual(
      expect.arrayContaining([
        "Désignation, montants en DH Quantité Prix unitaire HT TVA TTC",
        "Énergie 12,345 kWh 2,50 26,04 20 % 5,21 31,25",
        "12,345 kWh livrés, arrondi à 12,500 kWh par pas de 500 Wh",
        "Branché sans recharger 11 min 1,00 9,17 20 % 1,83 11,00",
        "10 min 55 s branché sans demander d'énergie, arrondi à 11 min par pas de 1 min",
        "Forfait par session 1 session 1,00 0,83 20 % 0,17 1,00",
        "une fois par session",
      ]),
    );
  });

  it("gives the same in English", async () => {
    expect(linesOf(await print(receipt, "en"))).toEqual(
      expect.arrayContaining([
        "Receipt",
        "24 November 2026",
        "18,234.120 kWh 18,246.465 kWh 12.345 kWh",
        "Energy 12.345 kWh 2.50 26.04 20% 5.21 31.25",
        "10 min 55 s parked without asking for power, billed as 11 min by steps of 1 min",
        "Total MAD 43.25",
        "Held MAD 100.00",
        `Anybody can recompute this price:`,
        `${origin}/v1/sessions/${receipt.session}/proof`,
      ]),
    );
  });

  it("has lines that add up to the printed totals, and totals that add up", async () => {
    const lines = linesOf(await print(receipt));
    const cents = (text: string | undefined): number => Number((text ?? "").replace(/[^\d]/g, ""));
    const columns = lines.flatMap((line) => {
      const match = / ([\d ]+,\d\d) 20 % ([\d ]+,\d\d) ([\d ]+,\d\d)$/.exec(line);
      return match ? [[cents(match[1]), cents(match[2]), cents(match[3])] as const] : [];
    });
    const sum = (n: 0 | 1 | 2): number => columns.reduce((all, column) => all + column[n], 0);
    const total = (name: string): number =>
      cents(lines.find((line) => line.startsWith(name))?.slice(name.length));
    expect(columns).toHaveLength(3);
    expect([sum(0), sum(1), sum(2)]).toEqual([total("Total HT"), total("TVA 20 %"), total("Total TTC")]);
    expect(sum(0) + sum(1)).toBe(sum(2));
    expect(total("Montant débité") + total("Montant libéré")).toBe(total("Montant réservé"));
  });

  it("says what was held, taken, given back, still owed and given up, and how the bank names it", async () => {
    const lines = linesOf(await print({ ...receipt, receivable: mad("3.10"), written_off: mad("0.40") }));
    expect(lines).toEqual(
      expect.arrayContaining([
        "Montant réservé 100,00 DH",
        "Montant débité 43,25 DH",
        "Montant libéré 56,75 DH",
        "Reste à payer 3,10 DH",
        "Montant abandonné 0,40 DH",
        "Visa •••• 4242",
        "BARQ* K7M2PQ",
        receipt.proof_sha256,
      ]),
    );
  });

  it("prints both offsets when the law changed the clock in between, and the time that really passed", async () => {
    const lines = linesOf(
      await print({
        ...receipt,
        started_at: "2026-09-20T00:30:00Z",
        ended_at: "2026-09-20T01:30:00Z",
        local: {
          day: "2026-09-20",
          started: "01:30",
          offset: "+01:00",
          ended_day: "2026-09-20",
          ended: "01:30",
          ended_offset: "+00:00",
          zone: "Africa/Casablanca",
        },
      }),
    );
    expect(lines).toContain("20/09/2026 01:30 20/09/2026 01:30 1 h");
    expect(lines).toContain("UTC+01:00 UTC+00:00 heure légale, Africa/Casablanca");
  });

  it("leaves out what is not there: number, card, hold, hash, tax and lines", async () => {
    const lines = linesOf(await print(bare));
    const text = lines.join("\n");
    expect(text).toContain("Rien à payer");
    expect(lines).toContain("TVA non applicable 0,00 DH");
    expect(lines).toContain("– – 12,345 kWh");
    for (const absent of ["N°", "Carte", "4242", "réservé", "libéré", "relevé bancaire", "SHA-256", "null"]) {
      expect(text, absent).not.toContain(absent);
    }
  });

  it("is in Arabic for an Arabic reader: read from the right, every figure in its own order", async () => {
    const lines = linesOf(await print(receipt, "ar"));
    expect(lines).toEqual(
      expect.arrayContaining([
        "إيصال",
        "رقم CAS-ANFA-2026-000123",
        "24 نونبر 2026",
        "القياس: قيمتا العدّاد اللتان أرسلتهما المحطة عند التشغيل والإيقاف.",
        "المجموع مع احتساب الضريبة 43,25 درهم",
        "المبلغ المحجوز 100,00 درهم",
      ]),
    );
    const text = lines.join("\n");
    for (const part of ["12,345 kWh", "24/11/2026 15:00", "20 %", "500 Wh", "Visa •••• 4242", "BARQ* K7M2PQ"])
      expect(text).toContain(part);
    for (const foreign of ["Reçu", "Total", "TTC"]) expect(text).not.toContain(foreign);
  });

  it("prints an Arabic name in Arabic where the paper is in Arabic", async () => {
    const lines = linesOf(await print(bare, "ar"));
    expect(lines.join("\n")).toContain("محطة الرباط");
    expect(lines.join("\n")).toContain("شارع محمد الخامس");
  });

  it("prints a location whose name it has no letters for by its id, never by broken signs", async () => {
    const lines = linesOf(await print(bare));
    expect(lines).toContain("RAB-1 MA-CAS-AC-01 K7M2PQ");
    const control = lines.join("").replace(/[\u0020-\u007e\u00a0-\u00ff€–•]/g, "");
    expect(control).toBe("");
  });

  it("says an evidence or a flag that it has no words for as it is", async () => {
    const [first] = receipt.lines;
    const lines = linesOf(
      await print({
        ...receipt,
        meter: { ...receipt.meter, evidence: "guessed", flags: ["odd_flag"] },
        lines: first ? [{ ...first, label: { fr: "الطاقة", ar: "الطاقة", en: "الطاقة" } }] : [],
      }),
    );
    expect(lines).toContain("Mesure : guessed, odd_flag.");
    // A name of which nothing can be printed goes by its dimension.
    expect(lines).toContain("ENERGY 12,345 kWh 2,50 26,04 20 % 5,21 31,25");
  });
});
