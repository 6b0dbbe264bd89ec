/**
 * What every door has in common: the routes of the table and no others, who may ask, security headers, refusals that
 * look alike, and bugs that say nothing. A handler gets an asker that may ask; it parses, calls one action and answers.
 */
import { randomUUID } from "node:crypto";
import { Fault } from "@barq/domain/fault";
import type { Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { HonoBase } from "hono/hono-base";
import { TrieRouter } from "hono/router/trie-router";
import { logBug } from "./bug-log.ts";
import { credentialOf } from "./credential.ts";
import type { MethodsAt } from "./methods-of.ts";
import { methodsOf } from "./methods-of.ts";
import type { Problem } from "./problem.ts";
import { noSuchPath, problemOf, wrongMethod } from "./problem.ts";
import type { Door, Route, RouteName, RouteOf, routes } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import type { Asker, Who } from "./who.ts";

export interface DoorEnv {
  Bindings: {
    readonly requestContext?: {
      readonly requestId?: string;
      readonly http?: { readonly sourceIp?: string };
    };
  };
  Variables: { requestId: string };
}

export type DoorContext = Context<DoorEnv>;
type AskerOf<N extends RouteName> = (typeof routes)[N]["who"] extends "anybody" ? null : Asker;

/** What answers some routes; the handlers of a door are those of all its routes. */
export type HandlersOf<N extends RouteName> = {
  readonly [R in N]: (c: DoorContext, asker: AskerOf<R>) => Promise<Response> | Response;
};

interface DoorSettings {
  /** null where every route is for anybody */
  readonly who: Who | null;
  readonly origin: string;
  readonly log?: ((line: string) => void) | undefined;
  /** what may be asked of an address at all; of the door's own alone where it is left out */
  readonly methodsAt?: MethodsAt;
  /** how a refusal looks; problem+json where it is left out */
  readonly face?: (c: DoorContext, problem: Problem) => Response | Promise<Response>;
}

export const accessCookie = "barq_access";
/** the token of somebody at work, on the pages under /desk */
export const staffCookie = "barq_staff";

/** @param own the door's rows of the table of routes, and no others: each bundle carries its own */
export function createDoor<D extends Door>(
  door: D,
  own: { readonly [N in RouteOf<D>]: (typeof routes)[N] },
  settings: DoorSettings,
  handlers: HandlersOf<RouteOf<D>>,
): Hono<DoorEnv> {
  // The router that methodsAt, a laptop and the tests ask: one and the same everywhere, and no second one in the bundle.
  const app = new HonoBase<DoorEnv>({ router: new TrieRouter() });
  const face = settings.face ?? plainFace;
  const table: Readonly<Record<string, Route>> = own;
  const methodsAt = settings.methodsAt ?? methodsOf(table);
  const calls: Readonly<Record<string, unknown>> = handlers;

  app.use("*", async (c, next) => {
    c.set("requestId", c.env?.requestContext?.requestId ?? randomUUID());
    await next();
    for (const [name, value] of Object.entries(securityHeaders(settings.origin))) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    c.res.headers.set("x-request-id", c.get("requestId"));
  });

  for (const [name, route] of Object.entries(table)) {
    const handler = calls[name];
    if (!isHandler(handler)) throw new Error(`the ${door} door does not answer ${name}`);
    const admit = admission(settings, route, name);
    app.on(route.method, route.path, async (c) => {
      try {
        return await handler(c, await admit(c));
      } catch (error) {
        // Hono hands on nothing but errors, and whatever else was thrown would be answered by nobody.
        throw error instanceof Error ? error : new Error("something was thrown that is no error");
      }
    });
  }

  app.notFound((c) => {
    const allowed = methodsAt(c.req.path);
    const id = c.get("requestId");
    return face(c, allowed.length > 0 ? wrongMethod(id, allowed) : noSuchPath(id));
  });
  app.onError((error, c) => {
    const problem = problemOf(error, c.get("requestId"));
    if (problem.status === 500)
      logBug(settings.log, error, { door, method: c.req.method, requestId: c.get("requestId") });
    return face(c, problem);
  });
  return app;
}

type Handler = (c: DoorContext, asker: Asker | null) => Promise<Response> | Response;
const isHandler = (value: unknown): value is Handler => typeof value === "function";

/** problem+json, as it stands. */
export const plainFace = (_: DoorContext, problem: Problem): Response =>
  new Response(JSON.stringify(problem.body), { status: problem.status, headers: problem.headers });

type Admission = (c: DoorContext) => Promise<Asker | null> | null;

/** Who may ask this route. @throws Error where somebody must be known and the door cannot know anybody */
function admission({ who, origin }: DoorSettings, route: Route, name: string): Admission {
  const { who: capacities } = route;
  if (capacities === "anybody") return () => null;
  if (!who) throw new Error(`${name} is not for anybody, and its door cannot tell who asks`);
  return (c) => {
    if (credentialOf(route.path) === "staffCookie") assertOwnForm(c, origin);
    return admit(who, route, capacities, c);
  };
}

/** A form of ours is sent by a page of ours: browsers say where a POST comes from (Fetch 3.2). @throws Fault forbidden */
function assertOwnForm(c: DoorContext, origin: string): void {
  const from = c.req.header("origin");
  if (c.req.method === "POST" && from !== undefined && from !== origin)
    throw new Fault("forbidden", "This form was sent by a page that is not ours.");
}

/**
 * Lets in who may ask. A session that is not the token's own is not found, in the same words as one that does not exist.
 * @throws Fault unauthenticated, forbidden, not_found
 */
async function admit(who: Who, route: Route, capacities: readonly string[], c: DoorContext): Promise<Asker> {
  const token = tokenOf(route, c);
  if (token === undefined) throw new Fault("unauthenticated", "This needs a token, and none was sent.");
  const asker = await who.read(token);
  const capacity = asker.kind === "staff" ? asker.role : asker.kind;
  if (!capacities.includes(capacity)) throw new Fault("forbidden", "This token is not for this.");
  const id = c.req.param("id");
  if (id !== undefined && !(asker.kind === "staff" ? sessionId.test(id) : id === asker.session)) {
    throw new Fault("not_found", "There is no such session.");
  }
  return asker;
}

/** As we make them, and somewhat wider. Anything else is looked up nowhere: keys are made from ids, and have their own limits. */
const sessionId = /^ses_[a-z0-9]{1,40}$/;

function tokenOf(route: Route, c: DoorContext): string | undefined {
  switch (credentialOf(route.path)) {
    case "address":
      return c.req.param("token")?.replace(/\.pdf$/, "");
    case "cookie":
      return getCookie(c, accessCookie);
    case "staffCookie":
      return getCookie(c, staffCookie);
    case "bearer":
      return /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
  }
}

/** A part of the address that the route's path names. */
export function part(c: DoorContext, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) throw new Error(`the route has no part ${name}`);
  return value;
}
