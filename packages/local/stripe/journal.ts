/**
 * What the stand-in knows, on disk before it answers: one line for all that a request changed, one fdatasync for all
 * requests that wait. A line carries its own checksum; a torn end is cut off when the file is opened, and a file that has
 * grown is written anew from what is known.
 */
import { readFileSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, rename, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Row } from "./books.ts";

interface Journal {
  /** Resolves when these rows, and all that were handed over before them, would survive SIGKILL. */
  append(rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
}

interface JournalOptions {
  /** null: nothing is kept */
  readonly folder: string | null;
  readonly load: (row: Row) => void;
  /** everything that is known, for a file made anew */
  readonly all: () => Iterable<Row>;
  /** a file is made anew when it is larger than this and three times as large as it was made */
  readonly renewAtBytes?: number;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

const rowsToALine = 200;

const lineOf = (rows: readonly Row[]): string => {
  const json = JSON.stringify(rows);
  return `${crc32(json).toString(16)} ${json}\n`;
};

export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, load, all, renewAtBytes = 64_000_000 } = options;
  if (folder === null) return { append: async () => undefined, close: async () => undefined };
  await mkdir(folder, { recursive: true });
  const path = join(folder, "journal");
  let size = await reload(path, load);
  let madeAt = size;
  let file: FileHandle = await open(path, "a", 0o600);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let broken: unknown = null;

  const renew = async (): Promise<void> => {
    const draft = await open(`${path}.new`, "w", 0o600);
    let written = 0;
    let rows: Row[] = [];
    const put = async (): Promise<void> => {
      const text = lineOf(rows);
      rows = [];
      written += Buffer.byteLength(text);
      await draft.write(text);
    };
    // One turn for the snapshot of references: what changes meanwhile waits in line and is written after it.
    for (const row of [...all()]) {
      rows.push(row);
      if (rows.length === rowsToALine) await put();
    }
    await put();
    await draft.datasync();
    await draft.close();
    await rename(`${path}.new`, path);
    await file.close();
    file = await open(path, "a", 0o600);
    size = written;
    madeAt = written;
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken) throw broken;
        const bytes = Buffer.from(group.map((entry) => entry.text).join(""));
        if (bytes.length > 0) {
          await file.writev([bytes]);
          await file.datasync();
          size += bytes.length;
          if (size > renewAtBytes && size > 3 * madeAt) await renew();
        }
        for (const entry of group) entry.done();
      } catch (error) {
        // Nobody knows what reached the disk, so nothing is answered any more until the file is opened anew.
        broken = error;
        for (const entry of group) entry.fail(error);
      }
    }
    writing = null;
  };

  return {
    append: (rows) => {
      // Nothing of one's own to write may still mean to have read what another request has not yet written.
      if (rows.length === 0 && writing === null) return Promise.resolve();
      return new Promise((done, fail) => {
        waiting.push({ text: rows.length === 0 ? "" : lineOf(rows), done, fail });
        writing ??= writeAll();
      });
    },
    async close() {
      while (writing) await writing;
      await file.close();
    },
  };
}

/** Hands over every whole row and cuts off what is torn; answers the size of what is left, in bytes. */
async function reload(path: string, load: (row: Row) => void): Promise<number> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return 0;
  const content = readFileSync(path);
  let from = 0;
  while (from < content.length) {
    const end = content.indexOf(10, from);
    if (end < 0) break;
    const line = content.toString("utf8", from, end);
    const space = line.indexOf(" ");
    const json = line.slice(space + 1);
    if (crc32(json).toString(16) !== line.slice(0, space)) break;
    const rows: readonly Row[] = JSON.parse(json);
    for (const row of rows) load(row);
    from = end + 1;
  }
  if (from < content.length) await truncate(path, from);
  return from;
}
