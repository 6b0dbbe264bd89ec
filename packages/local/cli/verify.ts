/**
 * `barq verify PROOF [--keys JWKS]`: signature, hashes, and the price computed again. Exit 0 good, 1 refused with the line,
 * 2 not checkable. By default the keys are those of BARQ_DATA.
 */
import { judgeProof } from "@barq/actions/judge-proof";
import type { JSONWebKeySet } from "jose";
import * as v from "valibot";
import { documentKeysOf } from "../secrets.ts";
import type { Command } from "./command.ts";
import { dataFolder, readNamed, readNamedJson, readWords, UsageError } from "./command.ts";
import { assertFolder } from "./connect.ts";

const keySet = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });
const published = "/.well-known/jwks.json";
const options = {
  keys: { type: "string", value: "JWKS", says: "a file of published keys; without it, those of BARQ_DATA" },
} as const;
const exitCodes = { good: 0, refused: 1, not_checkable: 2 } as const;

export const verifyCommand: Command = {
  name: "verify",
  usage: "verify PROOF [--keys JWKS]",
  says: "checks a proof: signature, hashes, and the price from the readings (exit 0 good, 1 refused, 2 not checkable)",
  options,
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [file] = positionals;
    if (file === undefined) throw new UsageError("Say which file holds the proof.");
    const verdict = await judgeProof(jsonOf(readNamed(file)), await keysFrom(values.keys));
    const isUnknownKey = verdict.kind === "not_checkable" && values.keys === undefined;
    const hint = isUnknownKey ? `; --keys FILE names those that its sealer publishes (${published})` : "";
    console.log(values.json ? JSON.stringify(verdict) : `${verdict.kind}: ${verdict.why}${hint}`);
    return exitCodes[verdict.kind];
  },
};

/** A file that is no JSON is no proof. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function keysFrom(file: string | undefined): Promise<JSONWebKeySet> {
  if (file === undefined) {
    assertFolder(dataFolder(), `, and --keys FILE the keys that its sealer publishes (${published})`);
    return documentKeysOf(dataFolder());
  }
  const read = v.safeParse(keySet, readNamedJson(file));
  if (read.success) return read.output;
  throw new Error(`${file} is no key set: it is to be {"keys": [...]}, as ${published} answers it.`);
}
