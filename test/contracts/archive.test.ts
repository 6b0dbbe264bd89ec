import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFolderArchive } from "@barq/archive/folder";
import { createMemoryArchive } from "@barq/archive/memory";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { bytes, describeArchive } from "./archive.ts";

const home = mkdtempSync(join(tmpdir(), "barq-archive-"));
afterAll(() => rmSync(home, { recursive: true }));
const newFolder = (): string => mkdtempSync(join(home, "f-"));

describeArchive("memory twin", createMemoryArchive);
describeArchive("folder", () => createFolderArchive(newFolder()));

const some = await open(process.execPath);
const fileHandle: FileHandle = Object.getPrototypeOf(some);
await some.close();
afterEach(() => {
  vi.restoreAllMocks();
});

describe("archive, folder: a crash", () => {
  const filesOf = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it("leaves a draft that is no file: it cannot be asked for, and the name is still free", async () => {
    const folder = newFolder();
    let go: (() => void) | undefined;
    vi.spyOn(fileHandle, "datasync").mockImplementationOnce(() => new Promise<void>((done) => (go = done)));
    const dying = createFolderArchive(folder).put("t/a.json", bytes("half"));
    await vi.waitFor(() => expect(go).toBeDefined());

    const [draft = ""] = filesOf(join(folder, "t"));
    const later = createFolderArchive(folder);
    expect(await later.get("t/a.json")).toBeUndefined();
    await expect(later.get(`t/${draft}`)).rejects.toThrow("no name");
    expect(await later.put("t/a.json", bytes("whole"))).toBe("kept");
    go?.();
    expect(await dying).toBe("differs");
    expect(await later.get("t/a.json")).toEqual(bytes("whole"));
    expect(filesOf(folder)).toEqual(["a.json"]);
  });

  it("or a full disk leaves nothing behind, and the next try is good", async () => {
    const folder = newFolder();
    const archive = createFolderArchive(folder);
    vi.spyOn(fileHandle, "datasync").mockRejectedValueOnce(new Error("ENOSPC"));
    await expect(archive.put("t/a.json", bytes("x"))).rejects.toThrow("ENOSPC");
    vi.spyOn(fileHandle, "writeFile").mockRejectedValueOnce(new Error("EDQUOT"));
    await expect(archive.put("t/a.json", bytes("x"))).rejects.toThrow("EDQUOT");
    expect(filesOf(folder)).toEqual([]);
    expect(await archive.get("t/a.json")).toBeUndefined();
    expect(await archive.put("t/a.json", bytes("x"))).toBe("kept");
  });

  it("after the answer loses nothing: the next process finds every file", async () => {
    const folder = newFolder();
    await createFolderArchive(folder).put("t/sessions/s1/seal.json", bytes("seal"));
    expect(await createFolderArchive(folder).get("t/sessions/s1/seal.json")).toEqual(bytes("seal"));
  });

  it("never writes over a name that stands for others below it, and says so by failing", async () => {
    const archive = createFolderArchive(newFolder());
    await archive.put("t/a/b.json", bytes("below"));
    await expect(archive.put("t/a", bytes("above"))).rejects.toThrow();
    await expect(archive.put("t/a/b.json/c", bytes("further below"))).rejects.toThrow();
    expect(await archive.get("t/a/b.json")).toEqual(bytes("below"));
  });
});
