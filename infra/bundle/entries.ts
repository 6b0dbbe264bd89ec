/** Every Lambda there is and the file it is made of: what is deployed and what the budgets measure are this one list. */

export interface Entry {
  /** from the root of the project; it exports `handler` */
  readonly file: string;
  /** pdfkit asks for the standard fonts' widths while it runs, out of sight of a bundler: they lie beside the bundle, with the fonts that we bring ourselves */
  readonly pdfFonts?: true;
}

export const entries = {
  open: { file: "functions/open/open.ts" },
  read: { file: "functions/api/read.ts" },
  money: { file: "functions/api/money.ts" },
  pages: { file: "functions/pages/pages.ts" },
  pay: { file: "functions/pages/pay.ts" },
  hooks: { file: "functions/hooks/stripe.ts" },
  desk: { file: "functions/api/desk.ts" },
  field: { file: "functions/api/field.ts" },
  network: { file: "functions/api/network.ts" },
  support: { file: "functions/api/support.ts" },
  tariffs: { file: "functions/api/tariffs.ts" },
  office: { file: "functions/office/office.ts" },
  sites: { file: "functions/office/sites.ts" },
  paper: { file: "functions/paper/paper.ts", pdfFonts: true },
  station: { file: "functions/ocpp/websocket.ts" },
  drain: { file: "functions/intake/drain.ts" },
  saga: { file: "functions/stream/saga.ts" },
  sweep: { file: "functions/clock/sweep.ts" },
  books: { file: "functions/clock/books.ts" },
} as const satisfies Readonly<Record<string, Entry>>;

export type EntryName = keyof typeof entries;

export const entryNames: readonly EntryName[] = [
  "open",
  "read",
  "money",
  "pages",
  "pay",
  "hooks",
  "paper",
  "desk",
  "field",
  "network",
  "support",
  "tariffs",
  "office",
  "sites",
  "station",
  "drain",
  "saga",
  "sweep",
  "books",
];
