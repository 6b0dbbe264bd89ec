/**
 * The intake on a laptop: an append-only file with one fdatasync for all that wait, so that what was acknowledged survives
 * SIGKILL of every process. A record is a line `crc length json`; a torn last line is cut off when the file is opened.
 * Progress is kept in a file beside it, written whole: a crash can only repeat records, never skip them.
 */
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, readFile, rename, truncate } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Intake, IntakeRecord } from "./port.ts";

interface Waiting {
  readonly line: Buffer;
  readonly record: IntakeRecord;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

interface Kept {
  readonly n: number;
  readonly record: IntakeRecord;
}

const newline = 10;
const appending = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

const lineOf = (n: number, record: IntakeRecord): Buffer => {
  const json = Buffer.from(JSON.stringify([n, record.station, record.arrivedAt, record.body]));
  return Buffer.concat([Buffer.from(`${crc32(json).toString(16)} ${json.length} `), json, Buffer.from("\n")]);
};

/** The record whose line begins there, and where the next line does; undefined for what is torn or damaged. */
function lineAt(content: Buffer, at: number): { readonly kept: Kept; readonly end: number } | undefined {
  const head = /^([0-9a-f]{1,8}) (\d{1,9}) /.exec(content.subarray(at, at + 24).toString("latin1"));
  if (!head) return undefined;
  const from = at + head[0].length;
  const to = from + Number(head[2]);
  const json = content.subarray(from, to);
  if (content[to] !== newline || crc32(json).toString(16) !== head[1]) return undefined;
  const [n, station, arrivedAt, body]: [number, string, number, string] = JSON.parse(json.toString());
  return { kept: { n, record: { station, arrivedAt, body } }, end: to + 1 };
}

/** The records of a file, and where the last whole one ends. JSON has no line ends, so damage ends with its line. */
function readLines(content: Buffer): { readonly records: readonly Kept[]; readonly whole: number } {
  const records: Kept[] = [];
  let whole = 0;
  for (let at = 0; at < content.length; ) {
    const line = lineAt(content, at);
    if (line) {
      records.push(line.kept);
      whole = line.end;
    }
    const next = line ? line.end : content.indexOf(newline, at) + 1;
    if (next === 0) break;
    at = next;
  }
  return { records, whole };
}

export interface FileIntake extends Intake {
  close(): Promise<void>;
}

export async function createFileIntake(options: {
  readonly folder: string;
  /** called after a record is durable, to wake the drain */
  readonly onAppended?: (record: IntakeRecord) => void;
  /** when everything is taken and the file is at least as large as this, it starts anew */
  readonly renewAtBytes?: number;
}): Promise<FileIntake> {
  const { folder, onAppended, renewAtBytes = 8_000_000 } = options;
  await mkdir(folder, { recursive: true });
  const path = join(folder, "records");
  const progressPath = join(folder, "progress.json");
  const content = await readIfThere(path);
  const { records, whole } = readLines(content);
  if (whole < content.length) await truncate(path, whole);
  /** station -> number of the last record that is dealt with */
  const taken = new Map<string, number>(
    Object.entries(JSON.parse((await readIfThere(progressPath)).toString() || "{}")),
  );
  const unfinished = new Map<string, Kept[]>();
  let next = 1;
  for (const kept of records) {
    next = Math.max(next, kept.n + 1);
    if (kept.n > (taken.get(kept.record.station) ?? 0)) listOf(unfinished, kept.record.station).push(kept);
  }
  for (const n of taken.values()) next = Math.max(next, n + 1);
  let file: FileHandle = await open(path, appending, 0o600);
  let size = whole;
  let waiting: Waiting[] = [];
  let broken: unknown = null;
  /** Whoever touches the file goes behind the last one who does: a group that is written, or the file's renewal. */
  let last: Promise<void> = Promise.resolve();

  const writeGroup = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    try {
      if (broken) throw broken;
      const bytes = Buffer.concat(group.map((entry) => entry.line));
      await writeWhole(file, bytes);
      await file.datasync();
      size += bytes.length;
    } catch (error) {
      // Nobody knows what reached the disk: nothing is acknowledged any more until the file is opened anew.
      broken = error;
      for (const entry of group) entry.fail(error);
      return;
    }
    for (const entry of group) entry.done();
    for (const { record } of group) wake(record);
  };

  const wake = (record: IntakeRecord): void => {
    try {
      onAppended?.(record);
    } catch {
      // The record is durable whoever sleeps, and the drain comes round by itself.
    }
  };

  const renew = async (): Promise<void> => {
    if (size < renewAtBytes || unfinished.size > 0 || broken) return;
    const fresh = await open(`${path}.new`, appending | constants.O_TRUNC, 0o600);
    try {
      await rename(`${path}.new`, path);
    } catch (error) {
      await fresh.close();
      throw error;
    }
    const old = file;
    file = fresh;
    size = 0;
    await old.close();
  };

  const saveProgress = async (): Promise<void> => {
    const draft = await open(`${progressPath}.new`, "w", 0o600);
    try {
      await draft.writeFile(JSON.stringify(Object.fromEntries(taken)));
      await draft.datasync();
    } finally {
      await draft.close();
    }
    await rename(`${progressPath}.new`, progressPath);
  };

  let draining: Promise<void> = Promise.resolve();
  const drainOnce = async (take: Parameters<Intake["drain"]>[0]): Promise<void> => {
    let progressed = false;
    const failures: unknown[] = [];
    for (const [station, kept] of [...unfinished]) {
      const handed = kept.map((entry) => entry.record);
      try {
        const count = Math.min(await take(station, handed), handed.length);
        const done = kept[count - 1];
        if (!done) continue;
        taken.set(station, done.n);
        kept.splice(0, count);
        if (kept.length === 0) unfinished.delete(station);
        progressed = true;
      } catch (error) {
        // One station's record that cannot be taken must not keep the others' sessions from ending.
        failures.push(error);
      }
    }
    if (progressed) {
      await saveProgress();
      const renewed = last.then(renew);
      last = renewed.catch(() => undefined);
      await renewed;
    }
    if (failures.length > 0) throw failures[0];
  };

  return {
    append(record) {
      return new Promise((done, fail) => {
        const kept = { n: next++, record };
        waiting.push({
          line: lineOf(kept.n, record),
          record,
          done: () => {
            listOf(unfinished, record.station).push(kept);
            done();
          },
          fail,
        });
        // The first that waits asks for the group; those that come until it is written go with it.
        if (waiting.length === 1) last = last.then(writeGroup);
      });
    },
    drain(take) {
      draining = draining.catch(() => undefined).then(() => drainOnce(take));
      return draining;
    },
    async close() {
      await draining.catch(() => undefined);
      await last;
      await file.close();
    },
  };
}

/** write(2) may write a part and say so without an error, as when the disk fills up: half a line is no record. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at);
    if (bytesWritten === 0) throw new Error("nothing more can be written to the intake's file");
    at += bytesWritten;
  }
}

function listOf(map: Map<string, Kept[]>, station: string): Kept[] {
  const own = map.get(station) ?? [];
  map.set(station, own);
  return own;
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
