/** Names made from secrets: the same for the same, different for anything different, and nobody can guess one. */

import { base32, spokenText } from "@barq/evidence/base32";
import {
  fingerprintOf,
  hashedText,
  idTagOf,
  keyedBytes,
  newPassword,
  passwordHash,
  passwordMatches,
  referenceOf,
  sessionIdOf,
  smallNumberOf,
} from "@barq/evidence/identity";
import { createKeyring } from "@barq/evidence/keyring";
import { makeQrToken, readQrToken } from "@barq/evidence/qr-token";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const secret = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(8);

describe("a session's id", () => {
  const parts = fc.record({
    tenant: fc.string({ maxLength: 12, unit: "grapheme" }),
    qr: fc.string({ maxLength: 12, unit: "grapheme" }),
    key: fc.string({ maxLength: 12, unit: "grapheme" }),
  });

  it("is the same for the same start, and has 26 signs that nobody can choose", () => {
    const of = { tenant: "barq", qr: "1.barq.k1.st1.mac", key: "k" };
    expect(sessionIdOf(secret, of)).toBe(sessionIdOf(secret, of));
    expect(sessionIdOf(secret, of)).toMatch(/^ses_[a-z2-7]{26}$/);
    expect(sessionIdOf(other, of)).not.toBe(sessionIdOf(secret, of));
  });

  it("is another for any other tenant, code or key", () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const isSame = a.tenant === b.tenant && a.qr === b.qr && a.key === b.key;
        expect(sessionIdOf(secret, a) === sessionIdOf(secret, b)).toBe(isSame);
      }),
    );
  });

  it("is another when the boundary between its parts moves, whatever signs they are made of", () => {
    const cuts = fc.tuple(fc.nat(), fc.nat());
    const text = fc.string({
      maxLength: 12,
      unit: fc.constantFrom("a", "b", ":", "0", "1", "\u0000", "é", "#", "|"),
    });
    const cutAt = (whole: string, [m, n]: readonly [number, number]) => {
      const [first = 0, second = 0] = [m % (whole.length + 1), n % (whole.length + 1)].sort((a, b) => a - b);
      return { tenant: whole.slice(0, first), qr: whole.slice(first, second), key: whole.slice(second) };
    };
    fc.assert(
      fc.property(text, cuts, cuts, (whole, one, two) => {
        const [a, b] = [cutAt(whole, one), cutAt(whole, two)];
        const isSame = a.tenant === b.tenant && a.qr === b.qr;
        expect(sessionIdOf(secret, a) === sessionIdOf(secret, b)).toBe(isSame);
      }),
    );
  });

  it("is no name of another kind: every use of the secret has a label of its own", () => {
    const labels = ["session", "id-tag", "reference", "address", "qr"] as const;
    const names = labels.map((label) => keyedBytes(secret, label, "x").toString("hex"));
    expect(new Set(names).size).toBe(labels.length);
  });
});

describe("names that people and stations use", () => {
  const sessions = Array.from({ length: 2000 }, (_, n) =>
    sessionIdOf(secret, { tenant: "t", qr: "q", key: `${n}` }),
  );

  it("an idTag has at most OCPP's twenty signs, all of them base32, and no two sessions share one", () => {
    const tags = sessions.map((session) => idTagOf(secret, session));
    expect(tags.every((tag) => /^[a-z2-7]{20}$/.test(tag))).toBe(true);
    expect(new Set(tags).size).toBe(tags.length);
  });

  it("a reference has six signs that nobody confuses", () => {
    const references = sessions.map((session) => referenceOf(secret, session));
    expect(references.every((reference) => /^[A-HJKMNPQRTV-Z2-46-9]{6}$/.test(reference))).toBe(true);
    expect(references.join("")).not.toMatch(/[01OILSU5]/);
    expect(new Set(references.join("")).size).toBe(28);
    expect(new Set(references).size).toBeGreaterThan(1990);
  });

  it("a transaction's number is a positive 31-bit integer", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const number = smallNumberOf(text);
        expect(Number.isInteger(number) && number > 0 && number <= 0x7fffffff).toBe(true);
      }),
    );
  });

  it("an address is kept as a hash that says nothing of it", () => {
    expect(hashedText(secret, "203.0.113.7")).toMatch(/^[a-z2-7]{26}$/);
    expect(hashedText(secret, "203.0.113.7")).not.toBe(hashedText(other, "203.0.113.7"));
  });

  it("a body's fingerprint does not depend on the order of its members", () => {
    expect(fingerprintOf({ qr: "a", locale: "fr" })).toBe(fingerprintOf({ locale: "fr", qr: "a" }));
    expect(fingerprintOf({ qr: "a" })).not.toBe(fingerprintOf({ qr: "a", locale: "fr" }));
  });
});

