/** What became of a session's corrections, with everything that was sealed for them. */
import type { Correction } from "@barq/domain/correction";
import { correctionsOf } from "./correct-session.ts";
import type { ReadPorts } from "./ports.ts";
import { creditName, creditParts, creditSealOf, sealedName, sealedParts, sealOf } from "./sealed-files.ts";
import { loadSession } from "./session-store.ts";

type Documents = Readonly<Record<string, unknown>>;

export interface ShownCorrection {
  readonly correction: Correction;
  /** as `barq verify` takes it: `{proof, cdr, cdr_221, seal}`; null where nothing was sealed */
  readonly proof: Documents | null;
  /** `{credit, credit_221, seal}` */
  readonly credit: Documents | null;
}

/** The oldest first. @throws Fault not_found */
export async function showCorrections(
  ports: Pick<ReadPorts, "store" | "archive">,
  tenant: string,
  session: string,
): Promise<readonly ShownCorrection[]> {
  await loadSession(ports, tenant, session);
  const read = async (name: string): Promise<unknown> => {
    const bytes = await ports.archive.get(name);
    if (!bytes) throw new Error(`${name} is not in the archive`);
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  const documents = async (names: readonly (readonly [string, string])[]): Promise<Documents> =>
    Object.fromEntries(
      await Promise.all(names.map(async ([part, name]) => [part, await read(name)] as const)),
    );
  const shown = async (correction: Correction): Promise<ShownCorrection> => {
    const sha256 = correction.corrected?.sha256;
    if (sha256 === undefined) return { correction, proof: null, credit: null };
    const [proof, credit] = await Promise.all([
      documents([
        ...sealedParts.map((part) => [part, sealedName(tenant, session, part, sha256)] as const),
        ["seal", sealOf(tenant, session, sha256)],
      ]),
      documents([
        ...creditParts.map((part) => [part, creditName(tenant, session, part, sha256)] as const),
        ["seal", creditSealOf(tenant, session, sha256)],
      ]),
    ]);
    return { correction, proof, credit };
  };
  return Promise.all((await correctionsOf(ports, tenant, session)).map(shown));
}
