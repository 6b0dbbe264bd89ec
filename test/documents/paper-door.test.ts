import { day } from "@barq/domain/instant";
import { revokeReceiptTokens } from "@barq/functions/api/receipt-revocation";
import { describe, expect, it } from "vitest";
import { openPaperDoor } from "./paper-bench.ts";
import { linesOf } from "./pdf-text.ts";
import { session } from "./sold-session.ts";

const path = `/v1/sessions/${session.id}/receipt.pdf`;
const other = { tenant: session.tenant, id: "ses_anotheranotheranotheranoth" };

/** What a refusal says, and that it is no PDF. */
async function refusal(response: Response): Promise<{ status: number; code: unknown }> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body: Record<string, unknown> = JSON.parse(await response.text());
  return { status: response.status, code: body.code };
}

const pdfOf = async (response: Response): Promise<readonly string[]> => {
  expect(response.status).toBe(200);
  return linesOf(new Uint8Array(await response.arrayBuffer()));
};

describe("the paper door: who is refused", () => {
  it("nobody without a token, and no token that is none", async () => {
    const door = await openPaperDoor();
    expect(await refusal(await door.get(path))).toEqual({ status: 401, code: "unauthenticated" });
    expect(await refusal(await door.get(path, "nonsense"))).toEqual({ status: 401, code: "unauthenticated" });
    expect(await refusal(await door.get("/r/nonsense.pdf"))).toEqual({
      status: 401,
      code: "unauthenticated",
    });
  });

  it("a driver's and a receipt's token of another session, as if this one did not exist", async () => {
    const door = await openPaperDoor();
    const driver = await door.who.issueAccess({ ...session, ...other });
    const receipt = await door.who.issueReceipt(other);
    expect(await refusal(await door.get(path, driver))).toEqual({ status: 404, code: "not_found" });
    expect(await refusal(await door.get(path, receipt))).toEqual({ status: 404, code: "not_found" });
    expect(await refusal(await door.get(`/r/${receipt}.pdf`))).toEqual({ status: 404, code: "not_found" });
  });

  it("people of another operator, and roles that have no business with a driver's receipt", async () => {
    const door = await openPaperDoor();
    expect(await refusal(await door.get(path, await door.staffToken("finance", "rival")))).toEqual({
      status: 404,
      code: "not_found",
    });
    for (const role of ["technician", "host"] as const) {
      expect(await refusal(await door.get(path, await door.staffToken(role)))).toEqual({
        status: 403,
        code: "forbidden",
      });
    }
  });

  it("an access token at the receipt's address: only a receipt token opens that", async () => {
    const door = await openPaperDoor();
    const driver = await door.who.issueAccess(session);
    expect(await refusal(await door.get(`/r/${driver}.pdf`))).toEqual({ status: 403, code: "forbidden" });
  });

  it("a driver's token a day after the end, while the receipt's link stays good", async () => {
    const door = await openPaperDoor();
    const [driver, receipt] = [await door.who.issueAccess(session), await door.who.issueReceipt(session)];
    door.clock.now = session.since + day;
    expect(await refusal(await door.get(path, driver))).toEqual({ status: 401, code: "unauthenticated" });
    await pdfOf(await door.get(`/r/${receipt}.pdf`));
  });

  it("a receipt's link that was called back", async () => {
    const door = await openPaperDoor();
    const receipt = await door.who.issueReceipt(session);
    await pdfOf(await door.get(`/r/${receipt}.pdf`));
    await revokeReceiptTokens(door.ports.store, session.tenant, session.id);
    expect(await refusal(await door.get(`/r/${receipt}.pdf`))).toEqual({
      status: 401,
      code: "unauthenticated",
    });
  });
});

describe("the paper door: a receipt that is not there yet", () => {
  it("is 409 with Retry-After while it has no number, and while its proof is not in the archive", async () => {
    const unissued = await openPaperDoor({ state: "settling", receipt: null });
    const first = await unissued.get(path, await unissued.who.issueAccess(session));
    expect(first.headers.get("retry-after")).toBe("2");
    expect(await refusal(first)).toEqual({ status: 409, code: "receipt_not_ready" });

    const unsealed = await openPaperDoor({ sealed: null });
    expect(await refusal(await unsealed.get(path, await unsealed.who.issueAccess(session)))).toEqual({
      status: 409,
      code: "receipt_not_ready",
    });
  });
});

describe("the paper door: the good day", () => {
  it("answers a PDF that opens in the browser, is kept nowhere, and has a name that cannot end the header", async () => {
    const door = await openPaperDoor({ receipt: 'CAS/1"\r\nx: y-2026-000001' });
    const response = await door.get(path, await door.who.issueAccess(session));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toBe(
      'inline; filename="receipt-CAS-1-x-y-2026-000001.pdf"',
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(door.log).toEqual([]);
  });

  it("shows the card to the driver and to people at work, in the language of the session", async () => {
    const door = await openPaperDoor();
    const driver = await pdfOf(await door.get(path, await door.who.issueAccess(session)));
    expect(driver).toEqual(expect.arrayContaining(["Reçu", "Visa •••• 4242", "Total TTC 43,25 DH"]));
    for (const role of ["operator", "support", "finance", "auditor"] as const) {
      expect(await pdfOf(await door.get(path, await door.staffToken(role)))).toEqual(driver);
    }
    const english = await openPaperDoor({ pinned: { ...session.pinned, locale: "en" } });
    const lines = await pdfOf(await english.get(path, await english.who.issueAccess(session)));
    expect(lines).toEqual(expect.arrayContaining(["Receipt", "Total MAD 43.25"]));
  });

  it("answers in the language that is asked for, and in the session's own where that is none", async () => {
    const door = await openPaperDoor();
    const token = await door.who.issueReceipt(session);
    for (const [lang, title] of [
      ["ar", "إيصال"],
      ["en", "Receipt"],
      ["fr", "Reçu"],
      ["xx", "Reçu"],
      ["", "Reçu"],
    ] as const)
      for (const [at, own] of [
        [`/r/${token}.pdf`, undefined],
        [path, token],
      ] as const)
        expect(await pdfOf(await door.get(`${at}?lang=${lang}`, own)), lang).toContain(title);
    const arabic = await openPaperDoor({ pinned: { ...session.pinned, locale: "ar" } });
    expect(await pdfOf(await arabic.get(path, await arabic.who.issueAccess(session)))).toContain("إيصال");
  });

  it("shows no card to whoever has the receipt's link, at either address, and the same bytes at both", async () => {
    const door = await openPaperDoor();
    const token = await door.who.issueReceipt(session);
    const byToken = new Uint8Array(await (await door.get(`/r/${token}.pdf`)).arrayBuffer());
    const byPath = new Uint8Array(await (await door.get(path, token)).arrayBuffer());
    expect(Buffer.compare(byToken, byPath)).toBe(0);
    const lines = linesOf(byToken);
    expect(lines).toEqual(expect.arrayContaining(["N° CAS-ANFA-2026-000123", "Total TTC 43,25 DH"]));
    expect(lines.join("\n")).not.toMatch(/4242|Visa|Carte/);
  });
});
