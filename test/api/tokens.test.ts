/** A token that is not good opens nothing, however it is made, and every bad one is refused in the same words. */
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { exportSPKI } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { Bench } from "./bench.ts";
import { createBench, rival } from "./bench.ts";
import type { Draft } from "./keys.ts";
import { newKeys, rewritten, signed, staffAudience, staffDraft, staffIssuer, unsigned } from "./keys.ts";

let bench: Bench;
let session: Session;

beforeAll(async () => {
  bench = await createBench();
  session = (await bench.world.start()).session;
});

const inS = (ms: number): number => Math.floor((bench.world.now() + ms) / 1000);

/** An access token as we write it ourselves. */
const accessDraft = (): Draft => ({
  header: { alg: "ES256", typ: "at+jwt", kid: "access-1" },
  claims: {
    iss: bench.ports.origin,
    aud: "barq:session",
    sub: session.id,
    tenant: bench.world.tenant,
    iat: inS(0),
    exp: inS(hour),
  },
});

const operatorDraft = (): Draft =>
  staffDraft("staff-1", { role: "operator", tenant: bench.world.tenant, now: bench.world.now() });

const having = (draft: Draft, claims: Draft["claims"], header: Draft["header"] = {}): Draft => ({
  header: { ...draft.header, ...header },
  claims: { ...draft.claims, ...claims },
});

interface Kind {
  readonly label: string;
  draft(): Draft;
  key(): Bench["keys"]["access"];
  path(): string;
}

const kinds: readonly Kind[] = [
  {
    label: "a driver's token",
    draft: accessDraft,
    key: () => bench.keys.access,
    path: () => `/v1/sessions/${session.id}`,
  },
  {
    label: "a receipt's token",
    draft: () =>
      having(
        accessDraft(),
        { aud: "barq:receipt", generation: 1, jti: `${session.id}.1` },
        { typ: "receipt+jwt", kid: "receipt-1" },
      ),
    key: () => bench.keys.receipt,
    path: () => `/v1/sessions/${session.id}/receipt`,
  },
  {
    label: "a token of staff",
    draft: operatorDraft,
    key: () => bench.keys.staff,
    path: () => "/v1/work-queue",
  },
];

