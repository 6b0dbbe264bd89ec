/** A PDF file of ours: what it says of itself, no clock, no randomness, and its bytes at the end. */
import type { Instant } from "@barq/domain/instant";
import PDFDocument from "pdfkit";
import type { Language } from "./language.ts";
import { faceOf, printable } from "./printable.ts";

export interface FileOptions {
  readonly title: string;
  readonly language: Language;
  readonly author: string;
  /** tells this document from others of the same title and time; part of the file's id */
  readonly subject: string;
  /** the document's own time: the clock of the process that prints it would make other bytes each time */
  readonly at: Instant;
  /** in points where it is no format of its own */
  readonly size: "A4" | readonly [width: number, height: number];
}

export function createFile(options: FileOptions): {
  readonly document: PDFKit.PDFDocument;
  /** ends the document */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
} {
  const face = faceOf(options.language);
  const document = new PDFDocument({
    size: typeof options.size === "string" ? options.size : [...options.size],
    margin: 0,
    bufferPages: true,
    lang: options.language,
    displayTitle: true,
    // Deflate differs from one zlib to the next, and these few kilobytes are compressed on the wire anyway.
    compress: false,
    info: {
      Title: printable(options.title, { face }),
      Author: printable(options.author, { face }),
      Subject: options.subject,
      Producer: "Barq",
      Creator: "Barq",
      CreationDate: new Date(options.at),
    },
  });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<Uint8Array<ArrayBuffer>>((done, fail) => {
    document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    document.on("end", () => done(Uint8Array.from(Buffer.concat(chunks))));
    document.on("error", fail);
  });
  return {
    document,
    bytes() {
      document.end();
      return ended;
    },
  };
}
