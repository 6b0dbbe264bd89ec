/**
 * The API's doors in memory, for tests: the small operator of the action tests behind the real apps, with keys made anew,
 * an issuer for people at work, and a record of everything that the doors wrote and logged.
 */

import type { Session } from "@barq/domain/session";
import type { OcpiTariff } from "@barq/domain/tariff";
import { createDeskApp } from "@barq/functions/api/desk-app";
import type { DoorEnv } from "@barq/functions/api/door";
import { createFieldApp } from "@barq/functions/api/field-app";
import { methodsAt } from "@barq/functions/api/methods-at";
import { createMoneyApp } from "@barq/functions/api/money-app";
import { createNetworkApp } from "@barq/functions/api/network-app";
import { createReadApp } from "@barq/functions/api/read-app";
import type { Door } from "@barq/functions/api/routes";
import { routes } from "@barq/functions/api/routes";
import type { Role, StaffIssuer } from "@barq/functions/api/staff-token";
import { createSupportApp } from "@barq/functions/api/support-app";
import { createTariffsApp } from "@barq/functions/api/tariffs-app";
import { createWho } from "@barq/functions/api/who";
import { createHooksApp } from "@barq/functions/hooks/hooks-app";
import { createOfficeApp } from "@barq/functions/office/office-app";
import type { SignInIssuer } from "@barq/functions/office/sign-in";
import { createSitesApp } from "@barq/functions/office/sites-app";
import { createOpenApp } from "@barq/functions/open/open-app";
import { createPagesApp } from "@barq/functions/pages/pages-app";
import { createPayApp } from "@barq/functions/pages/pay-app";
import { createPaperApp } from "@barq/functions/paper/paper-app";
import { settingsKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import { createWorld, tenant } from "../actions/world.ts";
import type { TestKeys } from "./keys.ts";
import { newKeys, signed, staffAudience, staffDraft, staffIssuer } from "./keys.ts";
import { strictStore } from "./strict-store.ts";

export const rival = "rival";
export type Json = Readonly<Record<string, unknown>>;

export interface Ask {
  readonly method?: string;
  /** as `Authorization: Bearer` */
  readonly token?: string | undefined;
  /** as the page's cookie */
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** sent as JSON */
  readonly json?: unknown;
  /** sent as it is */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** the parsed body, empty when it is no JSON */
  readonly body: Json;
}

let keys: Promise<readonly [TestKeys, TestKeys, TestKeys]> | undefined;
/** One set for all tests of a process: making keys is slow, and nothing is learnt from it. */
const keysOf = () => {
  keys ??= Promise.all([newKeys("access-1"), newKeys("receipt-1"), newKeys("staff-1")]);
  return keys;
};

/** An issuer that people are sent to and nobody asks. */
const signInAt: SignInIssuer = {
  issuer: staffIssuer,
  audience: staffAudience,
  clientId: "desk",
  authorizeUrl: "https://issuer.example/authorize",
  tokenUrl: "https://issuer.example/token",
};

/** Which door answers, found by the table, as it is found on a laptop and by API Gateway's routes. */
function finder(): (method: string, path: string) => Door {
  const router = new TrieRouter<Door>();
  for (const route of Object.values(routes)) router.add(route.method, route.path, route.door);
  return (method, path) => {
    const [found] = router.match(method === "HEAD" ? "GET" : method, path)[0];
    const other = methodsAt(path)[0];
    const [near] = found ? [found] : other ? router.match(other, path)[0] : [];
    return near?.[0] ?? "read";
  };
}

export type Bench = Awaited<ReturnType<typeof createBench>>;

export async function createBench(
  options: {
    readonly tariff?: OcpiTariff;
    readonly powerW?: number;
    readonly staff?: StaffIssuer;
    readonly signIn?: SignInIssuer | null;
  } = {},
) {
  const { staff: issuer, signIn = signInAt, ...of } = options;
  const world = await createWorld(of);
  const [access, receipt, staff] = await keysOf();
  await world.store.commit([
    {
      put: { ...settingsKey(rival, "TENANT"), json: JSON.stringify({ operator: "Rival", legalEntity: {} }) },
    },
  ]);
  const log: string[] = [];
  const written: Change[] = [];
  const store = strictStore(world.ports.store, (changes) => written.push(...changes));
  const ports = { ...world.ports, store };
  const who = createWho({
    origin: ports.origin,
    access,
    receipt,
    documents: { keys: [] },
    staff: issuer ?? { issuer: staffIssuer, audience: staffAudience, jwks: staff.published },
    store,
    clock: world.now,
    receiptTokenMs: ports.policy.receiptTokenMs,
  });
  const door = { ports, who, log: (line: string) => void log.push(line) };
  const payOrigins = ["https://pay.example"];
  const apps: Readonly<Record<Door, Hono<DoorEnv>>> = {
    open: createOpenApp({ origin: ports.origin, documents: { keys: [] }, log: door.log }),
    read: createReadApp(door),
    money: createMoneyApp(door),
    pages: createPagesApp({ ...door, payOrigins }),
    pay: createPayApp({ ...door, payOrigins }),
    hooks: createHooksApp(door),
    paper: createPaperApp(door),
    desk: createDeskApp(door),
    field: createFieldApp(door),
    network: createNetworkApp(door),
    support: createSupportApp(door),
    tariffs: createTariffsApp(door),
    office: createOfficeApp({ ...door, signIn }),
    sites: createSitesApp(door),
  };
  const doorOf = finder();

  const ask = async (path: string, of: Ask = {}): Promise<Answer> => {
    const { method = of.json === undefined && of.raw === undefined ? "GET" : "POST" } = of;
    const headers = new Headers(of.headers);
    if (of.token !== undefined) headers.set("authorization", `Bearer ${of.token}`);
    if (of.cookie !== undefined) headers.set("cookie", `barq_access=${of.cookie}; barq_staff=${of.cookie}`);
    if (of.json !== undefined && !headers.has("content-type"))
      headers.set("content-type", "application/json");
    const body = of.raw ?? (of.json === undefined ? null : JSON.stringify(of.json));
    const app = apps[doorOf(method, path.split("?")[0] ?? path)];
    const env = { requestContext: { http: { sourceIp: of.address ?? "127.0.0.1" } } };
    return read(await app.request(path, { method, headers, body }, env));
  };

  return {
    world,
    ports,
    door,
    apps,
    who,
    log,
    /** every change that the doors' store made */
    written,
    keys: { access, receipt, staff },
    ask,
    staff: (role: Role, of: string = tenant): Promise<string> =>
      signed(staff.privateKey, staffDraft("staff-1", { role, tenant: of, now: world.now() })),
    driver: (session: Session): Promise<string> => who.issueAccess(session),
    receipt: (session: Session): Promise<string> => who.issueReceipt(session),
    /** A start through the door, with a key of its own. */
    start: (json: Json, key: string, more: Ask = {}): Promise<Answer> =>
      ask("/v1/sessions", { ...more, json, headers: { "idempotency-key": key, ...more.headers } }),
  };
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  const body: Json = isJson && text !== "" ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, body };
}

/** A member of an answer that must be a text. */
export function textOf(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== "string") throw new Error(`"${name}" is no text`);
  return value;
}

/** A member of an answer that must be a list of objects. */
export function rowsOf(body: Json, name = "items"): readonly Json[] {
  const value = body[name];
  if (!Array.isArray(value)) throw new Error(`"${name}" is no list`);
  return value.filter((row): row is Json => typeof row === "object" && row !== null && !Array.isArray(row));
}

/** What a refusal says, without the request's own id. */
export function refusal(answer: Answer): Json {
  const { request_id: _, ...said } = answer.body;
  return said;
}
