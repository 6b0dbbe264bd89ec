/** A draft of a tariff as an item; its bodies are items of their own, so that a list stays light and nothing is overwritten. */
import type { DraftState, TariffDraft } from "@barq/domain/tariff-draft";
import { list, mapOr, number, text } from "./fields.ts";
import { draftKey } from "./keys.ts";
import type { Item } from "./port.ts";

const states: readonly DraftState[] = ["draft", "approved", "withdrawn"];

export const draftItem = (draft: TariffDraft): Item => ({
  ...draftKey(draft.tenant, draft.id),
  v: draft.version,
  st: draft.state,
  tariff: draft.tariff,
  rev: draft.revision,
  sha: draft.sha256,
  fp: draft.fingerprint,
  authors: draft.authors,
  reason: draft.reason,
  at: draft.at,
  changed: draft.changedAt,
  ...(draft.approved ? { approved: { ...draft.approved } } : {}),
  ...(draft.withdrawn ? { withdrawn: { ...draft.withdrawn } } : {}),
});

/** @throws Error where the item is not what was written */
export function draftOf(tenant: string, item: Item): TariffDraft {
  const state = states.find((known) => known === item.st);
  if (!state) throw new Error(`a draft is stored in the state ${text(item, "st")}`);
  const [approved, withdrawn] = [mapOr(item, "approved"), mapOr(item, "withdrawn")];
  return {
    tenant,
    id: item.sk,
    version: number(item, "v"),
    state,
    tariff: text(item, "tariff"),
    revision: number(item, "rev"),
    sha256: text(item, "sha"),
    fingerprint: text(item, "fp"),
    authors: list(item, "authors").map(String),
    reason: text(item, "reason"),
    at: number(item, "at"),
    changedAt: number(item, "changed"),
    approved: approved && {
      by: text(approved, "by"),
      at: number(approved, "at"),
      seen: text(approved, "seen"),
      from: number(approved, "from"),
      version: number(approved, "version"),
    },
    withdrawn: withdrawn && {
      by: text(withdrawn, "by"),
      at: number(withdrawn, "at"),
      reason: text(withdrawn, "reason"),
    },
  };
}
