/** The Idempotency-Key: needed, judged, never kept; and what a driver tells of themselves lies in one place alone. */
import { createMoneyApp } from "@barq/functions/api/money-app";
import type { Payments } from "@barq/payments/port";
import { describe, expect, it } from "vitest";
import type { Bench } from "./bench.ts";
import { createBench, refusal } from "./bench.ts";

const everything = (bench: Bench): string => JSON.stringify(bench.written);

async function begun() {
  const bench = await createBench();
  const qr = bench.world.codeOf(1);
  const withKey = (key: string | undefined, json: Record<string, unknown> = { qr }) =>
    bench.ask("/v1/sessions", { json, headers: key === undefined ? {} : { "idempotency-key": key } });
  return { bench, qr, withKey };
}

describe("a start", () => {
  it("without a key is refused by a code of its own, and so is one with an empty key", async () => {
    const { bench, withKey } = await begun();
    for (const key of [undefined, "", "  "]) {
      expect(await withKey(key)).toMatchObject({ status: 400, body: { code: "idempotency_key_missing" } });
    }
    expect(bench.written).toEqual([]);
    expect(bench.world.provider.calls.open).toBe(0);
  });

  it("with a key of 256 signs, or of signs that cannot be seen, is refused and nothing is written", async () => {
    const { bench, withKey } = await begun();
    const wrong = [
      "k".repeat(256),
      "a\u0001b",
      "a\u001fb",
      "a\tb",
      "a b",
      "a\u007fb",
      "caf\u00e9",
      "k".repeat(4000),
    ];
    for (const key of wrong) {
      expect(await withKey(key)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    }
    expect(bench.written).toEqual([]);
    expect(bench.world.provider.calls.open).toBe(0);
  });

  it("takes any key of 1 to 255 visible characters, each a session of its own", async () => {
    const { withKey } = await begun();
    const visible = Array.from({ length: 94 }, (_, n) => String.fromCharCode(0x21 + n)).join("");
    const keys = [
      "k",
      "0",
      "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa",
      "k".repeat(255),
      "k".repeat(254),
      visible,
      "a|b#c",
      "__proto__",
    ];
    const ids = new Set<unknown>();
    for (const key of keys) {
      const answer = await withKey(key);
      expect({ key, status: answer.status }).toEqual({ key, status: 201 });
      ids.add(answer.body.id);
    }
    expect(ids.size).toBe(keys.length);
  });
});

describe("a key that is sent again", () => {
  it("finds the same session and page, answers 200, and holds once", async () => {
    const { bench, withKey } = await begun();
    const first = await withKey("again");
    const second = await withKey("again");
    expect(first.status).toBe(201);
    expect(second.status).toBe(200);
    const { access_token: _, ...same } = first.body;
    expect(second.body).toMatchObject(same);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(bench.world.provider.calls.open).toBe(1);
  });

  it("twenty times at once is one session and one hold", async () => {
    const { bench, withKey } = await begun();
    const answers = await Promise.all(Array.from({ length: 20 }, () => withKey("at-once")));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    const sessions = bench.written.flatMap((change) =>
      "put" in change && change.put.sk === "META" ? [change.put.pk] : [],
    );
    expect(sessions).toHaveLength(1);
  });

  it("means the same body however it is laid out, and refuses another", async () => {
    const { bench, qr, withKey } = await begun();
    const first = await withKey("laid-out", { qr, locale: "fr", limit: { amount: "100.00" } });
    const raw = `{ "limit" : {"amount":"100.00"},\n "locale":"fr", "qr":"${qr}" }`;
    const again = await bench.ask("/v1/sessions", {
      raw,
      headers: { "idempotency-key": "laid-out", "content-type": "application/json; charset=utf-8" },
    });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
    const before = bench.written.length;
    const others = [
      { qr },
      { qr, locale: "ar", limit: { amount: "100.00" } },
      { qr, locale: "fr", limit: { amount: "100.01" } },
    ];
    for (const other of others) {
      expect(await withKey("laid-out", other)).toMatchObject({
        status: 422,
        body: { code: "idempotency_key_reused" },
      });
    }
    expect(bench.written.length).toBe(before);
    expect(await bench.world.session(String(first.body.id))).toMatchObject({ state: "pending" });
  });

  it("by somebody else with a key they guessed finds no more than they could start themselves", async () => {
    const { bench, withKey } = await begun();
    const first = await withKey("guessed");
    const other = await withKey("guessed", { qr: bench.world.codeOf(2) });
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });
});

describe("nothing of a start's secrets", () => {
  const key = "Key-That-Nobody-Keeps-4711";
  const email = "amina.canary@example.com";

  it("is stored or logged but the e-mail address, and that in the one item that can be erased", async () => {
    const { bench, qr, withKey } = await begun();
    const started = await withKey(key, { qr, email });
    expect(started.status).toBe(201);
    await withKey(key, { qr, email });
    await withKey(key, { qr });
    const text = everything(bench);
    expect(text).not.toContain(key);
    expect(text).not.toContain(Buffer.from(key).toString("base64"));
    expect(text).not.toContain("203.0.113.9");
    const holding = bench.written.filter((change) => JSON.stringify(change).includes("canary"));
    expect(holding).toEqual([
      {
        // Beside the address: where the message to it stands.
        put: expect.objectContaining({
          pk: expect.stringContaining(String(started.body.id)),
          sk: "CONTACT",
          email,
        }),
        guards: [{ absent: true }],
      },
    ]);
    expect(bench.log.join("\n")).toBe("");
    expect(started.text).not.toContain(email);
  });

  it("is told to the payment provider: labels and description are ids of ours alone", async () => {
    const { bench, qr } = await begun();
    const asked: unknown[] = [];
    const { payments } = bench.ports;
    const listening: Payments = {
      ...payments,
      open(request) {
        asked.push(request);
        return payments.open(request);
      },
    };
    const app = createMoneyApp({ ...bench.door, ports: { ...bench.ports, payments: listening } });
    const body = JSON.stringify({ qr, email });
    const headers = { "idempotency-key": key, "content-type": "application/json" };
    expect((await app.request("/v1/sessions", { method: "POST", headers, body })).status).toBe(201);
    const said = JSON.stringify(asked, (_, value) => (typeof value === "bigint" ? value.toString() : value));
    expect(asked).toHaveLength(1);
    expect(said).not.toContain("canary");
    expect(said).not.toContain(key);
  });

  it("is repeated in a refusal", async () => {
    const { bench, qr } = await begun();
    const long = `${key}${"x".repeat(256)}`;
    const answers = [
      await bench.start({ qr, email: "amina canary at example" }, key),
      await bench.start({ qr, email, locale: "canary" }, key),
      await bench.start({ qr, limit: { amount: "canary" } }, key),
      await bench.start({ qr }, long),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(JSON.stringify(refusal(answer))).not.toMatch(/canary|Key-That/);
    }
  });
});

describe("a key under a connector that changed meanwhile", () => {
  it("from the same address is counted once against the limit, and paid starts not at all", async () => {
    const { bench, qr } = await begun();
    const address = "203.0.113.9";
    for (let n = 0; n < 10; n++) {
      for (let again = 0; again < 2; again++) {
        const answer = await bench.start({ qr }, `n-${n}`, { address });
        expect(answer.status).toBe(again === 0 ? 201 : 200);
      }
    }
    const eleventh = await bench.start({ qr }, "n-10", { address });
    expect(eleventh).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
    expect(Number(eleventh.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await bench.start({ qr }, "n-10", { address: "198.51.100.7" })).status).toBe(200);
    expect(everything(bench)).not.toContain(address);
  });
});
