/** The books' clock as Lambda runs it: reconciliations that were asked for, and the one of each night. */
import { sweepBooks } from "@barq/actions/run-reconciliation";
import { failureLine } from "../api/bug-log.ts";
import { booksPorts } from "../wire/books.ts";

const ports = await booksPorts();

export const handler = async (): Promise<void> => {
  const { done, failed } = await sweepBooks(ports);
  console.log(JSON.stringify({ level: "info", at: "books", done, failed: failed.length }));
  // What failed is put off and taken up again.
  for (const { error } of failed) console.error(failureLine("books", error));
};
