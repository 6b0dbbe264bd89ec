/**
 * `POST /_control`: the bad days, ordered by tests. `{"faults": [{"operation", "kind", ...}], "clear_faults": true,
 * "webhooks": {"copies", "shuffle", "delayMs", "lose", "resend": [event ids]}, "capture_shape", "capture_window_s",
 * "disputes": [{"intent", "kind", "amount"}], "dispute_ends": [{"id", "status"}], "announce": [{"type", "object"}]}`. It answers, as GET does, what pages are open and how every intent stands.
 */
import type { BanksDispute } from "./disputes.ts";
import { endDispute, openDispute, warn } from "./disputes.ts";
import type { Fault, Faults } from "./faults.ts";
import type { DisputeStatus } from "./objects.ts";
import type { Webhooks } from "./webhooks.ts";
import type { CaptureShape, World } from "./world.ts";
import { announceAnything } from "./world.ts";

interface Wish {
  readonly faults?: readonly Fault[];
  readonly clear_faults?: boolean;
  readonly webhooks?: {
    readonly copies?: number;
    readonly shuffle?: boolean;
    readonly delayMs?: number;
    readonly lose?: boolean;
    readonly resend?: readonly string[];
  };
  readonly capture_shape?: CaptureShape;
  readonly capture_window_s?: Readonly<Record<string, number>>;
  readonly disputes?: readonly (BanksDispute & { readonly intent: string })[];
  /** how the bank decides */
  readonly dispute_ends?: readonly {
    readonly id: string;
    readonly status: Extract<DisputeStatus, "won" | "lost" | "warning_closed">;
  }[];
  /** intents that an issuer warns of */
  readonly warnings?: readonly string[];
  /** events of any type about anything, as Stripe may bring them one day */
  readonly announce?: readonly { readonly type: string; readonly object: unknown }[];
}

/** @throws Error with the reason for a wish that cannot be read */
export function control(world: World, faults: Faults, webhooks: Webhooks, body: string): object {
  const wish: Wish = body === "" ? {} : JSON.parse(body);
  if (wish.clear_faults) faults.clear();
  faults.order(wish.faults ?? []);
  const { resend = [], ...mode } = wish.webhooks ?? {};
  Object.assign(webhooks.mode, mode);
  for (const event of resend) webhooks.deliver(world.books.need("event", event).id);
  if (wish.capture_shape) world.captureShape = wish.capture_shape;
  if (wish.capture_window_s) world.captureWindowS = wish.capture_window_s;
  const chargeOf = (intent: string): string => world.books.need("payment_intent", intent).latest_charge ?? "";
  for (const { intent, ...wanted } of wish.disputes ?? []) openDispute(world, chargeOf(intent), wanted);
  for (const { id, status } of wish.dispute_ends ?? []) endDispute(world, id, status);
  for (const intent of wish.warnings ?? []) warn(world, chargeOf(intent));
  for (const { type, object } of wish.announce ?? []) announceAnything(world, type, object);
  return standing(world, faults);
}

function standing({ books }: World, faults: Faults): object {
  const pages = [...books.shelf("checkout_session").byId.values()];
  const intents = [...books.shelf("payment_intent").byId.values()];
  return {
    faults_waiting: faults.waiting,
    disputes: [...books.shelf("dispute").byId.values()].map(({ id, payment_intent, status }) => ({
      id,
      intent: payment_intent,
      status,
    })),
    pages: pages.length,
    open: pages.filter((page) => page.status === "open").map((page) => page.metadata.sid ?? page.id),
    intents: Object.fromEntries(
      intents.map((intent) => [
        // A session's collection stands beside its hold, and never for it.
        `${intent.metadata.sid ?? intent.id}${intent.metadata.collect === undefined ? "" : "#collect"}`,
        {
          id: intent.id,
          status: intent.status,
          amount: intent.amount,
          capturable: intent.amount_capturable,
          received: intent.amount_received,
        },
      ]),
    ),
  };
}
