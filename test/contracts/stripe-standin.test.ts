/** The stand-in is as strict as Stripe where code goes wrong: parameters, keys, states, time, the payment page. */
import { day, hour, minute } from "@barq/domain/instant";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bench, Fields, Reply } from "./stripe-standin-bench.ts";
import { call, order, pageFields, startBench } from "./stripe-standin-bench.ts";

let bench: Bench;
let base: string;
beforeAll(async () => {
  bench = await startBench();
  base = bench.base;
});
afterAll(() => bench.standIn.close());

const pages = "/v1/checkout/sessions";
const create = (changes: Record<string, string | undefined> = {}, headers: Fields = {}): Promise<Reply> =>
  call(base, "POST", pages, pageFields(changes, bench.now()), headers);

describe("parameters", () => {
  const amount = "line_items[0][price_data][unit_amount]";
  const currency = "line_items[0][price_data][currency]";
  const refusals: readonly (readonly [string, Record<string, string | undefined>, string])[] = [
    [
      "payment_method_types, which is removed",
      { "payment_method_types[0]": "card" },
      "payment_method_types_no_longer_supported",
    ],
    ["an unknown name", { colour: "red" }, "parameter_unknown"],
    ["an unknown name further in", { "payment_intent_data[colour]": "red" }, "parameter_unknown"],
    ["a name of every object", { constructor: "x" }, "parameter_unknown"],
    ["no success_url", { success_url: undefined }, "parameter_missing"],
    ["no currency", { [currency]: undefined }, "parameter_missing"],
    ["the old name of the hosted page", { ui_mode: "hosted" }, "invalid_request_error"],
    ["Arabic, which Checkout does not speak", { locale: "ar" }, "invalid_request_error"],
    ["an amount with decimals", { [amount]: "200.00" }, "parameter_invalid_integer"],
    ["an empty text", { client_reference_id: "" }, "parameter_invalid_empty"],
    ["nine digits", { [amount]: "100000000" }, "amount_too_large"],
    ["less than the least", { [amount]: "499" }, "amount_too_small"],
    ["a third decimal in TND", { [currency]: "tnd", [amount]: "12345" }, "parameter_invalid_integer"],
    [
      "two ways to choose payment methods",
      { "excluded_payment_method_types[0]": "link" },
      "parameters_exclusive",
    ],
    [
      "a text where a hash belongs",
      {
        "payment_intent_data[capture_method]": undefined,
        "payment_intent_data[metadata][sid]": undefined,
        payment_intent_data: "manual",
      },
      "parameter_invalid_hash",
    ],
    ["an address that is none", { success_url: "paid" }, "url_invalid"],
    ["what cannot be expanded", { "expand[0]": "latest_charge" }, "invalid_request_error"],
  ];
  for (const [label, changes, code] of refusals) {
    it(`refuses ${label}`, async () => {
      expect(await create(changes)).toMatchObject({ status: 400, code });
    });
  }

  it("refuses a page shorter than 30 minutes or longer than 24 hours", async () => {
    const nowS = Math.floor(bench.now() / 1000);
    for (const seconds of [1799, 86_401]) {
      expect(await create({ expires_at: String(nowS + seconds) })).toMatchObject({ status: 400 });
    }
    for (const seconds of [1800, 86_400]) {
      expect(await create({ expires_at: String(nowS + seconds) })).toMatchObject({ status: 200 });
    }
  });

  it("refuses a wrong key, another version and an address that is none", async () => {
    expect(await create({}, { authorization: "Bearer sk_test_other" })).toMatchObject({ status: 401 });
    expect(await create({}, { "stripe-version": "2024-06-20" })).toMatchObject({ status: 400 });
    expect(await create({}, { "stripe-version": "2026-10-28.endive" })).toMatchObject({ status: 200 });
    expect(await call(base, "GET", "/v1/chargers")).toMatchObject({ status: 404 });
    expect(await call(base, "GET", `${pages}/cs_test_none`)).toMatchObject({ code: "resource_missing" });
    expect(
      await call(base, "POST", pages, { mode: "payment" }, { "content-type": "text/plain" }),
    ).toMatchObject({
      status: 400,
    });
  });
});

