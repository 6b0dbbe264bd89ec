/** The page doors over the small operator in memory: a browser that keeps the cookie of one session, and follows nothing. */
import { createWho } from "@barq/functions/api/who";
import { createHooksApp } from "@barq/functions/hooks/hooks-app";
import { createOpenApp } from "@barq/functions/open/open-app";
import { createPagesApp } from "@barq/functions/pages/pages-app";
import { createPayApp } from "@barq/functions/pages/pay-app";
import { createPaperApp } from "@barq/functions/paper/paper-app";
import type { JSONWebKeySet } from "jose";
import { exportJWK, generateKeyPair } from "jose";
import { createWorld } from "../actions/world.ts";

async function tokenKeys(keyId: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const published: JSONWebKeySet = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId }] };
  return { keyId, privateKey, published };
}

const keys = Promise.all([tokenKeys("access-1"), tokenKeys("receipt-1")]);

export async function openDoors(
  options: Parameters<typeof createWorld>[0] & { readonly origin?: string } = {},
) {
  const { origin, ...rest } = options;
  const world = await createWorld(rest);
  const ports = { ...world.ports, ...(origin === undefined ? {} : { origin }) };
  const [access, receipt] = await keys;
  const who = createWho({
    origin: ports.origin,
    access,
    receipt,
    documents: { keys: [] },
    staff: null,
    store: world.store,
    clock: world.now,
    receiptTokenMs: ports.policy.receiptTokenMs,
  });
  const logged: string[] = [];
  const door = { ports, who, log: (line: string) => logged.push(line), payOrigins: ["https://pay.example"] };
  const open = createOpenApp({ origin: ports.origin, documents: { keys: [] }, log: door.log });
  const pages = createPagesApp({ ...door, payOrigins: ["https://pay.example"] });
  const pay = createPayApp(door);
  const paper = createPaperApp(door);
  const hooks = createHooksApp(door);
  const browser = { cookie: "" };

  const get = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const app = /^\/q\/|\/paid$/.test(path) ? pay : path.startsWith("/r/") ? paper : pages;
    return app.request(path, { headers: { cookie: browser.cookie, ...headers } });
  };
  const post = async (
    path: string,
    fields: Readonly<Record<string, string>> | string = {},
  ): Promise<Response> => {
    const app = path.includes("/stop") ? pages : pay;
    return app.request(path, {
      method: "POST",
      headers: { cookie: browser.cookie, "content-type": "application/x-www-form-urlencoded" },
      body: typeof fields === "string" ? fields : new URLSearchParams(fields).toString(),
    });
  };
  return {
    world,
    who,
    open,
    pages,
    pay,
    paper,
    hooks,
    logged,
    browser,
    get,
    post,
    page: async (path: string): Promise<string> => (await get(path)).text(),
    /** Fills in the start form of a connector as the page gives it out, presses the button, and keeps the cookie. */
    async start(fields: Readonly<Record<string, string>> = {}, connector = 1): Promise<Response> {
      const path = `/q/${world.codeOf(connector)}`;
      const [, key = ""] = /name="key" value="([^"]+)"/.exec(await this.page(path)) ?? [];
      const answer = await post(`${path}/start`, { key, ...fields });
      const cookie = accessOf(answer);
      if (cookie !== undefined) browser.cookie = cookie.split(";")[0] ?? "";
      return answer;
    },
  };
}

/** The cookie of a session's page; the browser's own is another one. */
export const accessOf = (answer: Response): string | undefined =>
  answer.headers.getSetCookie().find((cookie) => cookie.startsWith("barq_access="));

/** The id of the session that a start's cookie is for. */
export const sessionOf = (answer: Response): string =>
  /Path=\/s\/(ses_[a-z2-7]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "none";
