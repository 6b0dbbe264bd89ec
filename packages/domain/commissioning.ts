/**
 * Whether a station may sell, judged by evidence alone. Missing evidence is `not_yet` with what to do, a contradiction is
 * `refused` with its reason, and nothing is ever a guess.
 */
import type { Finding } from "./commissioning-finding.ts";

export const commissioningSteps = [
  "boot",
  "location",
  "configuration",
  "profile",
  "sticker",
  "test",
] as const;

export type CommissioningState = "passed" | "not_yet" | "refused";

/** Refused where anything contradicts, not yet where anything is missing. */
export function stateOf(findings: readonly Finding[]): CommissioningState {
  if (findings.some(({ state }) => state === "refused")) return "refused";
  return findings.some(({ state }) => state === "not_yet") ? "not_yet" : "passed";
}

/** What to do next: the first thing in the order of the steps that is not good; null where all is. */
export function nextOf(findings: readonly Finding[]): Finding | null {
  const rank = ({ step, connector }: Finding): number =>
    commissioningSteps.indexOf(step) * 1000 + (connector ?? 0);
  const [first = null] = findings
    .filter(({ state }) => state !== "good")
    .toSorted((one, other) => rank(one) - rank(other));
  return first;
}

/** What stands on the station's plate; a serial of null: the plate says that it says none. */
export interface Declared {
  readonly serial: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
}

/** What it says of itself when it boots. */
export interface Booted {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
}

/** The station against its plate: one that says another serial is another station, or a lie. */
export function judgeBoot(declared: Declared, booted: Booted | null): Finding {
  const at = { step: "boot", connector: null } as const;
  if (!booted) return { ...at, state: "not_yet", say: "boot_missing", facts: {} };
  const same = (said: string | null, plate: string): boolean =>
    said !== null && said.trim().toLowerCase() === plate.trim().toLowerCase();
  const said = (text: string | null): string => text ?? "";
  if (declared.serial === null && booted.serial !== null)
    return { ...at, state: "refused", say: "serial_undeclared", facts: { said: booted.serial } };
  if (declared.serial !== null && booted.serial === null)
    return { ...at, state: "not_yet", say: "serial_not_said", facts: { declared: declared.serial } };
  const compared = [
    ["serial_differs", declared.serial, booted.serial],
    ["vendor_differs", declared.vendor, booted.vendor],
    ["model_differs", declared.model, booted.model],
  ] as const;
  for (const [say, plate, spoken] of compared) {
    if (plate === null || same(spoken, plate)) continue;
    return { ...at, state: "refused", say, facts: { declared: plate, said: said(spoken) } };
  }
  return {
    ...at,
    state: "good",
    say: "boot_seen",
    facts: {
      vendor: said(booted.vendor),
      model: said(booted.model),
      serial: said(booted.serial),
      firmware: said(booted.firmware),
    },
  };
}

/** @param location where it stands now by its dated placements */
export const judgePlace = (location: string | null): Finding =>
  location === null
    ? { step: "location", connector: null, state: "not_yet", say: "place_missing", facts: {} }
    : { step: "location", connector: null, state: "good", say: "placed", facts: { location } };

/** @param profile null: none is known or chosen, and the station is taken at its word; undefined: nobody knows the make yet */
export function judgeProfile(profile: string | null | undefined): Finding {
  const at = { step: "profile", connector: null } as const;
  if (profile === undefined) return { ...at, state: "not_yet", say: "boot_missing", facts: {} };
  return { ...at, state: "good", say: "profile_known", facts: { profile: profile ?? "none" } };
}

interface Standing {
  readonly station: string;
  readonly connector: number;
}

/**
 * The sticker that was scanned in place: bound to this very connector. Two that changed places are told as such.
 * @param scanned null: nobody has scanned it
 * @param standing what it stands for now; null: nothing, or it is withdrawn
 */
export function judgeSticker(
  here: Standing,
  scanned: string | null,
  standing: Standing | null,
  isRevoked: boolean,
): Finding {
  const at = { step: "sticker", connector: here.connector } as const;
  if (scanned === null) return { ...at, state: "not_yet", say: "scan_sticker", facts: {} };
  const facts = { sticker: scanned };
  if (isRevoked) return { ...at, state: "refused", say: "sticker_revoked", facts };
  if (!standing) return { ...at, state: "not_yet", say: "bind_sticker", facts };
  if (standing.station !== here.station) return { ...at, state: "refused", say: "sticker_elsewhere", facts };
  if (standing.connector !== here.connector)
    return {
      ...at,
      state: "refused",
      say: "stickers_swapped",
      facts: { ...facts, bound_to: `${standing.connector}` },
    };
  return { ...at, state: "good", say: "sticker_in_place", facts };
}
