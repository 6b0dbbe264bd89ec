/** The door of Stripe's events as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { hookDoor } from "../wire/hook.ts";
import { createHooksApp } from "./hooks-app.ts";

export const handler = handle(createHooksApp(await hookDoor()));
