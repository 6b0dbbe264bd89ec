/** The money door of the API as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { moneyDoor } from "../wire/money.ts";
import { createMoneyApp } from "./money-app.ts";

export const handler = handle(createMoneyApp(await moneyDoor()));
