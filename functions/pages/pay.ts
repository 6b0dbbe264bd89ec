/** The pages' money door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { moneyDoor } from "../wire/money.ts";
import { createPayApp } from "./pay-app.ts";

export const handler = handle(createPayApp(await moneyDoor()));
