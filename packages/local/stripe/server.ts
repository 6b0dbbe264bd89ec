/**
 * Our stand-in for Stripe: its HTTP, its strictness, its keys, its expiry, its webhooks, as far as holds need them (v1 API
 * 2026-10-28.endive). What it says is on disk before it is said.
 *
 *   const standIn = await startStripeStandIn({ port: 0, folder, clock, apiKey, webhook: { url, secret } });
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "@barq/domain/instant";
import { requestBody } from "../request-body.ts";
import type { Answer, Asked } from "./answer.ts";
import { addressed, errorAnswer, keptAnswer, parametersOf, work } from "./answer.ts";
import { createBooks } from "./books.ts";
import { control } from "./control.ts";
import { createDeadlines } from "./deadlines.ts";
import { createFaults } from "./faults.ts";
import { openJournal } from "./journal.ts";
import { payDoor } from "./pay-door.ts";
import { StripeRefusal } from "./refusal.ts";
import { letTimeAct, planAgain } from "./time.ts";
import { createWebhooks } from "./webhooks.ts";
import type { World } from "./world.ts";

interface StandInOptions {
  /** 0: any free one */
  readonly port: number;
  /** null: nothing is kept */
  readonly folder: string | null;
  readonly clock: Clock;
  readonly apiKey: string;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  /** where browsers find the payment page; `http://localhost:<port>` by default */
  readonly pageBase?: string;
  /** whom the payment page says it is for */
  readonly merchant?: string;
  /** real milliseconds between two looks at the clock */
  readonly tickMs?: number;
}

export interface StandIn {
  readonly port: number;
  readonly base: string;
  close(): Promise<void>;
}

const mostBodyBytes = 1_000_000;

export async function startStripeStandIn(options: StandInOptions): Promise<StandIn> {
  const { clock, apiKey, merchant = "Barq" } = options;
  const books = createBooks(clock);
  const journal = await openJournal({ folder: options.folder, load: books.load, all: books.all });
  const world: World = {
    books,
    deadlines: createDeadlines(),
    account: { unpaid: new Set(), midnights: new Set() },
    payBase: "",
    captureShape: "plain",
    captureWindowS: {},
    cause: null,
    fresh: [],
  };
  planAgain(world);
  const webhooks = createWebhooks({
    books,
    clock,
    target: options.webhook,
    onTaken: () => void settle().catch(reportFailure),
  });
  const faults = createFaults();
  const inUse = new Set<string>();

  /** Must follow its changes in the same turn: on disk first, then the events may go out. */
  const settle = async (): Promise<void> => {
    const events = world.fresh;
    world.fresh = [];
    await journal.append(books.changes());
    for (const event of events) webhooks.deliver(event);
  };

  const api = async (request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> => {
    const requestId = books.newId("req");
    const send = (answer: Answer): void => {
      response.writeHead(answer.status, {
        ...answer.headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(answer.body),
        "request-id": requestId,
        "stripe-version": "2026-10-28.endive",
      });
      response.end(answer.body);
    };
    let used: string | null = null;
    try {
      const found = addressed(asked, apiKey);
      const fault = faults.take(found.route.name);
      if (fault?.kind === "reset_before") return void request.socket.destroy();
      if (fault?.kind === "hang") return;
      if (fault?.kind === "429") {
        const headers: Record<string, string> = fault.retryHeader ? { "stripe-should-retry": "true" } : {};
        const type = "invalid_request_error";
        return send(errorAnswer(429, { type, code: "rate_limit", message: "Too many requests." }, headers));
      }
      const form = parametersOf(asked, found.route);
      let answer = keptAnswer(world, inUse, asked);
      if (!answer) {
        if (asked.key !== undefined) {
          used = asked.key;
          inUse.add(used);
        }
        if (fault?.kind === "latency") await pause(fault.delayMs ?? 100);
        world.cause = { request: requestId, key: asked.key ?? null };
        answer = work(world, asked, found, form, fault);
      }
      await settle();
      if (fault?.kind === "reset_after") return void request.socket.destroy();
      if (fault?.kind === "hang_after") return;
      if (fault?.kind === "truncate") {
        answer = { ...answer, body: answer.body.slice(0, answer.body.length >> 1) };
      }
      send(answer);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      // What a refusal follows from must be on disk too: a hold that lapsed just now, for one.
      await settle();
      send({ status: error.status, body: JSON.stringify({ error: error.body }), headers: {} });
    } finally {
      if (used !== null) inUse.delete(used);
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://stripe.invalid");
    const body = (await requestBody(request, mostBodyBytes))?.toString() ?? null;
    if (body === null) return plain(response, 413, "text/plain", "Too large.");
    letTimeAct(world);
    const method = request.method ?? "GET";
    if (url.pathname === "/_health") return plain(response, 200, "text/plain", "ok");
    if (url.pathname === "/_control") {
      // A form on somebody's page cannot send JSON, so no page can order faults.
      if (method === "POST" && !request.headers["content-type"]?.startsWith("application/json")) {
        return plain(response, 415, "text/plain", "application/json, please.");
      }
      try {
        const answer = JSON.stringify(control(world, faults, webhooks, method === "POST" ? body : ""));
        await settle();
        return plain(response, 200, "application/json", answer);
      } catch (error) {
        return plain(response, 400, "text/plain", error instanceof Error ? error.message : "unreadable");
      }
    }
    if (url.pathname.startsWith("/c/pay/")) {
      world.cause = null;
      const answer = payDoor(world, merchant, url.pathname.slice("/c/pay/".length), method, body);
      await settle();
      if (answer.kind === "html") {
        return plain(response, answer.status, "text/html; charset=utf-8", answer.html);
      }
      response.writeHead(303, { location: answer.location, "cache-control": "no-store" }).end();
      return;
    }
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    return api(request, response, {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      body,
      authorization: header("authorization"),
      version: header("stripe-version"),
      key: method === "POST" ? header("idempotency-key") : undefined,
      contentType: header("content-type"),
    });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      reportFailure(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  // A client's idle connection must not be closed under its next request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(options.port, "127.0.0.1", done);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  world.payBase = options.pageBase ?? `http://localhost:${port}`;
  webhooks.deliverPending();
  const timer = setInterval(() => {
    letTimeAct(world);
    settle().catch(reportFailure);
  }, options.tickMs ?? 250);
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    async close() {
      clearInterval(timer);
      await webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await journal.append(books.changes());
      await journal.close();
    },
  };
}

const reportFailure = (error: unknown): void => console.error("stripe stand-in:", error);

function plain(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
