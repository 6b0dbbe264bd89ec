/**
 * `POST /_control`: the bad days, ordered by tests. `{"faults": [{"operation", "kind", ...}], "clear_faults": true,
 * "webhooks": {"copies", "shuffle", "delayMs", "lose", "resend": [event ids]}, "capture_shape", "capture_window_s"}`.
 * It answers, as GET does, what pages are open and how every intent stands.
 */
import type { Fault, Faults } from "./faults.ts";
import type { Webhooks } from "./webhooks.ts";
import type { CaptureShape, World } from "./world.ts";

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
  return standing(world, faults);
}

function standing({ books }: World, faults: Faults): object {
  const pages = [...books.shelf("checkout_session").byId.values()];
  const intents = [...books.shelf("payment_intent").byId.values()];
  return {
    faults_waiting: faults.waiting,
    pages: pages.length,
    open: pages.filter((page) => page.status === "open").map((page) => page.metadata.sid ?? page.id),
    intents: Object.fromEntries(
      intents.map((intent) => [
        intent.metadata.sid ?? intent.id,
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
