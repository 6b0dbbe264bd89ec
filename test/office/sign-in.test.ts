/** Signing in to the pages of people at work, over the wire: the local issuer behind HTTP, the door as it is mounted. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StaffIssuer } from "@barq/functions/api/staff-token";
import type { SignInIssuer } from "@barq/functions/office/sign-in";
import { localIssuer } from "@barq/local/issuer";
import type { LocalIssuer } from "@barq/local/issuer-server";
import { startIssuer } from "@barq/local/issuer-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bench } from "../api/bench.ts";
import { createBench, read } from "../api/bench.ts";
import { newKeys } from "../api/keys.ts";

let folder: string;
let issuer: LocalIssuer;
let bench: Bench;
let clock = Date.UTC(2026, 10, 25, 21);
const origin = "https://barq.example";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "barq-issuer-"));
  const keys = await newKeys("issuer-1");
  issuer = await startIssuer({ folder, keys, clock: () => clock, tenant: "barq", origin });
  const staff: StaffIssuer = localIssuer(keys);
  bench = await createBench({ staff, signIn: issuer.signIn });
  clock = bench.world.now();
});
afterAll(() => {
  issuer.close();
  rmSync(folder, { recursive: true });
});

const env = { requestContext: { http: { sourceIp: "127.0.0.1" } } };
const open = (path: string, cookies: readonly string[] = [], init: RequestInit = {}) =>
  bench.apps.office.request(path, { ...init, headers: { ...init.headers, cookie: cookies.join("; ") } }, env);
const cookieOf = (response: Response, name: string): string => {
  const found = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  return found?.split(";")[0] ?? "";
};

/** A browser that is sent to the issuer, chooses, and is sent back. */
async function goAndChoose(choice: Readonly<Record<string, string>> = {}, to = "/desk") {
  const gone = await open(`/desk/sign-in?to=${encodeURIComponent(to)}`);
  const address = new URL(gone.headers.get("location") ?? "");
  const form = new URLSearchParams([...address.searchParams, ["role", "support"], ["name", "Salma"]]);
  for (const [name, value] of Object.entries(choice)) form.set(name, value);
  const chosen = await fetch(new URL("/authorize", address), {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  return { kept: cookieOf(gone, "barq_signing_in"), chosen, address };
}

async function signedIn(choice: Readonly<Record<string, string>> = {}, to = "/desk") {
  const { kept, chosen } = await goAndChoose(choice, to);
  const back = new URL(chosen.headers.get("location") ?? "");
  return { back, kept, answer: await open(`${back.pathname}${back.search}`, [kept]) };
}

describe("signing in", () => {
  it("is asked of whoever comes without a cookie, and leads back to the page that was asked for", async () => {
    const before = await open("/desk?q=AB");
    expect(before.status).toBe(401);
    expect(await before.text()).toContain("/desk/sign-in?to=%2Fdesk%3Fq%3DAB");
    const { answer } = await signedIn({}, "/desk?q=AB");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/desk?q=AB");
    const after = await open("/desk", [cookieOf(answer, "barq_staff")]);
    expect(after.status).toBe(200);
    expect(await after.text()).toContain('action="/desk/search"');
  });

  it("keeps the token where no script and no other site reads it", async () => {
    const { answer } = await signedIn();
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith("barq_staff="));
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/desk"]) expect(cookie).toContain(part);
    expect(answer.headers.get("location")).not.toContain("ey");
  });

  it("is refused where another browser comes back with the code", async () => {
    const mine = await goAndChoose();
    const theirs = await goAndChoose();
    const back = new URL(theirs.chosen.headers.get("location") ?? "");
    for (const cookies of [[], [mine.kept], ["barq_signing_in=x.y"]]) {
      const answer = await open(`${back.pathname}${back.search}`, cookies);
      expect(answer.status).toBe(400);
      expect(answer.headers.getSetCookie().some((cookie) => cookie.startsWith("barq_staff=e"))).toBe(false);
    }
  });

  it("takes a code once, within a minute, and leaves none behind", async () => {
    const { back, kept, answer } = await signedIn();
    expect(answer.status).toBe(303);
    expect((await open(`${back.pathname}${back.search}`, [kept])).status).toBe(400);
    expect(readdirSync(folder).length).toBeLessThan(10);
    const late = await goAndChoose();
    const lateBack = new URL(late.chosen.headers.get("location") ?? "");
    clock += 61_000;
    expect((await open(`${lateBack.pathname}${lateBack.search}`, [late.kept])).status).toBe(400);
    clock -= 61_000;
  });

  it("leads nowhere but to our own pages", async () => {
    for (const to of [
      "//elsewhere.example",
      "https://elsewhere.example/desk",
      "/desk\\evil",
      "/deskevil",
      "/q/1",
    ]) {
      const { answer } = await signedIn({}, to);
      expect(answer.headers.get("location")).toBe("/desk");
    }
  });

  it("says that it cannot be asked when the issuer is away, and that none is set up where none is", async () => {
    const away: SignInIssuer = { ...issuer.signIn, tokenUrl: "http://127.0.0.1:9/token" };
    const lost = await createBench({ signIn: away });
    const gone = await lost.apps.office.request("/desk/sign-in", {}, env);
    const state = new URL(gone.headers.get("location") ?? "").searchParams.get("state");
    const back = await lost.apps.office.request(
      `/desk/signed-in?code=x&state=${state}&iss=${encodeURIComponent(away.issuer)}`,
      { headers: { cookie: cookieOf(gone, "barq_signing_in") } },
      env,
    );
    expect(back.status).toBe(503);
    expect(back.headers.get("retry-after")).toBe("5");
    const none = await createBench({ signIn: null });
    const told = await none.apps.office.request("/desk/sign-in?lang=en", {}, env);
    expect(told.status).toBe(503);
    expect(await told.text()).toContain("STAFF_CLIENT_ID");
  });

  it("ends with signing out, which a page elsewhere cannot send", async () => {
    const { answer } = await signedIn();
    const cookie = cookieOf(answer, "barq_staff");
    const out = await open("/desk/sign-out", [cookie], { method: "POST" });
    expect(out.status).toBe(303);
    expect(cookieOf(out, "barq_staff")).toBe("barq_staff=");
  });
});

describe("the local issuer", () => {
  it("sends a code to the product's own address alone", async () => {
    const { chosen } = await goAndChoose({ redirect_uri: "https://elsewhere.example/desk/signed-in" });
    expect(chosen.status).toBe(400);
    expect(chosen.headers.get("location")).toBeNull();
  });

  it("gives a token for nothing that is not the code's own verifier, and for no garbage", async () => {
    const { chosen } = await goAndChoose();
    const code = new URL(chosen.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const ask = (fields: Readonly<Record<string, string>>) =>
      fetch(issuer.signIn.tokenUrl, { method: "POST", body: new URLSearchParams(fields) });
    const good = {
      grant_type: "authorization_code",
      client_id: "barq-desk",
      redirect_uri: `${origin}/desk/signed-in`,
      code,
      code_verifier: "v".repeat(43),
    };
    expect(await (await ask({ ...good, client_id: "other" })).json()).toEqual({ error: "invalid_request" });
    expect(await (await ask({ ...good, code: "../../secrets" })).json()).toEqual({
      error: "invalid_request",
    });
    expect(await (await ask(good)).json()).toEqual({ error: "invalid_grant" });
    expect((await ask({})).status).toBe(400);
  });
});

describe("the pages' door", () => {
  it("answers garbage with a page that says so, and nothing in the log", async () => {
    for (const path of [
      "/desk/sign-in?to=%00",
      "/desk/signed-in?code=1",
      "/desk/signed-in",
      "/desk?lang=xx",
    ]) {
      const answer = await read(await open(path));
      expect([200, 303, 400, 401]).toContain(answer.status);
    }
    const cookie = "barq_staff=not.a.token";
    expect((await open("/desk", [cookie])).status).toBe(401);
    expect(bench.log).toEqual([]);
  });

  it("keeps the language that was chosen once", async () => {
    const chosen = await open("/desk?lang=ar");
    expect(cookieOf(chosen, "barq_lang")).toBe("barq_lang=ar");
    expect(await (await open("/desk", ["barq_lang=ar"])).text()).toContain('dir="rtl"');
  });
});

describe("a form of people at work", () => {
  it("is believed from our own pages alone, and they let a browser say where it comes from", async () => {
    const { answer } = await signedIn();
    const cookie = cookieOf(answer, "barq_staff");
    const page = await open("/desk", [cookie]);
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    const post = (from: string | null) =>
      open("/desk/sessions/ses_nobody/acts", [cookie], {
        method: "POST",
        headers: from === null ? {} : { origin: from },
      });
    expect((await post("https://elsewhere.example")).status).toBe(403);
    expect((await post("null")).status).toBe(403);
    // Of our own it is asked; there is no such session.
    expect((await post(origin)).status).toBe(404);
  });
});
