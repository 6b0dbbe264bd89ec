/** A seal breaks when anything under it changes by a byte, and only published keys are believed. */
import type { DocumentKey } from "@barq/evidence/seal";
import { sealParts, sealType, sha256Hex, verifySeal } from "@barq/evidence/seal";
import fc from "fast-check";
import type { JSONWebKeySet } from "jose";
import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";

async function newKey(keyId: string): Promise<DocumentKey & { readonly published: JSONWebKeySet }> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return {
    keyId,
    privateKey,
    published: { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: "ES256" }] },
  };
}

const key = await newKey("doc-1");
const { parts, seal } = await sealParts(
  { cdr: { id: "ses_1", total_cost: { before_taxes: 39.07 } }, proof: { format: "barq.proof/1", text: "é" } },
  key,
);
const bytes: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries(parts).map(([name, part]) => [name, part.bytes]),
);
const read = (sealBytes: Uint8Array): { hashes: Record<string, string>; signature: string } =>
  JSON.parse(new TextDecoder().decode(sealBytes));
const good = read(seal);
const refused = { kind: "refused" };

describe("a seal", () => {
  it("is good over the bytes it was made of", async () => {
    expect(await verifySeal(bytes, good, key.published)).toEqual({ kind: "good", keyId: "doc-1" });
    expect(good.hashes).toEqual({ cdr: sha256Hex(bytes.cdr ?? ""), proof: sha256Hex(bytes.proof ?? "") });
  });

  it("breaks when any one byte of any part is another", async () => {
    const change = fc.record({
      name: fc.constantFrom("cdr", "proof"),
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ name, at, by }) => {
        const changed = Uint8Array.from(bytes[name] ?? []);
        const n = at % changed.length;
        changed[n] = ((changed[n] ?? 0) + by) % 256;
        const verdict = await verifySeal({ ...bytes, [name]: changed }, good, key.published);
        expect(verdict).toEqual({ kind: "refused", line: `${name}: its SHA-256 is not the sealed one` });
      }),
      { numRuns: 200 },
    );
  });

  it("breaks when any sign of its signature or of its hashes is another", async () => {
    const text = new TextDecoder().decode(seal);
    // The last sign of a base64url text has bits that mean nothing: only whole bytes are changed.
    const places = [...good.signature.matchAll(/[A-Za-z0-9_-](?=[A-Za-z0-9_-])/g)].map(
      (match) => match.index,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), async (n) => {
        const sign = good.signature[n] === "A" ? "B" : "A";
        const signature = `${good.signature.slice(0, n)}${sign}${good.signature.slice(n + 1)}`;
        expect((await verifySeal(bytes, { ...good, signature }, key.published)).kind).not.toBe("good");
      }),
      { numRuns: 60 },
    );
    for (const name of ["cdr", "proof"]) {
      const hash = good.hashes[name] ?? "";
      const other = JSON.parse(text.replace(hash, `${hash.slice(1)}${hash[0]}`));
      expect(await verifySeal(bytes, other, key.published)).toMatchObject(refused);
    }
  });

  it("breaks when a part is missing, added or renamed", async () => {
    const { cdr = new Uint8Array(), proof = new Uint8Array() } = bytes;
    for (const other of [{ proof }, { cdr }, {}, { cdr, proof, more: proof }, { cdr: proof, proof: cdr }])
      expect(await verifySeal(other, good, key.published)).toMatchObject(refused);
  });

  it("of a key that is not published cannot be checked: that is not the same as false", async () => {
    const other = await newKey("doc-2");
    expect(await verifySeal(bytes, good, other.published)).toMatchObject({ kind: "not_checkable" });
    expect(await verifySeal(bytes, good, { keys: [] })).toMatchObject({ kind: "not_checkable" });
  });

  it("of another key under a published name is false", async () => {
    const impostor = await newKey("doc-1");
    expect(await verifySeal(bytes, good, impostor.published)).toMatchObject(refused);
  });

  it("stays checkable by an old key among newer ones", async () => {
    const newer = await newKey("doc-2");
    const published = { keys: [...newer.published.keys, ...key.published.keys] };
    expect(await verifySeal(bytes, good, published)).toMatchObject({ kind: "good" });
  });

  it("is no signature that was made for something else, nor one without a key's name or algorithm", async () => {
    const [payload] = [new TextEncoder().encode(JSON.stringify(good.hashes))];
    const header = { alg: "ES256", kid: "doc-1" };
    const other = await new CompactSign(payload).setProtectedHeader(header).sign(key.privateKey);
    expect(await verifySeal(bytes, { ...good, signature: other }, key.published)).toEqual({
      kind: "refused",
      line: "signature: not made for a seal",
    });
    const own = await new CompactSign(payload)
      .setProtectedHeader({ ...header, typ: sealType })
      .sign(key.privateKey);
    expect(await verifySeal(bytes, { ...good, signature: own }, key.published)).toMatchObject({
      kind: "good",
    });
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${good.signature.split(".")[1]}.`;
    expect(await verifySeal(bytes, { ...good, signature: none }, key.published)).toMatchObject(refused);
  });

  it.each<readonly [string, unknown]>([
    ["nothing", null],
    ["a text", "seal"],
    ["a list", []],
    ["hashes that are none", { hashes: null, signature: good.signature }],
    ["a signature that is none", { ...good, signature: 7 }],
    ["a signature in two parts", { ...good, signature: "a.b" }],
    ["hashes that no JSON can say", { ...good, hashes: { cdr: "\ud800" } }],
    ["hashes of numbers", { ...good, hashes: { cdr: 1n } }],
  ])("of another form is refused and throws nothing: %s", async (_what, odd) => {
    expect(await verifySeal(bytes, odd, key.published)).toMatchObject(refused);
  });
});
