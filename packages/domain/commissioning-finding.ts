/** What one look at a station has found: good, not there yet, or contradicted, by a code and the facts it comes from. */

export interface Finding {
  readonly step: "boot" | "location" | "configuration" | "profile" | "sticker" | "test";
  /** null: the station as a whole */
  readonly connector: number | null;
  readonly state: "good" | "not_yet" | "refused";
  /** a stable code: what was found, and so what to do; words for it are whoever shows it's own */
  readonly say: string;
  readonly facts: Readonly<Record<string, string>>;
}
