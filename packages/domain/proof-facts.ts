/**
 * The facts of a session that not every proof has, as plain JSON and back: what its signed records prove, boots, phases and
 * the quirks of its station. A proof without them computes as it always did.
 */
import type { Instant } from "./instant.ts";
import type { MeterFacts } from "./metering.ts";
import type { Quirks } from "./quirk-profiles.ts";
import type { SignedVerdict } from "./signed-verdict.ts";

type Good = Extract<SignedVerdict, { kind: "good" }>;
/** The verdict with its registers as text: JSON has no numbers of their kind. */
type SignedJson =
  | (Omit<Good, "startMwh" | "stopMwh"> & { readonly startMwh: string; readonly stopMwh: string })
  | Exclude<SignedVerdict, { kind: "good" | "none" }>;

export interface MoreFacts {
  readonly phases?: number;
  readonly signed?: SignedJson;
  readonly boots?: readonly Instant[];
  readonly quirks?: Quirks;
}

/** Only what there is: the facts of most sessions have none of it. */
export function moreFacts({ phases, signed, boots, quirks }: MeterFacts): MoreFacts {
  const verdict = signed === undefined ? undefined : jsonOf(signed);
  return {
    ...(phases === undefined ? {} : { phases }),
    ...(verdict === undefined ? {} : { signed: verdict }),
    ...(boots === undefined || boots.length === 0 ? {} : { boots }),
    ...(quirks === undefined ? {} : { quirks }),
  };
}

/** The facts as metering takes them. @throws SyntaxError where an energy of a proof is no number */
export function readMoreFacts({ phases, signed, boots, quirks }: MoreFacts): Known {
  return {
    ...(phases === undefined ? {} : { phases }),
    ...(signed === undefined ? {} : { signed: verdictOf(signed) }),
    ...(boots === undefined ? {} : { boots }),
    ...(quirks === undefined ? {} : { quirks }),
  };
}

type Known = Pick<MeterFacts, "phases" | "signed" | "boots" | "quirks">;

const jsonOf = (signed: SignedVerdict): SignedJson | undefined =>
  signed.kind === "good"
    ? { ...signed, startMwh: `${signed.startMwh}`, stopMwh: `${signed.stopMwh}` }
    : signed.kind === "none"
      ? undefined
      : signed;

const verdictOf = (signed: SignedJson): SignedVerdict =>
  signed.kind === "good"
    ? { ...signed, startMwh: BigInt(signed.startMwh), stopMwh: BigInt(signed.stopMwh) }
    : signed;
