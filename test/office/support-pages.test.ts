/** The 22:00 call on the pages: one field leads to the story, and each act is done once, by who may. */
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { sessionPartition, supportActPrefix } from "@barq/store/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import type { Answer, Bench } from "../api/bench.ts";
import { createBench, rival } from "../api/bench.ts";

let bench: Bench;
let session: Session;
let transactionId: number;
let support: string;

beforeEach(async () => {
  bench = await createBench();
  ({ session, transactionId } = await chargingSession(bench.world, {
    email: "amina@example.org",
    locale: "ar",
  }));
  bench.world.advance(5 * minute);
  support = await bench.staff("support");
});

const page = (path: string, cookie = support): Promise<Answer> => bench.ask(path, { cookie });
const formHeaders = { "content-type": "application/x-www-form-urlencoded", origin: "https://barq.example" };
const send = (
  fields: Readonly<Record<string, string>>,
  {
    cookie = support,
    to = "acts",
    id = session.id,
    headers = formHeaders as Readonly<Record<string, string>>,
  } = {},
): Promise<Answer> =>
  bench.ask(`/desk/sessions/${id}/${to}`, {
    method: "POST",
    cookie,
    headers,
    raw: new URLSearchParams(fields).toString(),
  });
const actsOf = async (): Promise<readonly unknown[]> => {
  const acts: unknown[] = [];
  for await (const row of bench.world.store.list(sessionPartition("barq", session.id), {
    prefix: supportActPrefix,
  }))
    acts.push(row.act);
  return acts;
};

describe("the field", () => {
  it("leads from a reference straight to the story, in the language of whoever asks", async () => {
    const found = await page(`/desk/search?q=${session.reference}&lang=fr`);
    expect(found.status).toBe(200);
    expect(found.text).toContain("En charge");
    expect(found.text).toContain("Histoire");
    // The driver is answered in the driver's own language.
    expect(found.text).toContain('<blockquote lang="ar" dir="rtl">');
    expect(found.text).toContain("a***@example.org");
    expect(found.text).not.toContain("amina@");
  });

  it("asks for what is missing, and never looks for a whole card number nor shows it again", async () => {
    expect((await page("/desk/search?q=4242&lang=en")).text).toContain("Ask for the");
    const card = await page("/desk/search?q=4242424242424242&lang=en");
    expect(card.status).toBe(200);
    expect(card.text).not.toContain("4242424242424242");
    expect((await page(`/desk/search?q=${"%3Cscript%3E"}`)).text).not.toContain("<script>");
    expect((await page("/desk/search")).status).toBe(200);
    expect(bench.log).toEqual([]);
  });

  it("finds nothing of another operator's", async () => {
    const theirs = await bench.staff("support", rival);
    expect((await page(`/desk/search?q=${session.reference}`, theirs)).text).not.toContain(session.id);
    expect((await page(`/desk/sessions/${session.id}`, theirs)).status).toBe(404);
    expect((await send({ act: "note", key: "1", note: "x" }, { cookie: theirs })).status).toBe(404);
    expect(
      (await send({ act: "release", key: "1", reason: "test", note: "" }, { cookie: theirs, to: "money" }))
        .status,
    ).toBe(404);
  });
});

describe("an act from the story", () => {
  it("stops once, however often it is pressed, and tells who and why", async () => {
    const stop = { act: "stop", key: "press", reason: "driver_asked", note: "cable stuck" };
    const answers = await Promise.all([send(stop), send(stop)]);
    for (const answer of answers) {
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toBe(`/desk/sessions/${session.id}?done=1`);
    }
    expect((await bench.world.session(session.id)).state).toBe("stopping");
    expect(await actsOf()).toEqual(["stop"]);
    const told = await page(`/desk/sessions/${session.id}?done=1&lang=en`);
    expect(told.text).toContain("Stop charging, by you: The driver asked for it");
    expect(told.text).toContain("cable stuck");
    expect(told.text).toContain("Done.");
  });

  it("that is not possible any more says so on its page, and nothing else happens", async () => {
    await send({ act: "stop", key: "1", reason: "driver_asked", note: "" });
    const second = await send({ act: "stop", key: "2", reason: "driver_asked", note: "" });
    expect(second.headers.get("location")).toBe(`/desk/sessions/${session.id}?refused=state_conflict`);
    const told = await page(String(second.headers.get("location")));
    expect(told.status).toBe(200);
    expect(told.text).toContain('role="alert"');
    expect(await actsOf()).toEqual(["stop"]);
  });

  it("is refused to whoever may not, from elsewhere, and as garbage", async () => {
    const note = { act: "note", key: "1", note: "told to wait" };
    for (const role of ["technician", "auditor", "finance"] as const)
      expect((await send(note, { cookie: await bench.staff(role) })).status).toBe(403);
    const elsewhere = { ...formHeaders, origin: "https://elsewhere.example" };
    expect((await send(note, { headers: elsewhere })).status).toBe(403);
    for (const fields of [
      {},
      { act: "explode", key: "1" },
      { act: "note", key: "", note: "x" },
      { act: "note", key: "1", note: "0612345678" },
      { act: "note", key: "1", note: "a@b.c" },
      { act: "note", key: "1", note: "x".repeat(501) },
      { act: "refund", key: "1", reason: "goodwill", amount: "1", note: "" },
    ]) {
      const answer = await send({ ...fields });
      expect(answer.headers.get("location")).toBe(`/desk/sessions/${session.id}?refused=invalid_request`);
    }
    expect(await actsOf()).toEqual([]);
    expect(bench.log).toEqual([]);
  });

  it("lets a cable go after the stop, never during somebody else's session, and the story says that it was asked", async () => {
    await bench.world.stop(transactionId, "1002000");
    await bench.world.settleDown();
    const unlock = { act: "unlock", key: "1", reason: "driver_asked", note: "" };
    const answer = await send(unlock);
    expect(answer.headers.get("location")).toBe(`/desk/sessions/${session.id}?done=1`);
    expect(await actsOf()).toEqual(["unlock"]);
    expect((await page(`/desk/sessions/${session.id}?lang=en`)).text).toContain("Release the cable, by you");
  });

  it("refunds by support alone up to its limit, once a press, in the amount as people write it", async () => {
    await chargeAndStop(bench.world, transactionId, 10_000);
    await bench.world.status("Available");
    await bench.world.settleDown();
    const settled = await bench.world.session(session.id);
    expect(settled.state).toBe("settled");
    const refund = { act: "refund", key: "r1", reason: "goodwill", amount: "1,50", note: "" };
    const money = { to: "money" };
    expect((await send(refund, money)).headers.get("location")).toContain("done=1");
    expect((await send(refund, money)).headers.get("location")).toContain("done=1");
    expect((await bench.world.session(session.id)).refunded).toBe(150n);
    const operator = await bench.staff("operator");
    expect(
      (await send({ ...refund, key: "r2" }, { ...money, cookie: operator })).headers.get("location"),
    ).toContain("refused=forbidden");
    expect((await send({ ...refund, key: "r3", amount: "99999" }, money)).headers.get("location")).toContain(
      "refused=",
    );
    expect((await bench.world.session(session.id)).refunded).toBe(150n);
  });

  it("shows a technician the station's side and no money", async () => {
    const told = await page(`/desk/sessions/${session.id}?lang=en`, await bench.staff("technician"));
    expect(told.status).toBe(200);
    expect(told.text).toContain(session.station);
    for (const money of ["4242", "Held", "MAD", "example.org"]) expect(told.text).not.toContain(money);
  });
});
