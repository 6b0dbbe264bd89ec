/** The session's page in every state: words, figures, the button while there is something to stop, and the money. */
import type { Session, SessionState } from "@barq/domain/session";
import { sessionStates } from "@barq/domain/session";
import { sessionPage } from "@barq/pages/session-page";
import { refusedWhys, sessionWordsOf } from "@barq/pages/session-words";
import { describe, expect, it } from "vitest";
import { expectGoodPage } from "./good-page.ts";
import { everyLocale, sessionView } from "./samples.ts";

const english = (state: SessionState, own: Partial<Session> = {}): string =>
  sessionPage(sessionView(state, { locale: "en" }, own));
const hostile = `"><script>x</script>`;

describe("the session page", () => {
  it("is a good page with words in every state and language", () => {
    for (const locale of everyLocale) {
      for (const state of sessionStates) {
        const page = sessionPage(sessionView(state, { locale }));
        expectGoodPage(page);
        expect(page).toContain(sessionWordsOf(locale).states[state].title);
        expect(page).toContain("K7M2PQ");
      }
    }
  });

  it("stays text whatever was written into it", () => {
    const { receipt } = sessionView("settled");
    const view = sessionView(
      "settled",
      {
        place: { name: hostile, operator: hostile, supportPhone: hostile },
        qr: hostile,
        receiptToken: hostile,
        receipt: receipt && {
          ...receipt,
          lines: receipt.lines.map((line) => ({
            ...line,
            label: { fr: hostile, ar: hostile, en: hostile },
            why: { kind: "waiver", waived_because: "no_energy" },
          })),
        },
      },
      { id: hostile, station: hostile, reference: hostile, why: hostile },
    );
    expectGoodPage(sessionPage(view));
    const charging = sessionView("charging", {}, { why: hostile });
    const { hold } = charging.session;
    const branded = { ...charging.session, hold: hold && { ...hold, brand: hostile, last4: hostile } };
    expectGoodPage(sessionPage({ ...charging, session: branded }));
  });

  it("looks again by itself until nothing changes any more", () => {
    for (const state of sessionStates) {
      const isOver = state === "settled" || state === "released" || state === "failed";
      expect(/http-equiv="refresh" content="\d+"/.test(english(state)), state).toBe(!isOver);
    }
  });

  it("has a stop button while charging, a way to give the hold back before, and neither afterwards", () => {
    for (const state of sessionStates) {
      const buttons = /<form method="post" action="\/s\/ses_[a-z0-9]+\/stop(?:\?lang=en)?"><button/.test(
        english(state),
      );
      expect(buttons, state).toBe(state === "charging" || state === "held");
    }
    expect(sessionPage(sessionView("held", { isReleasing: true }))).not.toContain("<button");
  });

  it("shows energy, cost, power, time, hold and where it stops, while charging", () => {
    const page = english("charging");
    for (const said of [
      "12.346\u00a0kWh",
      "MAD\u00a055.56",
      "48.6\u00a0kW",
      "42\u00a0min",
      "MAD\u00a0100.00",
      "visa •••• 4242",
      "55.200\u00a0kWh",
    ]) {
      expect(page).toContain(said);
    }
    expect(page).toContain('max="10000" value="5556"');
    expectGoodPage(
      sessionPage(sessionView("charging", { energyMwh: null, cost: null, powerW: null, asOf: null })),
    );
  });

  it("guesses no figures while a person looks at them", () => {
    expect(english("review", { why: "meter_backwards" })).not.toMatch(/kWh|55\.56|meter_backwards/);
  });

  it("says until when it waits for the cable, free of charge too", () => {
    expect(english("held")).toContain("15:47");
    const free = sessionPage(
      sessionView("starting", { locale: "en", plugBy: Date.parse("2026-11-24T15:50:00Z") }, { hold: null }),
    );
    expect(free).toContain(sessionWordsOf("en").plugInFree.text);
    expect(free).toContain("15:50");
  });

  it("says what happened to the money for every reason that a session comes to nothing", () => {
    for (const locale of everyLocale) {
      for (const why of refusedWhys) {
        const words = sessionWordsOf(locale);
        const failed = sessionPage(sessionView("failed", { locale }, { why }));
        expect(failed).toContain(words.refused[why].replaceAll("'", "&#39;"));
        expect(failed).toContain(words.neverHeld.replaceAll("'", "&#39;"));
        const released = sessionPage(sessionView("released", { locale }, { why }));
        expect(released).toContain(words.refused[why].replaceAll("'", "&#39;"));
        expect(released).toContain(words.bankMayShow.replaceAll("'", "&#39;"));
      }
    }
    const refused = english("released", { why: "station_refused" });
    expect(refused).toContain("The hold of");
    expect(refused).toContain("was released");
    expect(refused).toContain("Back to the station");
  });

  it("at the end says what was taken, what was released, and that the bank may show both", () => {
    const page = english("settled");
    for (const said of [
      "MAD\u00a043.25",
      "MAD\u00a056.75",
      "for some days",
      "MAD\u00a036.04",
      "VAT",
      "12.345\u00a0kWh",
      "12.500\u00a0kWh",
    ]) {
      expect(page).toContain(said);
    }
    expect(page).toContain('href="/r/eyJ.receipt.token?lang=en"');
    expect(page).toContain('href="/r/eyJ.receipt.token.pdf"');
  });

  it("looks again where the receipt has its number and its proof is still being written", () => {
    const page = sessionPage(sessionView("settled", { locale: "en", receipt: null, receiptToken: null }));
    expect(page).toContain(sessionWordsOf("en").receiptSoon);
    expect(page).toContain('http-equiv="refresh"');
    expect(page).not.toContain("/r/");
  });

  it("says what is still owed, what is waived, and that nothing was taken from a hold that lapsed", () => {
    const owed = english("settled", { captured: 0n, receivable: 4325n });
    expect(owed).toContain("Nothing was taken from your card.");
    expect(owed).toContain("is still owed");
    expect(owed).not.toContain("was taken from the hold");
    const waived = english("released", { startedAt: 1, writtenOff: 45n, why: "below_minimum" });
    expect(waived).toContain("MAD\u00a00.45");
    expect(waived).toContain("you owe nothing");
    expect(english("released", { hold: null, sealed: sessionView("settled").session.sealed })).toContain(
      "free of charge",
    );
  });

  it("leads a driver who is still to pay back to the payment's truth, and to the station's page", () => {
    const page = english("pending");
    expect(page).toMatch(/href="\/s\/ses_[a-z0-9]+\/paid"/);
    expect(page).toContain('href="/q/1.barq.k1.cas-dc-01-1.abcdefghijklmnopqrstuvwxyz?lang=en"');
  });
});
