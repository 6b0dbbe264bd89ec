/** Proofs of every format that was ever sealed: good for as long as their key is published, and refused with any digit changed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeProof } from "@barq/actions/judge-proof";
import type { Proof } from "@barq/domain/proof";
import { recompute, resultOf } from "@barq/domain/proof";
import { canonicalBytes } from "@barq/evidence/canonical-json";
import { sha256Hex } from "@barq/evidence/seal";
import type { JSONWebKeySet } from "jose";
import { describe, expect, it } from "vitest";

interface Golden {
  readonly name: string;
  readonly text: string;
  readonly keys: JSONWebKeySet;
}

interface Document {
  readonly proof: Proof;
  readonly cdr: unknown;
  readonly cdr_221: unknown;
  readonly seal: { readonly hashes: Record<string, string>; readonly signature: string };
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");
const documentOf = (text: string): Document => JSON.parse(text);
const goldens: readonly Golden[] = readdirSync(import.meta.dirname)
  .filter((name) => /^proof-\d+\.json$/.test(name))
  .map((name) => ({
    name,
    text: JSON.stringify(JSON.parse(read(name))),
    keys: JSON.parse(read(name.replace(".json", ".keys.json"))),
  }));

/** The text with its n-th digit raised by one. */
function withDigit(text: string, n: number): string {
  let seen = 0;
  return text.replaceAll(/\d/g, (digit) => (seen++ === n ? String((Number(digit) + 1) % 10) : digit));
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

describe.each(goldens)("$name", ({ text, keys }) => {
  it("is good", async () => {
    expect(await judgeProof(JSON.parse(text), keys)).toMatchObject({ kind: "good" });
  });

  it("is not good with any single digit changed, wherever it stands", async () => {
    const digits = text.match(/\d/g)?.length ?? 0;
    expect(digits).toBeGreaterThan(1000);
    for (let n = 0; n < digits; n++) {
      const changed = withDigit(text, n);
      const verdict = await judgeProof(parsed(changed), keys);
      // The last bits of a base64url signature carry nothing: such a change is the same signature.
      if (verdict.kind === "good") expect(isSameSignature(text, changed)).toBe(true);
    }
  });

  it("is refused where a reading and everything derived from it were changed together", async () => {
    const document = documentOf(text);
    const { facts } = document.proof;
    const forged: Proof = {
      ...document.proof,
      facts: { ...facts, meter_stop: String(Number(facts.meter_stop) + 1000) },
    };
    const again = recompute(forged);
    if (!again) throw new Error("the forged proof computes");
    const proof = { ...forged, result: resultOf(again) };
    expect(again.price.afterTax.minor.toString()).not.toBe(document.proof.result.after_tax.replace(".", ""));
    const hashes = { ...document.seal.hashes, proof: sha256Hex(canonicalBytes(proof)) };
    const seals = [document.seal, { ...document.seal, hashes }];
    for (const seal of seals)
      expect(await judgeProof({ ...document, proof, seal }, keys)).toMatchObject({ kind: "refused" });
  });

  it("is not checkable without its key, and never by one of its own", async () => {
    expect(await judgeProof(JSON.parse(text), { keys: [] })).toMatchObject({ kind: "not_checkable" });
    expect(await judgeProof({ ...documentOf(text), keys }, { keys: [] })).not.toMatchObject({ kind: "good" });
  });
});

function isSameSignature(one: string, other: string): boolean {
  const bytes = (text: string): string =>
    documentOf(text)
      .seal.signature.split(".")
      .map((part) => Buffer.from(part, "base64url").toString("hex"))
      .join();
  return bytes(one) === bytes(other);
}