describe("keys", () => {
  const key = (name: string): Fields => ({ "idempotency-key": name });

  it("replay the first answer, refuse other parameters and are forgotten after 24 hours", async () => {
    const changes = { expires_at: String(Math.floor(bench.now() / 1000) + 7200) };
    const first = await create(changes, key("k1"));
    const again = await create(changes, key("k1"));
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await create({ ...changes, locale: "fr" }, key("k1"))).toMatchObject({
      status: 400,
      code: "idempotency_error",
    });
    bench.advance(24 * hour + minute);
    expect((await create({}, key("k1"))).at("id")).not.toBe(first.at("id"));
  });

  it("keep a 500, with or without the effect, and replay it", async () => {
    const operation = "POST /v1/checkout/sessions";
    const listed = async (): Promise<number> =>
      (await call(base, "GET", pages, { limit: "100" })).text.split('"checkout.session"').length;
    for (const [kind, more] of [
      ["error500_before", 0],
      ["error500_after", 1],
    ] as const) {
      const before = await listed();
      await order(base, { faults: [{ operation, kind }] });
      expect(await create({}, key(kind))).toMatchObject({ status: 500 });
      const again = await create({}, key(kind));
      expect(again).toMatchObject({ status: 500 });
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect(await listed()).toBe(before + more);
    }
  });

  it("are not spent by a refusal of parameters or by too many requests", async () => {
    expect(await create({ locale: "ar" }, key("k2"))).toMatchObject({ status: 400 });
    await order(base, { faults: [{ operation: "POST /v1/checkout/sessions", kind: "429" }] });
    expect(await create({}, key("k2"))).toMatchObject({ status: 429, code: "rate_limit" });
    expect(await create({}, key("k2"))).toMatchObject({ status: 200 });
  });

  it("in use are refused with 409, and the work is done once", async () => {
    await order(base, {
      faults: [{ operation: "POST /v1/checkout/sessions", kind: "latency", delayMs: 150 }],
    });
    const first = create({}, key("k3"));
    await new Promise((done) => setTimeout(done, 50));
    expect(await create({}, key("k3"))).toMatchObject({ status: 409, code: "idempotency_key_in_use" });
    expect((await create({}, key("k3"))).status).toBe(409);
    const done = await first;
    expect((await create({}, key("k3"))).at("id")).toBe(done.at("id"));
  });
});

