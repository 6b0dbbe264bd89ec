import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileIntake } from "@barq/intake/file";
import { createFileIntake } from "@barq/intake/file";
import { createMemoryIntake } from "@barq/intake/memory";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { describeIntake, look, takeAll } from "./intake.ts";
import { record, records } from "./intake-records.ts";

const home = mkdtempSync(join(tmpdir(), "barq-intake-"));
const opened: FileIntake[] = [];
afterAll(async () => {
  for (const intake of opened) await intake.close();
  rmSync(home, { recursive: true });
});
const newFolder = (): string => mkdtempSync(join(home, "f-"));

async function openIntake(
  folder: string,
  more: Omit<Parameters<typeof createFileIntake>[0], "folder"> = {},
): Promise<FileIntake> {
  const intake = await createFileIntake({ folder, ...more });
  opened.push(intake);
  return intake;
}

describeIntake("memory twin", async () => {
  // Durable as long as the process lives: there is no other process to open it.
  const intake = createMemoryIntake();
  return { open: async () => intake };
});

describeIntake("file", async () => {
  const folder = newFolder();
  let last = folder;
  return {
    // A copy, as the disk is at that moment: whatever the earlier process still does comes too late.
    open: async () => {
      const copy = newFolder();
      cpSync(last, copy, { recursive: true });
      last = copy;
      return openIntake(copy);
    },
  };
});

const some = await open(process.execPath);
const fileHandle: FileHandle = Object.getPrototypeOf(some);
await some.close();
afterEach(() => {
  vi.restoreAllMocks();
});

describe("intake, file: what is torn or damaged", () => {
  const filled = async (): Promise<string> => {
    const folder = newFolder();
    const intake = await openIntake(folder);
    for (const one of records("A", 1, 3)) await intake.append(one);
    return folder;
  };

  it("cuts a torn last line at every byte it may be torn at, keeps all before it, and goes on", async () => {
    const folder = await filled();
    const whole = readFileSync(join(folder, "records"));
    const lastLine = whole.subarray(0, -1).lastIndexOf(10) + 1;
    for (let bytes = lastLine; bytes < whole.length; bytes++) {
      writeFileSync(join(folder, "records"), whole.subarray(0, bytes));
      const intake = await openIntake(folder);
      expect(await look(intake), `torn at ${bytes}`).toEqual({ A: records("A", 1, 2) });
      expect(statSync(join(folder, "records")).size).toBe(lastLine);
      await intake.append(record("A", 4));
      expect((await look(await openIntake(folder))).A).toEqual([...records("A", 1, 2), record("A", 4)]);
    }
  });

  it("loses of a damaged file what is damaged, and nothing that comes after it", async () => {
    const folder = await filled();
    const content = readFileSync(join(folder, "records"));
    const second = content.indexOf(10) + 1;
    content.fill(0, second + 5, second + 40);
    writeFileSync(join(folder, "records"), content);
    const intake = await openIntake(folder);
    expect(await look(intake)).toEqual({ A: [record("A", 1), record("A", 3)] });
    await intake.append(record("A", 4));
    expect((await look(await openIntake(folder))).A?.map(({ arrivedAt }) => arrivedAt)).toEqual([1, 3, 4]);
  });

  it("takes nothing twice that is both in the progress and in a file that was cut", async () => {
    const folder = await filled();
    await look(await openIntake(folder), takeAll);
    truncateSync(join(folder, "records"), 10);
    const intake = await openIntake(folder);
    await intake.append(record("A", 4));
    expect(await look(intake)).toEqual({ A: [record("A", 4)] });
    expect(await look(await openIntake(folder))).toEqual({ A: [record("A", 4)] });
  });
});

