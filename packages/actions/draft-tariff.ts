/** A tariff is drafted and changed before it is sold; each of its bodies is kept, with who wrote it and why. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { OcpiTariff } from "@barq/domain/tariff";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import { mostAuthors, mostRevisions } from "@barq/domain/tariff-draft";
import { canonicalJson } from "@barq/evidence/canonical-json";
import { draftItem, draftOf } from "@barq/store/draft-item";
import { text } from "@barq/store/fields";
import {
  auditPrefix,
  draftActKey,
  draftBodyKey,
  draftKey,
  draftPartition,
  draftsPartition,
} from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import { keptJson } from "./create-tariff.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

interface Written {
  readonly body: OcpiTariff;
  readonly reason: string;
  /** opaque */
  readonly who: string;
}

export const noSuchDraft = (): Fault => new Fault("not_found", "There is no such draft of a tariff.");

/**
 * A new draft; what is wrong with it is told when it is looked at. A repeat under the same key is the same draft.
 * @throws Fault payload_too_large, idempotency_key_reused
 */
export async function draftTariff(
  ports: ReadPorts,
  tenant: string,
  of: Written & { readonly key: string },
): Promise<{ readonly draft: TariffDraft; readonly repeated: boolean }> {
  const id = `drf_${ports.identity.hashed(`tariff-draft|${tenant}|${of.key}`)}`;
  const now = ports.clock();
  const fingerprint = ports.identity.fingerprint({ tariff: of.body, reason: of.reason });
  const draft: TariffDraft = {
    ...{ tenant, id, version: 1, state: "draft", tariff: of.body.id, revision: 1, fingerprint },
    sha256: ports.identity.sha256(canonicalJson(of.body)),
    authors: [of.who],
    reason: of.reason,
    at: now,
    changedAt: now,
    approved: null,
    withdrawn: null,
  };
  const answer = await ports.store.commit([
    { put: draftItem(draft), guards: [{ absent: true }] },
    bodyChange(draft, of, now),
    draftAct(draft, { at: now, act: "drafted", by: of.who, reason: of.reason }),
  ]);
  if (answer.written) return { draft, repeated: false };
  const earlier = await loadDraft(ports, tenant, id);
  if (earlier.fingerprint !== fingerprint || earlier.authors[0] !== of.who)
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another draft.");
  return { draft: earlier, repeated: true };
}

/**
 * Another body in the place of the one that was looked at. The same body again changes nothing.
 * @param revision as it was read: nobody overwrites what they have not seen
 * @throws Fault not_found, state_conflict (no draft any more, changed by somebody else, too often), invalid_request, payload_too_large
 */
export async function changeDraft(
  ports: ReadPorts,
  tenant: string,
  id: string,
  of: Written & { readonly revision: number },
): Promise<TariffDraft> {
  const read = await loadDraft(ports, tenant, id);
  const sha256 = ports.identity.sha256(canonicalJson(of.body));
  if (of.body.id !== read.tariff)
    throw new Fault(
      "invalid_request",
      `This is a draft of tariff ${read.tariff}; another tariff has a draft of its own.`,
    );
  if (read.state !== "draft") throw notADraft(read);
  if (read.sha256 === sha256) return read;
  if (read.revision !== of.revision)
    throw new Fault("state_conflict", "This draft was changed after you looked at it. Look at it again.", {
      revision: read.revision,
    });
  const authors = [...new Set([...read.authors, of.who])];
  if (read.revision >= mostRevisions || authors.length > mostAuthors)
    throw new Fault("state_conflict", "This draft was changed too often. Withdraw it and write it anew.");
  const now = ports.clock();
  const draft: TariffDraft = {
    ...read,
    ...{ version: read.version + 1, revision: read.revision + 1, sha256, authors },
    reason: of.reason,
    changedAt: now,
  };
  const answer = await ports.store.commit([
    draftChange(read, draft),
    bodyChange(draft, of, now),
    draftAct(draft, { at: now, act: "changed", by: of.who, reason: of.reason }),
  ]);
  if (answer.written) return draft;
  const winner = await loadDraft(ports, tenant, id);
  if (winner.sha256 === sha256 && winner.state === "draft") return winner;
  throw new Fault(
    "state_conflict",
    "This draft was changed by somebody else at the same moment. Look at it again.",
  );
}

export const notADraft = ({ state }: TariffDraft): Fault =>
  new Fault("state_conflict", "This is no draft any more: its state says how it stands.", { state });

export const draftChange = (before: TariffDraft, after: TariffDraft): Change => ({
  put: draftItem(after),
  guards: [{ version: before.version }],
});

const bodyChange = (draft: TariffDraft, { body, who, reason }: Written, at: Instant): Change => ({
  put: { ...draftBodyKey(draft.tenant, draft.id, draft.revision), json: keptJson(body), at, by: who, reason },
  guards: [{ absent: true }],
});

export const draftAct = (
  { tenant, id, version, revision }: TariffDraft,
  of: { readonly at: Instant; readonly act: string; readonly by: string; readonly reason: string },
): Change => ({ put: { ...draftActKey(tenant, id, of.at, version), ...of, rev: revision } });

/** @throws Fault not_found */
export async function loadDraft(ports: ReadPorts, tenant: string, id: string): Promise<TariffDraft> {
  const [item] = await ports.store.read([draftKey(tenant, id)], { strong: true });
  if (!item) throw noSuchDraft();
  return draftOf(tenant, item);
}

/** The body as it stands. */
export async function bodyOfDraft(ports: ReadPorts, draft: TariffDraft): Promise<OcpiTariff> {
  const key = draftBodyKey(draft.tenant, draft.id, draft.revision);
  const [item] = await ports.store.read([key], { strong: true });
  if (!item) throw new Error(`revision ${draft.revision} of draft ${draft.id} is not there`);
  const body: OcpiTariff = JSON.parse(text(item, "json"));
  return body;
}

/** What people did to it, in order. */
export const actsOnDraft = (ports: ReadPorts, { tenant, id }: TariffDraft): Promise<readonly Item[]> =>
  Array.fromAsync(ports.store.list(draftPartition(tenant, id), { prefix: auditPrefix }));

export const listDrafts = (ports: ReadPorts, tenant: string, from?: string): Promise<Page<TariffDraft>> =>
  page(ports, draftsPartition(tenant), from, (item) => draftOf(tenant, item));
