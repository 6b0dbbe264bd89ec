/** The box by which a driver agrees to be asked later: nobody has ticked it for them, and what it says is what is kept. */
import { findConsent } from "@barq/actions/collect-later";
import { showReceipt } from "@barq/actions/sealed-session";
import { minute } from "@barq/domain/instant";
import { receiptPage } from "@barq/pages/receipt-page";
import { scanPage } from "@barq/pages/scan-page";
import { bankGateway } from "@barq/payments/memory-abilities";
import { describe, expect, it } from "vitest";
import { chargeAndStop, createWorld, free, paidSession, tenant } from "../actions/world.ts";
import { openDoors } from "./door-bench.ts";
import { expectGoodPage } from "./good-page.ts";
import { scanView } from "./samples.ts";

const box = /<input type="checkbox" name="collect_later" value="([^"]*)"([^>]*)>/;
const sessionIn = (answer: Response): string =>
  /ses_[a-z2-7]{26}/.exec(answer.headers.getSetCookie().join(" "))?.[0] ?? "";

describe("the box", () => {
  it("says in three languages who may take what, from which card, how often and how much at most; it is not ticked", () => {
    const words = {
      en: ["Barq Démo", "from this card once", "at most", "200.00"],
      fr: ["Barq Démo", "sur cette carte", "une seule fois", "au plus", "200,00"],
      ar: ["Barq Démo", "من هذه البطاقة", "مرة واحدة", "على الأكثر", "200"],
    };
    for (const locale of ["en", "fr", "ar"] as const) {
      const page = scanPage(scanView({ locale }));
      expectGoodPage(page);
      expect(box.exec(page)?.slice(1)).toEqual(["1:200.00", ""]);
      for (const said of words[locale]) expect(page).toContain(said);
    }
  });

  it("stands beside one element: the parts of a sentence would each be a column of their own", () => {
    for (const locale of ["en", "fr", "ar"] as const)
      expect(scanPage(scanView({ locale }))).toMatch(
        / name="collect_later" value="[^"]*"><span>.*<\/span><\/label>/,
      );
  });

  it("is outside of what is folded away", () => {
    const page = scanPage(scanView({}));
    expect(page.indexOf("</details>")).toBeLessThan(page.search(box));
    expect(page.search(box)).toBeLessThan(page.indexOf("<button"));
  });

  it("is not there where nothing is held, or the provider keeps no cards", async () => {
    for (const of of [{ tariff: free }, { abilities: bankGateway }]) {
      const doors = await openDoors(of);
      const page = await (await doors.get(`/q/${doors.world.codeOf(1)}`)).text();
      expect(page).not.toContain("collect_later");
    }
  });

  it("stays as it was when a start is refused", async () => {
    const doors = await openDoors();
    const refused = { limit: "1", limit_kind: "amount" };
    expect(box.exec(await (await doors.start({ ...refused, key: "k1" })).text())?.[2]).toBe("");
    const agreed = { ...refused, key: "k2", collect_later: "1:200.00" };
    expect(box.exec(await (await doors.start(agreed)).text())?.[2]).toContain("checked");
  });
});

describe("a start by the page", () => {
  it("with the box ticked keeps wording, sum and time, and has the provider keep the card", async () => {
    const doors = await openDoors();
    const id = sessionIn(await doors.start({ collect_later: "1:200.00" }));
    const { createdAt } = await doors.world.session(id);
    expect(await findConsent(doors.world.ports, tenant, id)).toEqual({
      wording: 1,
      mostMinor: 20_000n,
      at: createdAt,
    });
    expect(doors.world.provider.holds()).toMatchObject([{ savesCard: true }]);
  });

  it("without it keeps nothing", async () => {
    const doors = await openDoors();
    const id = sessionIn(await doors.start());
    expect(await findConsent(doors.world.ports, tenant, id)).toBeNull();
    expect(doors.world.provider.holds()).toMatchObject([{ savesCard: false }]);
  });

  it("with words or sums that no page has shown is refused, and nothing is held", async () => {
    const doors = await openDoors();
    for (const [n, collect_later] of ["2:200.00", "yes", "1:-5", "1:", ":5", "1:1e9"].entries())
      expect((await doors.start({ collect_later, key: `k${n}` })).status).toBe(400);
    expect(doors.world.provider.calls.open).toBe(0);
  });
});

describe("the receipt's page", () => {
  it("tells in three languages what was taken later, and that nothing is owed any more", async () => {
    const world = await createWorld();
    const { id } = await paidSession(world, { consent: { wording: 1, mostText: "200.00" } });
    await world.status("Preparing");
    await world.settleDown();
    const transactionId = await world.begin(id);
    world.provider.faults.lapse((await world.session(id)).hold?.page ?? null);
    await chargeAndStop(world, transactionId, 20_000);
    await world.pass(minute);
    const receipt = await showReceipt(world.ports, tenant, id);
    const words = {
      en: ["Taken later from your card, as you agreed", "Still owed"],
      fr: ["Débité plus tard sur votre carte, avec votre accord", "Reste dû"],
      ar: ["اقتُطع لاحقاً من بطاقتك بموافقتك", "المتبقي المستحق"],
    };
    for (const locale of ["en", "fr", "ar"] as const) {
      const view = { locale, operator: "Barq", supportPhone: null, token: "t" };
      const [taken = "", owed = ""] = words[locale];
      const page = receiptPage({ ...view, receipt });
      expectGoodPage(page);
      expect(page).toContain(taken);
      expect(page).not.toContain(owed);
      const open = { ...receipt, collected: [], still_owed: receipt.receivable };
      const before = receiptPage({ ...view, receipt: open });
      expect(before).toContain(owed);
      expect(before).not.toContain(taken);
    }
  });
});