/** Tokens that must be refused, by what is wrong with them. */
async function bad(kind: Kind): Promise<Readonly<Record<string, string>>> {
  const draft = kind.draft();
  const key = kind.key();
  const by = (claims: Draft["claims"], header?: Draft["header"]) =>
    signed(key.privateKey, having(draft, claims, header));
  const good = await signed(key.privateKey, draft);
  const stranger = await newKeys(key.keyId);
  const pem = new TextEncoder().encode(await exportSPKI(key.publicKey));
  const jwk = new TextEncoder().encode(JSON.stringify(key.publicJwk));
  const symmetric = having(draft, {}, { alg: "HS256" });
  return {
    "alg none": unsigned(having(draft, {}, { alg: "none" })),
    "alg None in another case": unsigned(having(draft, {}, { alg: "NoNe" })),
    "no signature": `${good.split(".").slice(0, 2).join(".")}.`,
    "alg none over a good signature": rewritten(good, { header: { alg: "none" } }),
    "HS256 with the public key in PEM as secret": await signed(pem, symmetric),
    "HS256 with the public JWK as secret": await signed(jwk, symmetric),
    "somebody else's key under our kid": await signed(stranger.privateKey, draft),
    "a key of its own in the header": await signed(
      stranger.privateKey,
      having(draft, {}, { jwk: { ...stranger.publicJwk } }),
    ),
    "keys at an address of its own": await signed(
      stranger.privateKey,
      having(draft, {}, { jku: "https://evil.example/jwks.json", x5u: "https://evil.example/x5u" }),
    ),
    "an extension that must be understood": rewritten(good, { header: { crit: ["exp"], exp: 1 } }),
    "claims changed after signing": rewritten(good, { claims: { tenant: rival } }),
    "another audience": await by({ aud: "https://elsewhere.example" }),
    "no audience": await by({ aud: undefined }),
    "another issuer": await by({ iss: "https://elsewhere.example" }),
    "an issuer that begins like ours": await by({ iss: `${String(draft.claims.iss)}.evil.example` }),
    "no issuer": await by({ iss: undefined }),
    "another type": await by({}, { typ: "JWT" }),
    "no type": await by({}, { typ: undefined }),
    "an end that has passed": await by({ exp: inS(-31_000) }),
    "no end": await by({ exp: undefined }),
    "an end that is a text": await by({ exp: `${inS(hour)}` }),
    "a beginning that lies ahead": await by({ nbf: inS(32_000) }),
    "no time of issue": await by({ iat: undefined }),
    "nobody it is about": await by({ sub: undefined }),
    "no tenant": await by({ tenant: undefined }),
    "a tenant that is no text": await by({ tenant: [bench.world.tenant] }),
    "an empty tenant": await by({ tenant: "" }),
    "no key id": await by({}, { kid: undefined }),
    "an unknown key id": await by({}, { kid: "somebody-else" }),
    "a path as key id": await by({}, { kid: "../../../../dev/null" }),
    "SQL as key id": await by({}, { kid: "x' UNION SELECT 'secret' --" }),
    "a prototype's name as key id": await by({}, { kid: "__proto__" }),
    "a key id of a thousand signs": await by({}, { kid: "k".repeat(1000) }),
    "more than 4096 signs": await by({ more: "m".repeat(4096) }),
    "two parts": good.split(".").slice(0, 2).join("."),
    "no JSON inside": "e30.bm8.c2ln",
    "a text instead of claims": `${good.split(".")[0]}.${Buffer.from('"text"').toString("base64url")}.c2ln`,
    nothing: "...",
  };
}

const refusedLike = { status: 401, code: "unauthenticated", title: "Unauthenticated" };

for (const kind of kinds) {
  describe(kind.label, () => {
    it("that is as we write it is let in", async () => {
      const token = await signed(kind.key().privateKey, kind.draft());
      expect((await bench.ask(kind.path(), { token })).status).not.toBe(401);
    });

    it("is refused in the same words, whatever is wrong with it, and no word of it is logged", async () => {
      const answers: Record<string, unknown> = {};
      const words = new Set<unknown>();
      for (const [what, token] of Object.entries(await bad(kind))) {
        const answer = await bench.ask(kind.path(), { token });
        const { request_id: _, detail, ...said } = answer.body;
        answers[what] = { ...said, type: undefined, wants: answer.headers.get("www-authenticate") };
        words.add(detail);
      }
      for (const [what, answer] of Object.entries(answers)) {
        expect({ what, answer }).toEqual({ what, answer: { ...refusedLike, wants: "Bearer" } });
      }
      expect(words.size).toBe(1);
      expect(bench.log).toEqual([]);
    });

    it("is good for half a minute of a clock that is behind or ahead, and no longer", async () => {
      const of = (claims: Draft["claims"]) => signed(kind.key().privateKey, having(kind.draft(), claims));
      const statusOf = async (claims: Draft["claims"]) =>
        (await bench.ask(kind.path(), { token: await of(claims) })).status;
      expect(await statusOf({ exp: inS(-29_000) })).not.toBe(401);
      expect(await statusOf({ exp: inS(-30_000) })).toBe(401);
      expect(await statusOf({ nbf: inS(30_000) })).not.toBe(401);
      expect(await statusOf({ nbf: inS(31_000) })).toBe(401);
    });
  });
}

