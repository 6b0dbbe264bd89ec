/** Bundles as they are deployed: what they weigh, what they must not have in them, and that they start. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createKeyring } from "@barq/evidence/keyring";
import type { DynamoServer } from "@barq/local/dynamo/server";
import { startDynamo } from "@barq/local/dynamo/server";
import { createTables } from "@barq/store/tables";
import * as esbuild from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Built } from "../../infra/bundle/build.ts";
import { buildEntry } from "../../infra/bundle/build.ts";
import type { EntryName } from "../../infra/bundle/entries.ts";
import { entryNames } from "../../infra/bundle/entries.ts";
import { leftOut } from "../../infra/bundle/slim-stripe.ts";
import type { Booted } from "./boot.ts";
import { bootBundle } from "./boot.ts";
import { lambdaEnvironment, qrKey, serverSecret } from "./lambda-environment.ts";
import { getEvent, postEvent } from "./runtime-api.ts";
import type { SignedProxy } from "./signed-proxy.ts";
import { startSignedProxy } from "./signed-proxy.ts";

const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "barq-bundles-"));
const built = new Map<EntryName, Built>();

/** DESIGN's budgets in kilobytes of 1,000 bytes, minified. */
const budgets: Readonly<Record<EntryName, number>> = {
  open: 300,
  read: 400,
  pages: 400,
  station: 400,
  drain: 400,
  money: 650,
  pay: 650,
  hooks: 650,
  desk: 650,
  field: 400,
  network: 400,
  support: 400,
  tariffs: 400,
  // People at work wait for no driver: their pages are one door, with all that they do.
  office: 650,
  sites: 650,
  saga: 650,
  sweep: 650,
  books: 650,
  paper: 1600,
};

const fileOf = (name: EntryName): string => join(built.get(name)?.folder ?? "", `${name}.mjs`);
const bytesOf = (name: EntryName): number => statSync(fileOf(name)).size;
const madeOf = (name: EntryName): readonly string[] => built.get(name)?.made ?? [];

beforeAll(() => {
  for (const name of entryNames) built.set(name, buildEntry(esbuild, root, home, name));
});
afterAll(() => rmSync(home, { recursive: true }));

