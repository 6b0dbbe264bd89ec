/** A command's way to the product: over HTTP to the one that runs, or to doors opened over the folder for a moment. */
import type { Role } from "@barq/functions/api/staff-token";
import * as v from "valibot";
import { openClock } from "../clock.ts";
import type { FolderBooks } from "../folder-books.ts";
import { openFolderBooks } from "../folder-books.ts";
import { issueStaffToken } from "../issuer.ts";
import { localTenant, startProduct } from "../product.ts";
import { readLastAddress, readRunning } from "../running.ts";
import { hasSecrets, openSecrets } from "../secrets.ts";
import { settingsOf } from "../settings.ts";
import { dataFolder } from "./command.ts";

export interface Reached {
  /** where the product answers now */
  readonly origin: string;
  /** where it answers when it runs: what a person may keep */
  readonly address: string;
  /** GET as somebody at work. @throws Error with the refusal's own words */
  get(role: Role, path: string): Promise<unknown>;
  /** What is to be printed as it is. @throws Error with the refusal's own words */
  text(role: Role, path: string): Promise<string>;
  /** POST as somebody at work, under an Idempotency-Key. @throws Error with the refusal's own words */
  post(role: Role, path: string, of: { readonly body?: unknown; readonly key?: string }): Promise<unknown>;
}

const problem = v.object({ code: v.string(), detail: v.optional(v.string()) });

/** A command looks at a product, it never makes one. `or` is what else may help. @throws Error in words for a person */
export function assertFolder(data: string, or = ""): void {
  if (hasSecrets(data)) return;
  throw new Error(`There is no Barq in ${data}: npm start makes one, BARQ_DATA names another folder${or}.`);
}

/** What happens at a station is worth nothing where nobody hears of it. @throws Error in words for a person */
export function assertRunning(data: string): void {
  assertFolder(data);
  if (!readRunning(data)) throw new Error(`No Barq runs on ${data}: npm start runs it with its stations.`);
}

/** Runs something against the product of BARQ_DATA, whether one runs there or not. */
export async function withProduct<T>(run: (reached: Reached) => Promise<T>): Promise<T> {
  const data = dataFolder();
  const running = readRunning(data);
  if (running) return run(reach(data, running.http, running.http));
  assertFolder(data);
  const settings = settingsOf({ ...process.env, PORT: "0", BARQ_DATA: data });
  const product = await startProduct(settings, { bare: true });
  try {
    return await run(reach(data, product.origin, nextAddress(data)));
  } finally {
    await product.close();
  }
}

/** Where the product will answer: the PORT that is set, else where it answered last. */
function nextAddress(data: string): string {
  const { port } = settingsOf(process.env);
  const last = process.env.PORT ? undefined : readLastAddress(data);
  return last ?? `http://localhost:${port}`;
}

function reach(data: string, origin: string, address: string): Reached {
  const fetched = async (role: Role, path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${await staffToken(data, role, null)}`);
    return fetch(`${origin}${path}`, { ...init, headers });
  };
  const asked = async (role: Role, path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetched(role, path, init);
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    throw refused(answer, body);
  };
  const refused = (answer: Response, body: unknown): Error => {
    const refusal = v.safeParse(problem, body);
    return new Error(
      refusal.success
        ? (refusal.output.detail ?? refusal.output.code)
        : `The product answered ${answer.status}.`,
    );
  };
  return {
    origin,
    address,
    get: asked,
    async text(role, path) {
      const answer = await fetched(role, path, {});
      if (answer.ok) return answer.text();
      throw refused(answer, await answer.json());
    },
    post: (role, path, { body = {}, key }) =>
      asked(role, path, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        body: JSON.stringify(body),
      }),
  };
}

/** A token of the folder's own issuer. */
export async function staffToken(data: string, role: Role, fleet: string | null): Promise<string> {
  assertFolder(data);
  const { issuer } = await openSecrets(data);
  return issueStaffToken(issuer, openClock(data).now, { tenant: localTenant, role, fleet });
}

/** The books of BARQ_DATA, store, archive and provider, whether a product runs there or not. */
export async function withBooks<T>(run: (books: FolderBooks) => Promise<T>): Promise<T> {
  const data = dataFolder();
  assertFolder(data);
  const books = await openFolderBooks(data, process.env);
  try {
    return await run(books);
  } finally {
    await books.close();
  }
}
