/** The door of Stripe's events as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { moneyDoor } from "../wire/money.ts";
import { createHooksApp } from "./hooks-app.ts";

export const handler = handle(createHooksApp(await moneyDoor()));
