/** Imports point down: infra, functions, actions, ports, domain. A house whose floors are only drawn does not stand. */
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { allFiles, importsOf, inside, sources } from "./sources.ts";

const ports = [
  "store",
  "intake",
  "payments",
  "stations",
  "evidence",
  "archive",
  "documents",
  "notices",
  "pages",
];

/** What a room may import beside itself; packages from npm are another matter. */
const below: Readonly<Record<string, readonly string[]>> = {
  "packages/domain": [],
  ...Object.fromEntries(ports.map((port) => [`packages/${port}`, ["packages/domain"]])),
  // Stations remember their pending calls, and news of payments needs no more than the domain.
  "packages/stations": ["packages/domain", "packages/store"],
  "packages/actions": [
    "packages/domain",
    ...ports.filter((port) => port !== "pages").map((port) => `packages/${port}`),
  ],
  functions: ["packages/domain", "packages/actions", ...ports.map((port) => `packages/${port}`)],
  "packages/local": [
    "packages/domain",
    "packages/actions",
    "functions",
    ...ports.map((port) => `packages/${port}`),
  ],
  infra: ["packages/store", "functions"],
};

const roomOf = (path: string): string =>
  path.startsWith("packages/") ? path.split("/").slice(0, 2).join("/") : (path.split("/")[0] ?? "");

function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@barq/")) {
    const [, name] = specifier.split("/");
    return name === "functions" ? "functions" : `packages/${name}`;
  }
  return specifier.startsWith(".") ? roomOf(normalize(join(dirname(from), specifier))) : undefined;
}

describe("floors", () => {
  for (const [room, allowed] of Object.entries(below)) {
    it(`${room} imports only what lies below it`, () => {
      const wrong = inside(room).flatMap((source) =>
        importsOf(source).flatMap((specifier) => {
          const to = target(source.path, specifier);
          return to === undefined || to === room || allowed.includes(to)
            ? []
            : [`${source.path} imports ${specifier}`];
        }),
      );
      expect(wrong).toEqual([]);
    });
  }

  it("the domain imports nothing from npm or Node, and has no clock, randomness or zone data", () => {
    const wrong = inside("packages/domain").flatMap((source) => [
      ...importsOf(source)
        .filter((specifier) => !specifier.startsWith("./"))
        .map((specifier) => `${source.path}: ${specifier}`),
      ...(/Date\.now|new Date\(\)|Math\.random|\bIntl\b|\bTemporal\b|crypto|fetch\(|process\./.test(
        source.code,
      )
        ? [source.path]
        : []),
    ]);
    expect(wrong).toEqual([]);
  });

  it("adapters are seen by the wires and the laptop alone", () => {
    const adapter =
      /^@barq\/(store\/(dynamo|memory)|payments\/(stripe|memory)|archive\/(s3|folder|memory)|intake\/(sqs|file|memory)|notices\/(eml|ses|memory)|stations\/(linked|memory|api-gateway))$/;
    const wrong = inside("packages/actions", "functions")
      .filter(({ path }) => !path.startsWith("functions/wire/"))
      .flatMap((source) =>
        // The station door is about links: it needs their type, and an adapter's type is no adapter.
        [...source.text.matchAll(/^import (?!type)[^;]*?from "([^"]+)";/gm)]
          .map((match) => match[1] ?? "")
          .filter((specifier) => adapter.test(specifier))
          .map((specifier) => `${source.path} imports ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it("a door imports its own wire alone", () => {
    const wires = ["open", "read", "station", "money", "paper"];
    const wrong = inside("functions")
      .filter(({ path }) => !path.startsWith("functions/wire/"))
      .map((source) => ({
        path: source.path,
        wires: importsOf(source).filter((specifier) =>
          wires.some((wire) => specifier.endsWith(`/wire/${wire}.ts`)),
        ),
      }))
      .filter((door) => door.wires.length > 1);
    expect(wrong).toEqual([]);
  });

  it("only tests and package scripts use the laptop, and nobody uses a test", () => {
    const wrong = sources
      .filter(
        ({ path }) =>
          !path.startsWith("test/") && !path.startsWith("packages/local/") && path !== "vitest.config.ts",
      )
      .flatMap((source) =>
        importsOf(source)
          .filter((specifier) => specifier.startsWith("@barq/local") || /(^|\/)test\//.test(specifier))
          .map((specifier) => `${source.path} imports ${specifier}`),
      );
    expect(wrong).toEqual([]);
  });

  it("has no barrels and no drawers", () => {
    const drawers = /(^|\/)(utils?|helpers?|common|shared|misc|lib|src)(\/|\.ts$)/;
    expect(
      allFiles.filter(
        (path) => path.endsWith(".ts") && (drawers.test(path) || /(^|\/)index\.ts$/.test(path)),
      ),
    ).toEqual([]);
  });
});
