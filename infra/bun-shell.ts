/**
 * Stands for the types of `bun`, of which SST's configuration names the shell. The real ones declare other globals than
 * Node's, and everything here runs on Node.
 */
export type Shell = (parts: TemplateStringsArray, ...values: readonly unknown[]) => Promise<unknown>;
