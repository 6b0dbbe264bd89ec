/** What the project says of itself: files that documents name exist, versions are exact, nothing tells of one machine. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allFiles, root } from "./sources.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("papers", () => {
  it("name only files that exist", () => {
    const wrong = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].flatMap((document) =>
      [...read(document).matchAll(/`((?:packages|functions|infra|examples|test|\.ci)\/[\w./-]+)`/g)]
        .map((match) => match[1] ?? "")
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${document} names ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it("by their names alone, too", () => {
    const known = new Set(allFiles.map((path) => path.split("/").at(-1)));
    const wrong = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].flatMap((document) =>
      [...read(document).matchAll(/(?<![\w./-])([a-z][\w-]*\.ts)\b/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !known.has(name))
        .map((name) => `${document} names ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("and package scripts run only files that exist", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const wrong = Object.entries(scripts).flatMap(([name, script]) =>
      [...script.matchAll(/\S+\.c?ts|\S+\.cjs/g)]
        .map(([path]) => path)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${name} runs ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it("versions are exact, and the lockfile holds no addresses", () => {
    const wrong = allFiles
      .filter((path) => path.endsWith("package.json"))
      .flatMap((path) => {
        const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(read(path));
        return Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies })
          .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
          .map(([name, version]) => `${path}: ${name} ${version}`);
      });
    expect(wrong).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/"resolved": "http/);
  });

  it("no tracked text tells of a machine or of a registry's host", () => {
    const host = ["registry", "npmjs"].join(".");
    const wrong = allFiles
      .filter((path) => /\.(ts|md|json|cjs|ya?ml|sh)$|\.ci\/run$/.test(path) && path !== "package-lock.json")
      .filter((path) => {
        const text = read(path);
        return text.includes(host) || /(^|[\s"'`(])\/(work|home|Users)\/\w/.test(text);
      });
    expect(wrong).toEqual([]);
  });

  it("runs on Node 24", () => {
    expect(process.versions.node).toMatch(/^24\./);
  });
});
