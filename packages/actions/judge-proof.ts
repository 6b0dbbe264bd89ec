/**
 * Is this proof good? The seal's signature by a published key, the hashes of its parts, then the price computed again from
 * the readings alone. Keys inside a proof are never asked.
 */
import type { Proof } from "@barq/domain/proof";
import { proofFormats, recompute, resultOf } from "@barq/domain/proof";
import { canonicalBytes, canonicalJson } from "@barq/evidence/canonical-json";
import { verifySeal } from "@barq/evidence/seal";
import type { JSONWebKeySet } from "jose";
import * as v from "valibot";

/** `{proof, cdr, cdr_221, seal}` as `GET /v1/sessions/{id}/proof` answers it. */
const sealed = v.strictObject({
  proof: v.looseObject({ format: v.picklist(proofFormats) }),
  cdr: v.looseObject({}),
  cdr_221: v.looseObject({}),
  seal: v.unknown(),
});

export type ProofVerdict =
  | {
      readonly kind: "good";
      readonly why: string;
      readonly session: string;
      readonly energyMwh: string;
      readonly priceAfterTax: string;
      readonly currency: string;
      readonly readings: number;
    }
  /** `why` names the line that fails */
  | { readonly kind: "refused"; readonly why: string }
  /** signed by a key that is not among the published ones */
  | { readonly kind: "not_checkable"; readonly why: string };

/**
 * The first place at which what was sealed and what is computed differ: `result.lines.1.tax: sealed "0.42", computed "0.41"`.
 * What an older format did not say is not asked for.
 */
function difference(path: string, sealed: unknown, computed: unknown): string | null {
  if (isTree(sealed) && isTree(computed) && Array.isArray(sealed) === Array.isArray(computed)) {
    const there = new Map(Object.entries(computed));
    for (const [name, value] of Object.entries(sealed)) {
      const found = difference(`${path}.${name}`, value, there.get(name));
      if (found !== null) return found;
    }
    const isShorter = Array.isArray(sealed) && sealed.length !== there.size;
    return isShorter ? `${path}: sealed ${sealed.length} rows, computed ${there.size}` : null;
  }
  const [one, other] = [sealed, computed].map((value) =>
    value === undefined ? "nothing" : canonicalJson(value),
  );
  return one === other ? null : `${path}: sealed ${one}, computed ${other}`;
}

const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Never throws, whatever is handed in. */
export async function judgeProof(document: unknown, published: JSONWebKeySet): Promise<ProofVerdict> {
  const read = v.safeParse(sealed, document);
  if (!read.success)
    return { kind: "refused", why: "the file is no sealed proof of a format that is known here" };
  const { seal, ...parts } = read.output;
  let bytes: Record<string, Uint8Array>;
  try {
    bytes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, canonicalBytes(part)]));
  } catch {
    return { kind: "refused", why: "the file holds what has no canonical form" };
  }
  const verdict = await verifySeal(bytes, seal, published);
  if (verdict.kind === "not_checkable") return { kind: "not_checkable", why: verdict.why };
  if (verdict.kind === "refused") return { kind: "refused", why: verdict.line };
  // What a published key has signed has the shape that we seal.
  const proof: Proof = JSON.parse(canonicalJson(parts.proof));
  const computed = recompute(proof);
  if (!computed) return { kind: "refused", why: "facts: the readings prove nothing" };
  const differing = difference("result", proof.result, resultOf(computed));
  if (differing !== null) return { kind: "refused", why: differing };
  const { result, facts } = proof;
  return {
    kind: "good",
    why: `signed by ${verdict.keyId}; ${result.after_tax} ${result.currency} follows from ${facts.readings.length} readings`,
    session: proof.session,
    energyMwh: result.energy_mwh,
    priceAfterTax: result.after_tax,
    currency: result.currency,
    readings: facts.readings.length,
  };
}
