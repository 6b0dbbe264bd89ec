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

/** When everything is taken and the file is larger than this, it starts anew. */
const renewAtBytes = 8_000_000;

const lineOf = (n: number, record: IntakeRecord): Buffer => {
  const json = Buffer.from(JSON.stringify([n, record.station, record.arrivedAt, record.body]));
  return Buffer.concat([Buffer.from(`${crc32(json).toString(16)} ${json.length} `), json, Buffer.from("\n")]);
};

/** The records of a file, and how many bytes of it are whole. */
function readLines(content: Buffer): { readonly records: readonly Kept[]; readonly whole: number } {
  const records: Kept[] = [];
  let whole = 0;
  while (whole < content.length) {
    const head = /^([0-9a-f]{1,8}) (\d{1,9}) /.exec(content.subarray(whole, whole + 24).toString("latin1"));
    if (!head) break;
    const from = whole + head[0].length;
    const to = from + Number(head[2]);
    const json = content.subarray(from, to);
    if (content[to] !== 10 || crc32(json).toString(16) !== head[1]) break;
    const [n, station, arrivedAt, body]: [number, string, number, string] = JSON.parse(json.toString());
    records.push({ n, record: { station, arrivedAt, body } });
    whole = to + 1;
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
}): Promise<FileIntake> {
  const { folder, onAppended } = options;
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
  let file: FileHandle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600);
  let size = whole;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let broken: unknown = null;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken) throw broken;
        const bytes = Buffer.concat(group.map((entry) => entry.line));
        await file.writev([bytes]);
        await file.datasync();
        size += bytes.length;
        for (const entry of group) {
          entry.done();
          onAppended?.(entry.record);
        }
      } catch (error) {
        // Nobody knows what reached the disk: nothing is acknowledged any more until the file is opened anew.
        broken = error;
        for (const entry of group) entry.fail(error);
      }
    }
    writing = null;
  };

  const renew = async (): Promise<void> => {
    if (size < renewAtBytes || unfinished.size > 0 || waiting.length > 0 || writing) return;
    const fresh = await open(
      `${path}.new`,
      constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND,
      0o600,
    );
    if (unfinished.size > 0 || waiting.length > 0 || writing) return fresh.close();
    const old = file;
    file = fresh;
    size = 0;
    await rename(`${path}.new`, path);
    await old.close();
  };

  const saveProgress = async (): Promise<void> => {
    const draft = await open(`${progressPath}.new`, "w", 0o600);
    await draft.writeFile(JSON.stringify(Object.fromEntries(taken)));
    await draft.datasync();
    await draft.close();
    await rename(`${progressPath}.new`, progressPath);
  };

  let draining: Promise<void> = Promise.resolve();
  const drainOnce = async (take: Parameters<Intake["drain"]>[0]): Promise<void> => {
    let progressed = false;
    for (const [station, kept] of [...unfinished]) {
      const count = await take(
        station,
        kept.map((entry) => entry.record),
      );
      const last = kept[count - 1];
      if (!last) continue;
      taken.set(station, last.n);
      kept.splice(0, count);
      if (kept.length === 0) unfinished.delete(station);
      progressed = true;
    }
    if (progressed) {
      await saveProgress();
      await renew();
    }
  };

  return {
    append(record) {
      return new Promise((done, fail) => {
        const n = next++;
        const kept = { n, record };
        waiting.push({
          line: lineOf(n, record),
          record,
          done: () => {
            listOf(unfinished, record.station).push(kept);
            done();
          },
          fail,
        });
        writing ??= writeAll();
      });
    },
    drain(take) {
      draining = draining.catch(() => undefined).then(() => drainOnce(take));
      return draining;
    },
    async close() {
      await draining.catch(() => undefined);
      if (writing) await writing;
      await file.close();
    },
  };
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