describe("bundles", () => {
  it("keep their budgets", () => {
    const rows = entryNames.map((name) => ({ name, bytes: bytesOf(name), most: budgets[name] * 1000 }));
    for (const { name, bytes, most } of rows) {
      console.log(`${name.padEnd(8)} ${String(bytes).padStart(9)} of ${String(most).padStart(9)} bytes`);
    }
    expect(rows.filter(({ bytes, most }) => bytes > most)).toEqual([]);
  });

  it("have Stripe where money moves and pdfkit where paper is printed, and nowhere else", () => {
    const having = (part: string) =>
      entryNames.filter((name) => madeOf(name).some((path) => path.includes(`node_modules/${part}/`)));
    expect(having("stripe").sort()).toEqual(["books", "desk", "hooks", "money", "pay", "saga", "sweep"]);
    expect(having("pdfkit")).toEqual(["paper"]);
  });

  it("leave nothing out of Stripe's SDK that an adapter names", () => {
    const groups = leftOut.map((path) => {
      const [group = ""] = path.split("/");
      return group.charAt(0).toLowerCase() + group.slice(1);
    });
    const folder = join(root, "packages/payments");
    const named = readdirSync(folder)
      .filter((file) => file.startsWith("stripe"))
      .flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(/\bstripe\.(\w+)\./g)])
      .map(([, group = ""]) => group);
    expect(named).toContain("checkout");
    expect(named.filter((group) => groups.includes(group))).toEqual([]);
  });

  it("have the store's client where something is remembered: everywhere but behind the open door", () => {
    const having = (part: RegExp) =>
      entryNames.filter((name) => madeOf(name).some((path) => part.test(path)));
    const remembering = entryNames.filter((name) => name !== "open");
    expect(having(/node_modules\/(@aws-sdk|@smithy)\//)).toEqual(remembering);
    expect(having(/^packages\/(store|archive|payments|stations|intake)\//)).toEqual(remembering);
  });

  it("sign nothing behind the open door: no token, no seal, and nobody's token is read", () => {
    const keys = /jose\/.*(sign|key\/(generate|export))|^functions\/api\/(who|own-token|staff-token)\.ts$/;
    expect(madeOf("open").filter((path) => keys.test(path))).toEqual([]);
  });

  it("have no page and no word of one where only machines ask", () => {
    const machines: readonly EntryName[] = [
      "read",
      "money",
      "hooks",
      "desk",
      "field",
      "network",
      "support",
      "station",
      "drain",
      "saga",
      "sweep",
      "books",
    ];
    const pages = machines.flatMap((name) =>
      madeOf(name).filter((path) => path.startsWith("packages/pages/")),
    );
    expect(pages).toEqual([]);
  });

  it("check a proof behind the open door alone", () => {
    const having = (file: string) => entryNames.filter((name) => madeOf(name).includes(file));
    expect(having("packages/actions/judge-proof.ts")).toEqual(["open"]);
    expect(having("functions/api/preview-price.ts")).toEqual(["open"]);
  });

  it("have nothing of a laptop and nothing of a test in them", () => {
    const foreign = entryNames.flatMap((name) =>
      madeOf(name).filter((path) =>
        /^(packages\/local|test)\/|node_modules\/(dynalite|ws|ocpp-rpc)\//.test(path),
      ),
    );
    expect(foreign).toEqual([]);
  });

  it("start, all of them, with what infra tells them and nothing else of this machine", () => {
    const imports = entryNames.map(
      (name) => `typeof (await import("${pathToFileURL(fileOf(name))}")).handler`,
    );
    const said = execFileSync(
      process.execPath,
      ["--input-type=module", "-e", `console.log(JSON.stringify([${imports.join(",")}]))`],
      { env: { ...lambdaEnvironment }, encoding: "utf8" },
    );
    expect(JSON.parse(said)).toEqual(entryNames.map(() => "function"));
  });

  it("find the widths of the standard fonts beside the paper door", () => {
    const fonts = createRequire(fileOf("paper"));
    expect(fonts("#standard-fonts/Helvetica").name).toBe("Helvetica");
    expect(fonts("#standard-fonts/HelveticaBold").name).toBe("Helvetica-Bold");
    expect(readdirSync(join(built.get("paper")?.folder ?? "", "fonts")).sort()).toEqual([
      "IBMPlexSansArabic-Bold.woff",
      "IBMPlexSansArabic-Regular.woff",
      "OFL.txt",
    ]);
  });
});

describe("the read door's bundle, as Lambda runs it", () => {
  let dynamo: DynamoServer | undefined;
  let proxy: SignedProxy | undefined;
  let read: Booted | undefined;
  const get = (path: string) => read?.invoke(getEvent(path));

  beforeAll(async () => {
    dynamo = await startDynamo({ folder: null, port: 0, clock: () => Date.now() });
    const client = new DynamoDBClient({
      endpoint: dynamo.endpoint,
      region: "eu-west-3",
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    });
    await createTables(client, { core: "core", meter: "meter" });
    client.destroy();
    proxy = await startSignedProxy(dynamo.endpoint, { region: "eu-west-3", secret: "secret" });
    read = await bootBundle(fileOf("read"), {
      ...lambdaEnvironment,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    });
  });
  afterAll(async () => {
    read?.close();
    proxy?.close();
    await dynamo?.close();
  });

  it("answers that the product is well", async () => {
    const answer = await get("/health");
    expect(answer?.statusCode).toBe(200);
    expect(JSON.parse(String(answer?.body)).status).toBe("ok");
  });

  it("reads its table with the credentials of its environment", async () => {
    const keyring = createKeyring({
      server: Uint8Array.from(Buffer.from(serverSecret, "base64url")),
      qrKeys: { k1: Uint8Array.from(Buffer.from(qrKey, "base64url")) },
      qrKeyId: "k1",
    });
    const answer = await get(`/v1/connectors/${keyring.makeQr({ tenant: "barq", sticker: "s1" })}`);
    // The code is ours, and the table says that it is bound to nothing: nobody else can know that.
    expect(JSON.parse(String(answer?.body))).toMatchObject({ code: "qr_unknown" });
    expect(answer?.statusCode).toBe(404);
    expect(proxy?.faults.length).toBeGreaterThan(0);
    expect(proxy?.faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it("publishes the public halves of all keys and nothing more", async () => {
    const { keys } = JSON.parse(String((await get("/.well-known/jwks.json"))?.body));
    expect(keys.map((key: { kid: string }) => key.kid)).toEqual(["access-1", "receipt-1", "document-1"]);
    expect(JSON.stringify(keys)).not.toContain('"d":');
  });
});

describe("the open door's bundle, as Lambda runs it", () => {
  let open: Booted | undefined;
  const get = async (path: string) => open?.invoke(getEvent(path));

  beforeAll(async () => {
    const { ORIGIN = "", DOCUMENT_JWKS = "" } = lambdaEnvironment;
    open = await bootBundle(fileOf("open"), { ORIGIN, DOCUMENT_JWKS });
  });
  afterAll(() => open?.close());

  it("answers what is open, told its address and the published keys and nothing else", async () => {
    expect(JSON.parse(String((await get("/openapi.json"))?.body)).servers).toEqual([
      { url: "https://barq.test" },
    ]);
    expect((await get("/docs"))?.statusCode).toBe(200);
    expect((await get("/verify"))?.statusCode).toBe(200);
  });

  it("refuses to machines as a problem, and to whoever checks a proof as a page", async () => {
    const typeOf = async (path: string) => {
      const answer = await open?.invoke(postEvent(path, "no body that is asked for"));
      expect(answer?.statusCode).toBe(400);
      return Object(answer?.headers)["content-type"];
    };
    expect(await typeOf("/v1/pricing/preview")).toBe("application/problem+json");
    expect(await typeOf("/verify")).toBe("text/html; charset=utf-8");
  });
});
