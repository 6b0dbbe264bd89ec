/** The door of the payment provider's events: the raw text is verified and recorded, then answered; acting comes later. */
import { receiveEvent } from "@barq/actions/receive-event";
import type { Hono } from "hono";
import type { DoorEnv } from "../api/door.ts";
import { createDoor } from "../api/door.ts";
import { bodyLimits, textBody } from "../api/read-body.ts";
import { hooksRoutes } from "../api/routes/hooks.ts";
import type { HookDoor } from "../api/wire.ts";

export function createHooksApp({ ports, who, log }: HookDoor): Hono<DoorEnv> {
  return createDoor(
    "hooks",
    hooksRoutes,
    { who, origin: ports.origin, log },
    {
      async stripeEvent(c) {
        // The signature is over the body as it came: it must not be read and written again on the way.
        const body = await textBody(c, bodyLimits.long);
        await receiveEvent(ports, body, c.req.header("stripe-signature") ?? null);
        return c.json({ received: true });
      },
    },
  );
}
