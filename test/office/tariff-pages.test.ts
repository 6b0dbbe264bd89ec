/** Tariffs at the desk: nobody approves what they wrote or have not seen, and the page tells what a yes agrees to. */

import { reportCodes } from "@barq/domain/report-row";
import type { Role } from "@barq/functions/api/staff-token";
import { tariffWords } from "@barq/pages/office/tariff-words";
import { beforeEach, describe, expect, it } from "vitest";
import type { Answer, Bench } from "../api/bench.ts";
import { createBench, rival, textOf } from "../api/bench.ts";
import { createPublishers, kwh } from "../api/publishers.ts";

let bench: Bench;
let people: ReturnType<typeof createPublishers>;
let draft: { readonly id: string; readonly seen: string };

beforeEach(async () => {
  bench = await createBench();
  people = createPublishers(bench);
  draft = await people.seenDraft(kwh(45));
});

const page = async (path: string, name = "badr", role: Role = "finance"): Promise<Answer> =>
  bench.ask(`${path}?lang=fr`, { cookie: await people.tokenOf(name, role) });

const press = async (
  fields: Readonly<Record<string, string>>,
  cookie?: string,
  id = draft.id,
): Promise<Answer> =>
  bench.ask(`/desk/tariffs/${id}`, {
    cookie: cookie ?? (await people.tokenOf("badr", "finance")),
    raw: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
const led = ({ headers }: Answer): string => (headers.get("location") ?? "").split("?")[1] ?? "";

describe("bad days", () => {
  it("its author approves nothing, and has no form for it", async () => {
    const cookie = await people.tokenOf("amal");
    const yes = { act: "approve", seen: draft.seen, from: "" };
    expect(led(await press(yes, cookie))).toBe("refused=forbidden");
    const { text } = await page(`/desk/tariffs/${draft.id}`, "amal", "operator");
    expect(text).not.toContain('value="approve"');
    expect(text).toContain("une autre personne doit l’approuver");
  });

  it("what was not seen is not approved, and what is wrong has no form", async () => {
    await people.change(draft.id, { tariff: kwh(46), reason: "higher", revision: 1 });
    expect(led(await press({ act: "approve", seen: draft.seen, from: "" }))).toBe("refused=state_conflict");
    const wrong = await people.drafted(kwh(-1), "bad");
    const bad = textOf(wrong.body, "id");
    const { text } = await page(`/desk/tariffs/${bad}`);
    expect(text).toContain("elements.0.price_components.0.price");
    expect(text).not.toContain('value="approve"');
    const seen = textOf(wrong.body, "seen");
    expect(led(await press({ act: "approve", seen, from: "" }, undefined, bad))).toBe(
      "refused=tariff_invalid",
    );
  });

  it("garbage and times that no clock shows are refused, and nothing is published", async () => {
    for (const form of [
      { act: "approve", seen: "x", from: "" },
      { act: "approve", seen: draft.seen, from: "tomorrow" },
      { act: "approve", seen: draft.seen, from: "2026-13-40T10:00" },
      { act: "approve", seen: draft.seen, from: "2026-12-01T25:00" },
      { act: "approve", seen: draft.seen, from: "2020-01-01T00:00" },
      { act: "withdraw", reason: "" },
      { act: "publish" },
    ])
      expect([form, led(await press(form))]).toEqual([form, "refused=invalid_request"]);
    expect(await people.versions()).toBe(1);
  });

  it("another operator's draft is answered like none, and auditors decide nothing", async () => {
    const cookie = await bench.staff("operator", rival);
    expect((await press({ act: "withdraw", reason: "mine" }, cookie)).status).toBe(404);
    expect((await bench.ask(`/desk/tariffs/${draft.id}`, { cookie })).status).toBe(404);
    expect((await bench.ask("/desk/tariffs/drf_", { cookie })).status).toBe(404);
    const auditor = await people.tokenOf("eve", "auditor");
    expect((await press({ act: "withdraw", reason: "mine" }, auditor)).status).toBe(403);
    expect((await page(`/desk/tariffs/${draft.id}`, "eve", "auditor")).text).not.toContain('name="act"');
  });
});

describe("a second person", () => {
  it("sees the price as drivers do, what is unusual, and last month; and their yes publishes it, twice or once", async () => {
    const { text, status } = await page(`/desk/tariffs/${draft.id}`);
    expect(status).toBe(200);
    expect(text).toContain("45");
    expect(text).toContain("Le mois dernier avec ce tarif");
    const seen = /name="seen" value="(\w+)"/.exec(text)?.[1] ?? "";
    expect(led(await press({ act: "approve", seen, from: "" }))).toBe("done=1");
    expect(led(await press({ act: "approve", seen, from: "" }))).toBe("done=1");
    // The one that is sold in this world from the beginning, and this one.
    expect(await people.versions()).toBe(2);
    const list = (await page("/desk/tariffs")).text;
    expect(list).toContain("Approuvé");
    expect(list).toContain("KWH");
  });

  it("plans it by the local time of the operator, and withdraws it while it is planned", async () => {
    expect(led(await press({ act: "approve", seen: draft.seen, from: "2026-12-24T08:30" }))).toBe("done=1");
    const { text } = await page(`/desk/tariffs/${draft.id}`);
    expect(text).toContain("24/12/2026 08:30");
    expect((await page("/desk/tariffs")).text).toContain("prévue à partir du");
    expect(led(await press({ act: "withdraw", reason: "a slip" }))).toBe("done=1");
    expect((await page(`/desk/tariffs/${draft.id}`)).text).toContain("Retiré");
  });
});

it("every row of the report has words in French and Arabic", () => {
  for (const locale of ["fr", "ar"] as const)
    expect(Object.keys(tariffWords(locale).report ?? {}).sort()).toEqual([...reportCodes].sort());
});
