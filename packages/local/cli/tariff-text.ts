/** Drafts of tariffs and their comparison with the past, for people at a terminal. */
import { parseAmount } from "@barq/domain/money";
import * as v from "valibot";
import { tableText } from "./command.ts";
import type { Comparison } from "./tariff-comparison.ts";

const draft = v.object({
  id: v.string(),
  state: v.string(),
  tariff_id: v.string(),
  revision: v.number(),
  reason: v.string(),
  changed_at: v.string(),
  approved: v.nullable(v.object({ at: v.string(), version: v.number(), in_force_from: v.string() })),
  withdrawn: v.nullable(v.object({ at: v.string(), reason: v.string() })),
});
export const drafts = v.object({ items: v.array(draft) });

const lines = v.array(v.string());
export const looked = v.object({
  ...draft.entries,
  report: v.object({
    wrong: v.array(v.object({ path: v.string(), expected: v.string() })),
    unusual: v.array(v.object({ code: v.string(), path: v.string(), says: v.string() })),
  }),
  plain_terms: v.nullable(v.object({ ar: lines, fr: lines, en: lines })),
  compared_with: v.nullable(v.number()),
  seen: v.string(),
  acts: v.array(v.object({ at: v.string(), act: v.string(), by: v.string(), reason: v.string() })),
});

export function draftsText({ items }: v.InferOutput<typeof drafts>): string {
  if (items.length === 0) return "There is no draft: barq tariff draft FILE --reason WHY.";
  const rows = items
    .toSorted((a, b) => (a.changed_at < b.changed_at ? 1 : -1))
    .map(({ id, tariff_id, state, approved, withdrawn, changed_at, reason }) => [
      id,
      tariff_id,
      state,
      approved && !withdrawn ? `version ${approved.version} from ${approved.in_force_from}` : "",
      changed_at,
      reason,
    ]);
  return tableText(["draft", "tariff", "state", "", "changed", "why"], rows);
}

export function draftText(of: v.InferOutput<typeof looked>): string {
  const { report, plain_terms: terms, approved } = of;
  const beside =
    of.compared_with === null ? "nothing is sold under this id yet" : `beside version ${of.compared_with}`;
  const standing = of.withdrawn
    ? `: ${of.withdrawn.reason}`
    : approved
      ? `, version ${approved.version} from ${approved.in_force_from}`
      : "";
  const parts = [
    `Draft ${of.id} of tariff ${of.tariff_id}, revision ${of.revision}, is ${of.state}${standing}.`,
    report.wrong.length === 0
      ? "Nothing keeps it from being sold."
      : `It cannot be sold:\n${tableText(
          ["where", "expected"],
          report.wrong.map(({ path, expected }) => [path, expected]),
        )}`,
    report.unusual.length === 0
      ? `Nothing in it is unusual, ${beside}.`
      : `Unusual, ${beside}:\n${tableText(
          ["what", "where", ""],
          report.unusual.map(({ code, path, says }) => [code, path, says]),
        )}`,
    ...(terms
      ? (["en", "fr", "ar"] as const).map((name) => terms[name].map((line) => `  ${line}`).join("\n"))
      : []),
    tableText(
      ["at", "what", "by", "why"],
      of.acts.map(({ at, act, by, reason }) => [at, act, by, reason]),
    ),
    ...(of.state === "draft" && report.wrong.length === 0
      ? [
          `What it would have cost: barq tariff compare ${of.id}\nAnother person publishes it: barq tariff approve ${of.id} --seen ${of.seen} [--from TIME]`,
        ]
      : []),
  ];
  return parts.join("\n\n");
}

const widest = 40;

/** A bar as long as the amount is beside the largest one; what is not nothing has a sign at least. */
function bar(minor: bigint, most: bigint): string {
  const size = minor < 0n ? -minor : minor;
  if (most === 0n || size === 0n) return "";
  const length = Number((size * BigInt(widest)) / most);
  return (minor < 0n ? "░" : "█").repeat(Math.max(1, length));
}

const minorOf = ({ amount, currency }: Comparison["was"]): bigint => parseAmount(amount, currency).minor;
const largestOf = (all: readonly bigint[]): bigint =>
  all.reduce((most, each) => (each > most ? each : -each > most ? -each : most), 0n);

export function comparisonText(of: Comparison): string {
  const { was, would_be: wouldBe, difference } = of;
  const most = largestOf([minorOf(was), minorOf(wouldBe)]);
  const sums = tableText(
    ["", was.currency, ""],
    [
      ["was", was.amount, bar(minorOf(was), most)],
      ["would be", wouldBe.amount, bar(minorOf(wouldBe), most)],
      ["difference", difference.amount, bar(minorOf(difference), most)],
    ],
  );
  const furthest = largestOf(of.largest.map((one) => minorOf(one.difference)));
  const unpriced = Object.entries(of.unpriced).map(([why, count]) => `${count} ${why}`);
  return [
    `${of.sessions} sessions from ${of.from} to ${of.to}: ${of.dearer} dearer, ${of.cheaper} cheaper, ${of.same} the same.`,
    sums,
    ...(of.largest.length === 0
      ? []
      : [
          `The largest differences:\n${tableText(
            ["session", "was", "would be", "difference", ""],
            of.largest.map((one) => [
              one.reference,
              one.was.amount,
              one.would_be.amount,
              one.difference.amount,
              bar(minorOf(one.difference), furthest),
            ]),
          )}`,
        ]),
    ...(unpriced.length === 0 ? [] : [`In none of the sums: ${unpriced.join(", ")}.`]),
  ].join("\n\n");
}