describe("base32", () => {
  it.each([
    ["", ""],
    ["f", "my"],
    ["fo", "mzxq"],
    ["foo", "mzxw6"],
    ["foob", "mzxw6yq"],
    ["fooba", "mzxw6ytb"],
    ["foobar", "mzxw6ytboi"],
  ])('of "%s" is "%s" (RFC 4648, 10)', (text, coded) => {
    expect(base32(new TextEncoder().encode(text))).toBe(coded);
  });

  it("spoken has as many signs as were asked for, also of nothing", () => {
    expect(spokenText(new Uint8Array(8), 6)).toBe("AAAAAA");
    expect(spokenText(new Uint8Array(0), 3)).toHaveLength(3);
  });
});

describe("a printed code", () => {
  const token = makeQrToken({ tenant: "barq", keyId: "k1", sticker: "st-0001" }, secret);
  const keys = (tenant: string, keyId: string) => (tenant === "barq" && keyId === "k1" ? secret : undefined);

  it("proves its tenant and its sticker", () => {
    expect(readQrToken(token, keys)).toEqual({ kind: "good", tenant: "barq", sticker: "st-0001" });
  });

  it("with any one sign changed, left out or added is never good", () => {
    const change = fc.record({
      at: fc.nat({ max: token.length - 1 }),
      sign: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789-._AZ é\n"),
      kind: fc.constantFrom("change", "remove", "add"),
    });
    fc.assert(
      fc.property(change, ({ at, sign, kind }) => {
        const rest = token.slice(kind === "add" ? at : at + 1);
        const changed = `${token.slice(0, at)}${kind === "remove" ? "" : sign}${rest}`;
        fc.pre(changed !== token);
        expect(readQrToken(changed, () => secret).kind).not.toBe("good");
      }),
    );
  });

  it("of another secret is forged, of a key nobody has unknown", () => {
    expect(readQrToken(token, () => other)).toEqual({ kind: "forged" });
    expect(readQrToken(token, () => undefined)).toEqual({ kind: "unknown_key" });
  });

  it("cannot be made another tenant's: the tenant is under the signature", () => {
    expect(readQrToken(token.replace("barq", "evil"), () => secret)).toEqual({ kind: "forged" });
  });

  it("of any text is read without a throw, and is not good", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom("", "....", "1....", "1.a.b.c.d")),
        (text) => {
          expect(readQrToken(text, () => secret).kind).not.toBe("good");
        },
      ),
    );
    expect(readQrToken(`${token}${"a".repeat(200)}`, keys)).toEqual({ kind: "malformed" });
  });

  it("is not made of ids that cannot stand in an address", () => {
    for (const sticker of ["", "A", "a.b", "a/b", "é", "a".repeat(33)])
      expect(() => makeQrToken({ tenant: "barq", keyId: "k1", sticker }, secret)).toThrow(/cannot stand/);
  });

  it("of an old key is still good: it outlives the key's use", () => {
    const keyring = createKeyring({ server: secret, qrKeys: { k1: secret, k2: other }, qrKeyId: "k2" });
    expect(keyring.readQr(token)).toMatchObject({ kind: "good" });
    expect(keyring.readQr(keyring.makeQr({ tenant: "barq", sticker: "st-2" }))).toMatchObject({
      kind: "good",
    });
    expect(keyring.readQr(token.replace(".k1.", ".constructor."))).toMatchObject({ kind: "unknown_key" });
    expect(() => createKeyring({ server: secret, qrKeys: {}, qrKeyId: "k1" })).toThrow(/no QR key/);
  });
});

describe("a station's password", () => {
  it("has 120 bits and is another each time", () => {
    expect(newPassword()).toMatch(/^[a-z2-7]{24}$/);
    expect(newPassword()).not.toBe(newPassword());
  });

  it("is known again by its hash, which does not hold it", async () => {
    const stored = await passwordHash("correct horse");
    expect(stored).toMatch(/^scrypt\$[\w-]{16}\$[\w-]{43}$/);
    expect(await passwordMatches("correct horse", stored)).toBe(true);
    for (const wrong of ["correct hors", "Correct horse", "", "correct horse "])
      expect(await passwordMatches(wrong, stored)).toBe(false);
  });

  it("is hashed with a salt of its own", async () => {
    expect(await passwordHash("same")).not.toBe(await passwordHash("same"));
  });

  it.each(["", "scrypt", "scrypt$$", "scrypt$a$", "scrypt$$a", "md5$aaaa$bbbb", "scrypt$a$b$c"])(
    'that is stored as "%s" is nobody\'s',
    async (stored) => {
      expect(await passwordMatches("", stored)).toBe(false);
    },
  );
});
