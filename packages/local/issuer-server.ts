/**
 * The local issuer's own address, where people sign in to the pages as they would at an operator's provider: a page that
 * asks who one is, and the authorization code with PKCE (RFC 6749 4.1, RFC 7636), strictly. It has no passwords, because
 * whoever can reach a laptop's loopback is its owner. A code is a file: written before it is told, good once and for a
 * minute, also when the product is killed in between.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Clock } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import type { TokenKeys } from "@barq/functions/api/own-token";
import { roles } from "@barq/functions/api/staff-token";
import type { SignInIssuer } from "@barq/functions/office/sign-in";
import { html } from "@barq/pages/html";
import * as v from "valibot";
import { audience, issuer, issueStaffToken, tokenLifeMs } from "./issuer.ts";
import { requestBody } from "./request-body.ts";

const clientId = "barq-desk";
const codeLifeMs = minute;
const mostBodyBytes = 10_000;

const name = v.pipe(v.string(), v.trim(), v.regex(/^[\p{L}\p{N} .'-]{1,40}$/u));
const asked = v.object({
  response_type: v.literal("code"),
  client_id: v.literal(clientId),
  redirect_uri: v.string(),
  state: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  code_challenge: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  code_challenge_method: v.literal("S256"),
});
const chosen = v.object({ ...asked.entries, role: v.picklist(roles), name });
const grant = v.object({
  grant_type: v.literal("authorization_code"),
  client_id: v.literal(clientId),
  redirect_uri: v.string(),
  code: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  code_verifier: v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/)),
});
const kept = v.object({
  role: v.picklist(roles),
  name: v.string(),
  redirect_uri: v.string(),
  code_challenge: v.string(),
  until: v.number(),
});

interface IssuerOptions {
  /** where codes lie until they are used */
  readonly folder: string;
  readonly keys: TokenKeys;
  readonly clock: Clock;
  readonly tenant: string;
  /** where the product answers: the one place that codes are sent to */
  readonly origin: string;
}

export interface LocalIssuer {
  readonly signIn: SignInIssuer;
  close(): void;
}

const hashed = (text: string): string => createHash("sha256").update(text).digest("base64url");

export async function startIssuer(options: IssuerOptions): Promise<LocalIssuer> {
  const { folder, keys, clock, tenant, origin } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const redirectUri = `${origin}/desk/signed-in`;
  const fileOf = (code: string): string => join(folder, `${hashed(code)}.json`);

  const page = (response: ServerResponse, query: URLSearchParams): void => {
    const read = v.safeParse(asked, Object.fromEntries(query));
    // Nobody is sent back to an address that is not the product's own (RFC 6749 4.1.2.1).
    if (!read.success || read.output.redirect_uri !== redirectUri) {
      answer(response, 400, "text/plain; charset=utf-8", "This is no request of the product's.");
      return;
    }
    const fields = Object.entries(read.output);
    answer(response, 200, "text/html; charset=utf-8", choicePage(fields));
  };

  const choose = (response: ServerResponse, form: URLSearchParams): void => {
    const read = v.safeParse(chosen, Object.fromEntries(form));
    if (!read.success || read.output.redirect_uri !== redirectUri) {
      answer(
        response,
        400,
        "text/plain; charset=utf-8",
        "Choose a role, and write a name of letters and digits.",
      );
      return;
    }
    const { output } = read;
    const code = randomBytes(32).toString("base64url");
    writeFileSync(
      fileOf(code),
      JSON.stringify({
        role: output.role,
        name: output.name,
        redirect_uri: output.redirect_uri,
        code_challenge: output.code_challenge,
        until: clock() + codeLifeMs,
      }),
      { mode: 0o600 },
    );
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", output.state);
    back.searchParams.set("iss", issuer);
    response.writeHead(303, { location: back.href, "cache-control": "no-store" }).end();
  };

  /** Null for a code that is not known, or not any more. */
  const take = (code: string): v.InferOutput<typeof kept> | null => {
    try {
      const read = v.safeParse(kept, JSON.parse(readFileSync(fileOf(code), "utf8")));
      // Whoever removes it has it: of two that come at once the second finds nothing to remove.
      rmSync(fileOf(code));
      return read.success ? read.output : null;
    } catch {
      return null;
    }
  };

  const token = async (response: ServerResponse, form: URLSearchParams): Promise<void> => {
    const read = v.safeParse(grant, Object.fromEntries(form));
    if (!read.success) return json(response, 400, { error: "invalid_request" });
    const { code, code_verifier: verifier, redirect_uri: uri } = read.output;
    const found = take(code);
    const isGood =
      found !== null &&
      found.until > clock() &&
      found.redirect_uri === uri &&
      found.code_challenge === hashed(verifier);
    if (!isGood) return json(response, 400, { error: "invalid_grant" });
    const of = { tenant, role: found.role, fleet: found.role === "fleet" ? "demo" : null, name: found.name };
    json(response, 200, {
      access_token: await issueStaffToken(keys, clock, of),
      token_type: "Bearer",
      expires_in: tokenLifeMs / 1000,
    });
  };

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://issuer");
    const asks = `${request.method} ${url.pathname}`;
    if (asks === "GET /authorize") return page(response, url.searchParams);
    const body = await requestBody(request, mostBodyBytes);
    const form = new URLSearchParams(body === null ? "" : body.toString("utf8"));
    if (asks === "POST /authorize") return choose(response, form);
    if (asks === "POST /token") return token(response, form);
    answer(response, 404, "text/plain; charset=utf-8", "There is nothing here.");
  };
  const server = createServer((request, response) => {
    onRequest(request, response).catch(() => response.destroy());
  });
  const port = await new Promise<number>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const at = `http://localhost:${port}`;
  return {
    signIn: { issuer, audience, clientId, authorizeUrl: `${at}/authorize`, tokenUrl: `${at}/token` },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}

const json = (response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void =>
  answer(response, status, "application/json", JSON.stringify(body));

const choicePage = (fields: readonly (readonly [string, string])[]): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Barq's local issuer</title><link rel="icon" href="data:,">
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.75rem 0 .25rem}input,select,button{font:inherit;inline-size:100%;padding:.6rem;box-sizing:border-box}button{margin-block-start:1rem}</style></head>
<body><h1>Who are you?</h1><p>This laptop's stand-in for your company's sign-in. It asks for no password.</p>
<form method="post" action="/authorize">${fields.map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}
<label for="name">Name</label><input id="name" name="name" value="Salma" maxlength="40" required>
<label for="role">Role</label><select id="role" name="role">${roles.map((role) => html`<option>${role}</option>`)}</select>
<button type="submit">Sign in</button></form></body></html>`.toString();
