/** `barq tariff`: a tariff is drafted, looked at, compared with what was sold, and published by a second person. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readNamedJson, readWords, UsageError } from "./command.ts";
import type { Reached } from "./connect.ts";
import { withProduct } from "./connect.ts";
import { addedUp, comparison } from "./tariff-comparison.ts";
import { comparisonText, drafts, draftsText, draftText, looked } from "./tariff-text.ts";

const options = {
  reason: { type: "string", value: "WHY", says: "draft, change, withdraw: why" },
  key: { type: "string", value: "K", says: "draft: writes down anew what was written down before" },
  seen: {
    type: "string",
    value: "S",
    says: "approve: what show has shown, so that nothing else is published",
  },
  from: {
    type: "string",
    value: "TIME",
    says: "approve: in force from then on, such as 2026-12-01T00:00:00Z",
  },
  month: { type: "string", value: "YYYY-MM", says: "compare: the sessions of this month (the last one)" },
  days: { type: "string", value: "N", says: "compare: the sessions of so many days up to yesterday" },
} as const;

const verbs = ["draft", "change", "show", "compare", "approve", "withdraw"] as const;

export const tariffCommand: Command = {
  name: "tariff",
  usage: "tariff draft FILE | change ID FILE | show [ID] | compare ID | approve ID | withdraw ID",
  says: "tariffs that are not sold yet: what is unusual in them, what last month would have cost, and a second person's yes",
  options,
  more: [
    "FILE is an OCPI Tariff. Here the operator writes drafts, and finance, another person, approves them.",
    "Example: barq tariff draft examples/tariff.json --reason 'winter prices', then barq tariff show",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 3);
    const [verb = "show", id, file] = positionals;
    const show = (body: unknown, text: () => string): number => {
      console.log(values.json ? JSON.stringify(body) : text());
      return 0;
    };
    const shown = (body: unknown): number => show(body, () => draftText(v.parse(looked, body)));
    if (!verbs.some((known) => known === verb))
      throw new UsageError(`"${verb}" is none of ${verbs.join(", ")}.`);
    if (file !== undefined && verb !== "change") throw new UsageError(`"${file}" is one word too many.`);
    if (id === undefined && verb !== "show")
      throw new UsageError(verb === "draft" ? "Say which file: draft FILE." : `Say which draft: ${verb} ID.`);
    const reason = (): string => {
      if (values.reason === undefined) throw new UsageError("Say why: --reason WHY.");
      return values.reason;
    };

    if (verb === "draft") {
      const asked = { tariff: readNamedJson(id ?? ""), reason: reason() };
      // Made of what is asked for: a command that is typed again after a lost answer writes nothing down twice.
      const said = createHash("sha256").update(JSON.stringify(asked)).digest("hex");
      const key = values.key ?? `barq-tariff#${said}`;
      return withProduct(async ({ post }) => shown(await post("operator", path(), { body: asked, key })));
    }
    if (verb === "change") {
      if (file === undefined) throw new UsageError("Say which draft and which file: change ID FILE.");
      const asked = { tariff: readNamedJson(file), reason: reason() };
      return withProduct(async ({ get, post }) => {
        const { revision } = v.parse(looked, await get("operator", path(id)));
        return shown(await post("operator", `${path(id)}/change`, { body: { ...asked, revision } }));
      });
    }
    if (verb === "withdraw") {
      const body = { reason: reason() };
      return withProduct(async ({ post }) => shown(await post("operator", `${path(id)}/withdraw`, { body })));
    }
    if (verb === "approve") {
      const { seen, from } = values;
      if (seen === undefined)
        throw new UsageError(`Look at it first: show ${id} says what to approve with --seen.`);
      const body = { seen, ...(from === undefined ? {} : { in_force_from: from }) };
      return withProduct(async ({ post }) => shown(await post("finance", `${path(id)}/approve`, { body })));
    }
    if (verb === "compare") {
      const period = periodOf(values);
      return withProduct(async (reached) => {
        const all = await compared(reached, id ?? "", period);
        return show(all, () => comparisonText(all));
      });
    }
    return withProduct(async ({ get }) => {
      const body = await get("finance", path(id));
      return id === undefined ? show(body, () => draftsText(v.parse(drafts, body))) : shown(body);
    });
  },
};

const path = (id?: string): string =>
  id === undefined ? "/v1/tariff-drafts" : `/v1/tariff-drafts/${encodeURIComponent(id)}`;

function periodOf({ month, days }: { readonly month?: string; readonly days?: string }): string {
  if (month !== undefined && days !== undefined) throw new UsageError("Say --month or --days, not both.");
  if (month !== undefined) return `month=${encodeURIComponent(month)}`;
  return days === undefined ? "" : `days=${encodeURIComponent(days)}`;
}

/** Page after page, added up. */
async function compared({ get }: Reached, id: string, period: string) {
  const ask = async (cursor: string | null) =>
    v.parse(
      comparison,
      await get("finance", `${path(id)}/comparison?${period}${cursor === null ? "" : `&cursor=${cursor}`}`),
    );
  let all = await ask(null);
  while (all.next_cursor !== null) all = addedUp(all, await ask(all.next_cursor));
  return all;
}
