/** What is told about the routes of people at work with money and its papers; described-routes.ts has them with all the others. */
import { evidenceBody } from "./bodies/evidence.ts";
import { reconciliationBody } from "./bodies/reconciliation.ts";
import { correctionBody, refundBody } from "./bodies/refund.ts";
import { resolveBody } from "./bodies/resolve.ts";
import type { DescribedRoute } from "./described-routes.ts";
import { routes } from "./routes.ts";

export const describedDesk = {
  showJournal: {
    ...routes.showJournal,
    summary:
      "The journal entries of a session with their postings, in order, each with the hash that chains it",
    answers: { 200: "The entries" },
  },
  askReconciliation: {
    ...routes.askReconciliation,
    summary:
      "Hold the provider's books against sessions and journal, from one legal day to another. Needs an Idempotency-Key",
    body: reconciliationBody,
    answers: { 202: "It is asked for: look at its address until it is done" },
  },
  listReconciliations: {
    ...routes.listReconciliations,
    summary: "The reconciliations that were asked for or made by themselves, page by page",
    query: ["cursor"],
    answers: { 200: "A page of reconciliations" },
  },
  showReconciliation: {
    ...routes.showReconciliation,
    summary:
      "What a reconciliation came to: counts and sums, fees and exchange, a row for what does not match",
    answers: { 200: "The reconciliation" },
  },
  listDisputes: {
    ...routes.listDisputes,
    summary: "What drivers' banks dispute, the nearest deadline for evidence first, page by page",
    query: ["cursor"],
    answers: { 200: "A page of disputes" },
  },
  showDispute: {
    ...routes.showDispute,
    summary: "A dispute: where it stands, what is taken, until when evidence may be given",
    answers: { 200: "The dispute" },
  },
  giveEvidence: {
    ...routes.giveEvidence,
    summary: "Give the evidence that the proof holds now, once. Needs an Idempotency-Key",
    body: evidenceBody,
    answers: { 202: "It is given, or will be as soon as the provider answers" },
  },
  correctSession: {
    ...routes.correctSession,
    summary:
      "Correct a sealed CDR downwards: a credit CDR, a new one, and the difference as a refund. Needs an Idempotency-Key",
    body: correctionBody,
    answers: { 202: "It is on record, and sealed in a moment" },
  },
  showCorrections: {
    ...routes.showCorrections,
    summary: "What became of the corrections of a session, each with its credit CDR, new CDR and proof",
    answers: { 200: "The corrections" },
  },
  askRefund: {
    ...routes.askRefund,
    summary:
      "Give back all or part of what was captured. Above the limit it waits for a second person. Needs an Idempotency-Key",
    body: refundBody,
    answers: { 201: "The refund, as far as it came", 200: "A repeat of the same request: the same refund" },
  },
  listRefunds: {
    ...routes.listRefunds,
    summary: "The refunds of a session, the oldest first",
    query: ["session"],
    answers: { 200: "The refunds" },
  },
  showRefund: {
    ...routes.showRefund,
    summary: "A refund as it stands",
    answers: { 200: "The refund" },
  },
  approveRefund: {
    ...routes.approveRefund,
    summary: "The second person's yes: anybody's but the one's who asked",
    answers: { 200: "The refund, as far as it came" },
  },
  listWork: {
    ...routes.listWork,
    summary:
      "What a person has to look at, with its next step, the oldest first; or what was resolved, page by page",
    query: ["state", "cursor"],
    answers: { 200: "A page of rows" },
  },
  showWork: {
    ...routes.showWork,
    summary: "A row of the work queue as it stands, and what can be done with it",
    answers: { 200: "The row" },
  },
  resolveWork: {
    ...routes.resolveWork,
    summary:
      "Resolve a row of the work queue, with who and why on record. Of two people one wins. Needs an Idempotency-Key",
    body: resolveBody,
    answers: { 200: "The row as it was resolved" },
  },
  reportHolds: {
    ...routes.reportHolds,
    summary: "The holds that stand now, off the books: their age, and when the provider lets each go",
    answers: { 200: "The holds, the one that lapses first before the others" },
  },
  reportMetrics: {
    ...routes.reportMetrics,
    summary:
      "Whether money is stuck: the oldest overdue step, holds, energy without a price, receivables, work; and how many cards are declined, by the hour and sticker",
    answers: { 200: "The numbers" },
  },
} as const satisfies Readonly<Record<string, DescribedRoute>>;