describe("a hold", () => {
  it("copies the intent's metadata and not the page's, and shows its charge when asked", async () => {
    const page = await bench.makePage({ "metadata[only_page]": "x" });
    await bench.submit(page, { outcome: "pay" });
    const read = await call(base, "GET", `${pages}/${page}`, { "expand[]": "payment_intent.latest_charge" });
    expect(read.at("status")).toBe("complete");
    expect(read.at("url")).toBe("null");
    expect(read.at("payment_intent.status")).toBe("requires_capture");
    expect(read.at("payment_intent.amount_capturable")).toBe("20000");
    expect(read.at("payment_intent.metadata.sid")).toBe("ses_1");
    expect(read.at("payment_intent.metadata.only_page")).toBe("undefined");
    expect(read.at("payment_intent.latest_charge.captured")).toBe("false");
    const captureBefore = Number(
      read.at("payment_intent.latest_charge.payment_method_details.card.capture_before"),
    );
    expect(captureBefore).toBe(Math.floor(bench.now() / 1000) + 7 * 86_400);
  });

  it("is captured in part, once, with its fee in the settlement currency", async () => {
    const { intent } = await bench.makeHold();
    const capture = `/v1/payment_intents/${intent}/capture`;
    expect(await call(base, "POST", capture, { amount_to_capture: "20001" })).toMatchObject({
      code: "amount_too_large",
    });
    const captured = await call(base, "POST", capture, {
      amount_to_capture: "12540",
      "expand[]": "latest_charge.balance_transaction",
    });
    expect(captured.at("amount_received")).toBe("12540");
    expect(captured.at("amount_capturable")).toBe("0");
    // 125.40 MAD x 0.0925 = 11.60 EUR; 2.9 % and 0.30 EUR are 0.64 EUR
    const movement = "latest_charge.balance_transaction";
    expect([captured.at(`${movement}.amount`), captured.at(`${movement}.fee`)]).toEqual(["1160", "64"]);
    expect(captured.at(`${movement}.net`)).toBe("1096");
    expect(captured.at("latest_charge.amount_refunded")).toBe("0");
    expect(await call(base, "POST", capture)).toMatchObject({ code: "payment_intent_unexpected_state" });
    expect(await call(base, "POST", `/v1/payment_intents/${intent}/cancel`)).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  it("may show its released rest as a refund, which no refund of ours is counted against", async () => {
    await order(base, { capture_shape: "released_as_refund" });
    const { intent } = await bench.makeHold();
    const captured = await call(base, "POST", `/v1/payment_intents/${intent}/capture`, {
      amount_to_capture: "12540",
      "expand[]": "latest_charge",
    });
    await order(base, { capture_shape: "plain" });
    expect(captured.at("latest_charge.amount_refunded")).toBe("7460");
    const listed = await call(base, "GET", "/v1/refunds", { payment_intent: intent });
    expect(listed.at("data.0.amount")).toBe("7460");
    const refund = (amount: string): Promise<Reply> =>
      call(base, "POST", "/v1/refunds", { payment_intent: intent, amount });
    expect(await refund("12541")).toMatchObject({ status: 400 });
    expect(await refund("12540")).toMatchObject({ status: 200 });
    expect(await refund("1")).toMatchObject({ code: "charge_already_refunded" });
  });

  it("of a page cannot be cancelled before it stands; its page can be expired, once", async () => {
    const page = await bench.makePage();
    await bench.submit(page, { outcome: "decline" });
    const intent = (await call(base, "GET", `${pages}/${page}`)).at("payment_intent");
    expect(await call(base, "POST", `/v1/payment_intents/${intent}/cancel`)).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
    expect((await call(base, "POST", `${pages}/${page}/expire`)).at("status")).toBe("expired");
    expect(await call(base, "POST", `${pages}/${page}/expire`)).toMatchObject({ status: 400 });
    expect((await call(base, "GET", `/v1/payment_intents/${intent}`)).at("status")).toBe("canceled");
  });

  it("lapses by the clock with both events, and a page expires with one", async () => {
    const page = await bench.makePage();
    const { intent } = await bench.makeHold("5555 5555 5555 4444");
    bench.advance(7 * day + minute);
    expect((await call(base, "GET", `/v1/payment_intents/${intent}`)).at("status")).toBe("canceled");
    const capture = await call(base, "POST", `/v1/payment_intents/${intent}/capture`);
    expect(capture).toMatchObject({ code: "charge_expired_for_capture" });
    const events = await call(base, "GET", "/v1/events", { limit: "100" });
    const types = Array.from({ length: 100 }, (_, n) => events.at(`data.${n}.type`));
    expect(types.slice(0, 2)).toEqual(["payment_intent.canceled", "charge.expired"]);
    expect(types).toContain("checkout.session.expired");
    expect((await call(base, "GET", `${pages}/${page}`)).at("url")).toBe("null");
  });

  it("has the window of its brand where the brand has one", async () => {
    await order(base, { capture_window_s: { amex: 3600 } });
    const { intent } = await bench.makeHold("378282246310005");
    await order(base, { capture_window_s: {} });
    bench.advance(hour + minute);
    expect((await call(base, "GET", `/v1/payment_intents/${intent}`)).at("cancellation_reason")).toBe(
      "expired",
    );
  });
});

describe("lists", () => {
  it("go from the newest to the oldest by cursor, within the time asked for", async () => {
    bench.advance(hour);
    const from = String(Math.floor(bench.now() / 1000));
    const made = [await bench.makePage(), await bench.makePage(), await bench.makePage()];
    const list = (fields: Fields): Promise<Reply> =>
      call(base, "GET", pages, { "created[gte]": from, ...fields });
    const first = await list({ limit: "2" });
    expect([first.at("data.0.id"), first.at("data.1.id"), first.at("has_more")]).toEqual([
      made[2],
      made[1],
      "true",
    ]);
    const rest = await list({ limit: "2", starting_after: made[1] ?? "" });
    expect([rest.at("data.0.id"), rest.at("has_more")]).toEqual([made[0], "false"]);
    expect(await list({ limit: "101" })).toMatchObject({ status: 400 });
    expect(await list({ colour: "red" })).toMatchObject({ code: "parameter_unknown" });
  });
});

describe("the payment page", () => {
  const cards: readonly (readonly [string, string, number, string])[] = [
    ["that is fine goes on to the product", "4242 4242 4242 4242", 303, ""],
    ["that is declined stays, with a plain message", "4000000000000002", 200, "declined"],
    ["that is no test card is not taken", "4111111111111111", 200, "not a test card"],
    ["whose charge fails is declined", "4000000000000341", 200, "declined"],
    ["that always asks 3-D Secure asks it", "4000002760003184", 200, "confirm this payment"],
  ];
  for (const [label, card, status, text] of cards) {
    it(`with a card ${label}`, async () => {
      const answer = await bench.submit(await bench.makePage({ locale: "en" }), { outcome: "pay", card });
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(text);
    });
  }

  it("shows the amount as held, works as a plain form, and sends paid drivers to success_url with its id", async () => {
    const page = await bench.makePage({ locale: "fr" });
    const shown = await call(base, "GET", `/c/pay/${page}`);
    expect(shown.text).toContain("200.00 MAD");
    expect(shown.text).toContain("bloqués, non débités");
    expect(shown.text).not.toContain("<script");
    const paid = await bench.submit(page, { outcome: "pay" });
    expect(paid.headers.get("location")).toBe(`http://localhost:1/paid?cs=${page}`);
    // The form sent twice pays once.
    expect((await bench.submit(page, { outcome: "pay" })).headers.get("location")).toContain(page);
    expect((await call(base, "GET", `/c/pay/${page}`)).status).toBe(200);
  });

  it("asks 3-D Secure: refused it stays open, confirmed it holds, and then declined it stays open", async () => {
    const page = await bench.makePage({ locale: "en" });
    await bench.submit(page, { outcome: "challenge" });
    const read = (): Promise<Reply> =>
      call(base, "GET", `${pages}/${page}`, { "expand[]": "payment_intent" });
    expect((await read()).at("payment_intent.status")).toBe("requires_action");
    expect((await bench.submit(page, { outcome: "fail" })).text).toContain("did not confirm");
    expect((await read()).at("payment_intent.last_payment_error.code")).toBe(
      "payment_intent_authentication_failure",
    );
    // A confirmation that nobody asks for any more pays nothing.
    expect((await bench.submit(page, { outcome: "approve" })).status).toBe(200);
    await bench.submit(page, { outcome: "pay", card: "4000008400001629" });
    expect((await bench.submit(page, { outcome: "approve" })).text).toContain("declined");
    await bench.submit(page, { outcome: "pay", card: "4000002500003155" });
    expect((await bench.submit(page, { outcome: "approve" })).status).toBe(303);
    expect((await read()).at("payment_intent.status")).toBe("requires_capture");
  });

  it("abandoned goes back and stays open; expired takes nothing", async () => {
    const page = await bench.makePage();
    const back = await bench.submit(page, { outcome: "abandon" });
    expect([back.status, back.headers.get("location")]).toEqual([303, "http://localhost:1/back"]);
    expect((await call(base, "GET", `${pages}/${page}`)).at("status")).toBe("open");
    bench.advance(2 * hour);
    expect((await bench.submit(page, { outcome: "pay" })).status).toBe(410);
    expect((await call(base, "GET", `${pages}/${page}`)).at("payment_intent")).toBe("null");
  });
});