describe("a token of one kind", () => {
  it("never passes for another, whatever it says of itself", async () => {
    const { access, receipt, staff } = bench.keys;
    const receiptDraft = kinds[1]?.draft() ?? accessDraft();
    const driving = `/v1/sessions/${session.id}`;
    const forged = {
      "a receipt's, said to be a driver's": signed(
        receipt.privateKey,
        having(accessDraft(), {}, { kid: "receipt-1" }),
      ),
      "a driver's, said to be a receipt's": signed(
        access.privateKey,
        having(receiptDraft, {}, { kid: "access-1" }),
      ),
      "staff's, said to be a driver's": signed(
        staff.privateKey,
        having(accessDraft(), {}, { kid: "staff-1" }),
      ),
      "a driver's, said to be staff's": signed(
        access.privateKey,
        having(operatorDraft(), {}, { kid: "access-1" }),
      ),
      "a driver's with a role": signed(
        access.privateKey,
        having(accessDraft(), { iss: staffIssuer, aud: staffAudience, role: "operator" }),
      ),
      "a driver's typed as a receipt": signed(
        access.privateKey,
        having(accessDraft(), {}, { typ: "receipt+jwt" }),
      ),
    };
    for (const [what, token] of Object.entries(forged)) {
      for (const path of [driving, `${driving}/receipt`, "/v1/work-queue"]) {
        expect({ what, path, status: (await bench.ask(path, { token: await token })).status }).toEqual({
          what,
          path,
          status: 401,
        });
      }
    }
  });

  it("that is good opens no address of the other kinds", async () => {
    const [driver, link, operator] = [
      await bench.driver(session),
      await bench.receipt(session),
      await bench.staff("operator"),
    ];
    expect((await bench.ask("/v1/work-queue", { token: driver })).status).toBe(403);
    expect((await bench.ask(`/v1/sessions/${session.id}`, { token: link })).status).toBe(403);
    expect((await bench.ask(`/v1/sessions/${session.id}/stop`, { token: link, method: "POST" })).status).toBe(
      403,
    );
    expect((await bench.ask(`/r/${driver}`)).status).toBe(403);
    expect((await bench.ask(`/r/${operator}`)).status).toBe(403);
    expect((await bench.ask(`/s/${session.id}`, { cookie: link })).status).toBe(403);
  });

  it("that gave itself a role or a session more has no more", async () => {
    const token = await signed(
      bench.keys.access.privateKey,
      having(accessDraft(), { role: "operator", sessions: ["*"], scope: "admin" }),
    );
    expect((await bench.ask("/v1/work-queue", { token })).status).toBe(403);
    expect((await bench.ask(`/v1/sessions/${session.id}`, { token })).status).toBe(200);
  });
});

describe("a token of staff", () => {
  it("with a tenant that could divide a key, or a role that we do not have, is refused", async () => {
    const of = (claims: Draft["claims"]) =>
      signed(bench.keys.staff.privateKey, having(operatorDraft(), claims));
    const wrong = [
      ...["barq|S#x", "barq#x", "barq|", "Barq", "barq ", "*", "..", "b".repeat(33), "barq\u0000"].map(
        (tenant) => ({ tenant }),
      ),
      ...["admin", "Operator", "", "__proto__", "constructor", ["operator"], null].map((role) => ({ role })),
      { sub: "" },
      { sub: "s".repeat(201) },
      // Could otherwise pass for people of every fleet.
      { role: "fleet", fleet: undefined },
      { role: "fleet", fleet: "" },
    ];
    for (const claims of wrong) {
      const { status } = await bench.ask("/v1/work-queue", { token: await of(claims) });
      expect({ claims, status }).toEqual({ claims, status: 401 });
    }
  });
});

describe("what is no token", () => {
  it("is refused like a bad one, and an authorization of another kind like none", async () => {
    const path = "/v1/work-queue";
    for (const authorization of ["Bearer", "Bearer ", "Basic b3BlcmF0b3I6", "bearer a b", "Token x", ","]) {
      expect((await bench.ask(path, { headers: { authorization } })).status).toBe(401);
    }
    expect(
      (await bench.ask(path, { headers: { authorization: `bearer   ${await bench.staff("operator")} ` } }))
        .status,
    ).toBe(200);
  });
});
