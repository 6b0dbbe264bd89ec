/**
 * `barq verify PROOF [--keys JWKS]`: the seal's signature by a published key, the hashes, then the price computed again
 * from the readings alone. Exit 0 good, 1 refused with the line, 2 not checkable. Keys inside a proof are never trusted.
 */
import { readFile } from "node:fs/promises";
import type { Proof } from "@barq/domain/proof";
import { recompute, resultOf } from "@barq/domain/proof";
import { canonicalBytes, canonicalJson } from "@barq/evidence/canonical-json";
import { verifySeal } from "@barq/evidence/seal";
import type { JSONWebKeySet } from "jose";
import * as v from "valibot";
import { documentKeysOf } from "../secrets.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";

const sealed = v.strictObject({
  proof: v.looseObject({ format: v.literal("barq.proof/1") }),
  cdr: v.looseObject({}),
  cdr_221: v.looseObject({}),
  seal: v.unknown(),
});
const keySet = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });

type Verdict = { readonly kind: "good" | "refused" | "not_checkable"; readonly why: string };

export const verifyCommand: Command = {
  name: "verify",
  usage: "verify PROOF [--keys JWKS]",
  says: "checks a proof: signature, hashes, and the price from the readings (exit 0 good, 1 refused, 2 not checkable)",
  async run(words) {
    const { values, positionals } = readWords(words, { keys: { type: "string" } });
    const [file] = positionals;
    if (file === undefined) throw new UsageError("Say which file holds the proof.");
    const published = await keysFrom(values.keys);
    const verdict = await judge(JSON.parse(await readFile(file, "utf8")), published);
    console.log(values.json ? JSON.stringify(verdict) : `${verdict.kind}: ${verdict.why}`);
    return verdict.kind === "good" ? 0 : verdict.kind === "refused" ? 1 : 2;
  },
};

async function keysFrom(file: string | undefined): Promise<JSONWebKeySet> {
  if (file === undefined) return documentKeysOf(dataFolder());
  return v.parse(keySet, JSON.parse(await readFile(file, "utf8")));
}

export async function judge(document: unknown, published: JSONWebKeySet): Promise<Verdict> {
  const read = v.safeParse(sealed, document);
  if (!read.success) return { kind: "refused", why: "the file is no sealed proof of format barq.proof/1" };
  const { seal, ...parts } = read.output;
  const bytes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, canonicalBytes(part)]));
  const verdict = await verifySeal(bytes, seal, published);
  if (verdict.kind === "not_checkable") return { kind: "not_checkable", why: verdict.why };
  if (verdict.kind === "refused") return { kind: "refused", why: verdict.line };
  // What a published key has signed has the shape that we seal.
  const proof: Proof = JSON.parse(canonicalJson(parts.proof));
  const computed = recompute(proof);
  if (!computed) return { kind: "refused", why: "facts: the readings prove nothing" };
  const again: Readonly<Record<string, unknown>> = { ...resultOf(computed) };
  for (const [name, value] of Object.entries(proof.result)) {
    if (canonicalJson(again[name]) !== canonicalJson(value))
      return {
        kind: "refused",
        why: `result.${name}: sealed ${canonicalJson(value)}, computed ${canonicalJson(again[name])}`,
      };
  }
  return {
    kind: "good",
    why: `signed by ${verdict.keyId}; ${proof.result.after_tax} ${proof.result.currency} follows from ${proof.facts.readings.length} readings`,
  };
}