describe("intake, file: no acknowledgement without the disk", () => {
  it("refuses after it was closed", async () => {
    const intake = await createFileIntake({ folder: newFolder() });
    await intake.append(record("A", 1));
    await intake.close();
    await expect(intake.append(record("A", 2))).rejects.toThrow();
  });

  it("acknowledges nothing before fdatasync has answered", async () => {
    const intake = await openIntake(newFolder());
    let answer: (() => void) | undefined;
    vi.spyOn(fileHandle, "datasync").mockImplementationOnce(
      () => new Promise<void>((done) => (answer = done)),
    );
    let acknowledged = false;
    const appended = intake.append(record("A", 1)).then(() => (acknowledged = true));
    await vi.waitFor(() => expect(answer).toBeDefined());
    expect(acknowledged).toBe(false);
    expect(await look(intake)).toEqual({});
    answer?.();
    await appended;
    expect(await look(intake)).toEqual({ A: [record("A", 1)] });
  });

  it("refuses all that waited for a sync that failed, and everything after it until it is opened anew", async () => {
    const folder = newFolder();
    const intake = await openIntake(folder);
    await intake.append(record("A", 1));
    // What a kernel says once and then forgets: a second sync would answer well over pages that are gone.
    vi.spyOn(fileHandle, "datasync").mockRejectedValueOnce(new Error("EIO"));
    const both = await Promise.allSettled([intake.append(record("A", 2)), intake.append(record("B", 1))]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    for (const one of records("A", 3, 5)) await expect(intake.append(one)).rejects.toThrow("EIO");
    expect(await look(intake)).toEqual({ A: [record("A", 1)] });
    const anew = await openIntake(folder);
    await anew.append(record("C", 1));
    expect((await look(anew)).C).toEqual([record("C", 1)]);
  });

  it("goes on when whoever is woken throws: the record is durable all the same", async () => {
    const woken = vi.fn(() => {
      throw new Error("nobody to wake");
    });
    const intake = await openIntake(newFolder(), { onAppended: woken });
    await Promise.all([...records("A", 1, 3)].map((one) => intake.append(one)));
    await intake.append(record("A", 4));
    expect(woken).toHaveBeenCalledTimes(4);
    expect(await look(intake)).toEqual({ A: records("A", 1, 4) });
  });

  it("makes one fdatasync serve all that wait", async () => {
    const intake = await openIntake(newFolder());
    const sync = vi.spyOn(fileHandle, "datasync");
    await Promise.all(records("A", 1, 200).map((one) => intake.append(one)));
    // The first goes alone; those that came while it was being written go together.
    expect(sync.mock.calls.length).toBeLessThanOrEqual(2);
    expect((await look(intake)).A).toEqual(records("A", 1, 200));
  });
});

describe("intake, file: the file starts anew", () => {
  const sizeOf = (folder: string): number => statSync(join(folder, "records")).size;

  it("when all is taken and it is large, and goes on counting where it was", async () => {
    const folder = newFolder();
    const intake = await openIntake(folder, { renewAtBytes: 300 });
    for (const one of records("A", 1, 10)) await intake.append(one);
    expect(sizeOf(folder)).toBeGreaterThan(300);
    await look(intake, takeAll);
    expect(sizeOf(folder)).toBe(0);
    await intake.append(record("A", 11));
    const later = await openIntake(folder);
    expect(await look(later)).toEqual({ A: [record("A", 11)] });
    await look(later, takeAll);
    expect(await look(await openIntake(folder))).toEqual({});
  });

  it("not while anything waits, and not while it is small", async () => {
    const folder = newFolder();
    const intake = await openIntake(folder, { renewAtBytes: 300 });
    await intake.append(record("A", 1));
    await look(intake, takeAll);
    expect(sizeOf(folder)).toBeGreaterThan(0);
    for (const one of records("A", 2, 10)) await intake.append(one);
    await look(intake, (_, waiting) => waiting.length - 1);
    expect(sizeOf(folder)).toBeGreaterThan(300);
    expect(await look(await openIntake(folder))).toEqual({ A: [record("A", 10)] });
  });

  it("without losing what arrives while the new file takes the old one's place", async () => {
    vi.doMock("node:fs/promises", async (original) => {
      const real = await original<typeof import("node:fs/promises")>();
      const late = async (from: string, to: string): Promise<void> => {
        if (to.endsWith("records")) await new Promise((done) => setTimeout(done, 30));
        return real.rename(from, to);
      };
      return { ...real, rename: late };
    });
    // The query makes it another module than the one that was loaded without the delay.
    const path = "../../packages/intake/file.ts?late-rename";
    const { createFileIntake: createLate }: { createFileIntake: typeof createFileIntake } = await import(
      path
    );
    vi.doUnmock("node:fs/promises");
    const folder = newFolder();
    const intake = await createLate({ folder, renewAtBytes: 1 });
    opened.push(intake);
    await intake.append(record("A", 1));
    const drained = look(intake, takeAll);
    await new Promise((done) => setTimeout(done, 15));
    await intake.append(record("A", 2));
    // Acknowledged and not taken: whoever finds the folder as it is now must find the record.
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    expect(await look(await openIntake(copy))).toEqual({ A: [record("A", 2)] });
    await drained;
    expect(await look(intake)).toEqual({ A: [record("A", 2)] });
  });
});

describe("intake, file: the process is killed", () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  /** What the child said until it had said so many lines, or ended by itself. */
  async function run(
    folder: string,
    mode: string,
    first: number,
    lines: number,
    shell = "",
  ): Promise<readonly string[][]> {
    const said = join(folder, `said-${first}`);
    const script = join(import.meta.dirname, "intake-child.ts");
    const command = `${shell}exec "$0" "$@"`;
    const out = openSync(said, "w");
    const child = spawn("bash", ["-c", command, process.execPath, script, folder, mode, String(first)], {
      stdio: ["ignore", out, "inherit"],
    });
    closeSync(out);
    children.push(child);
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    const read = (): string[] => readFileSync(said, "utf8").split("\n").slice(0, -1);
    while (child.exitCode === null && read().length < lines) await new Promise((done) => setTimeout(done, 2));
    child.kill("SIGKILL");
    await ended;
    return read().map((line) => line.split(" "));
  }
  const numbers = (said: readonly string[][], what: string, station: string): number[] =>
    said.filter(([verb, of]) => verb === what && of === station).map(([, , n]) => Number(n));

  it("and has everything it acknowledged, in order, each time again", async () => {
    const folder = newFolder();
    const acknowledged: Record<string, number[]> = { A: [], B: [] };
    for (const [round, lines] of [37, 150].entries()) {
      const said = await run(folder, "append", 1 + 100_000 * round, lines);
      const found = await look(await openIntake(folder));
      for (const station of ["A", "B"]) {
        acknowledged[station]?.push(...numbers(said, "ack", station));
        const there = (found[station] ?? []).map(({ arrivedAt }) => arrivedAt);
        expect(acknowledged[station]?.length).toBeGreaterThan(5);
        expect(there).toEqual(expect.arrayContaining(acknowledged[station] ?? []));
        expect(there).toEqual([...there].sort((a, b) => a - b));
        expect(new Set(there).size).toBe(there.length);
      }
    }
  });

  it("while it drains and renews its file, and nothing acknowledged is neither taken nor there", async () => {
    const folder = newFolder();
    const said = await run(folder, "drain", 1, 1500);
    const found = await look(await openIntake(folder));
    for (const station of ["A", "B"]) {
      const taken = numbers(said, "took", station);
      const there = (found[station] ?? []).map(({ arrivedAt }) => arrivedAt);
      const acknowledged = numbers(said, "ack", station);
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(taken.length).toBeGreaterThan(100);
      const known = new Set([...taken, ...there]);
      expect(acknowledged.filter((n) => !known.has(n))).toEqual([]);
    }
  });

  it("or the disk is full: what could be written only in part is refused, all before it is there", async () => {
    const folder = newFolder();
    // 8 KB and not a byte more, which ends in the middle of a line: write(2) then writes a part and says how much.
    const said = await run(folder, "append", 1, 100_000, "ulimit -f 8; ");
    const found = await look(await openIntake(folder));
    expect(said.at(-1)).toEqual(["refused", "EFBIG"]);
    for (const station of ["A", "B"]) {
      const there = (found[station] ?? []).map(({ arrivedAt }) => arrivedAt);
      expect(numbers(said, "ack", station).filter((n) => !there.includes(n))).toEqual([]);
    }
  });
});
