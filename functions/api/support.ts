/** The support door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { commandDoor } from "../wire/command.ts";
import { createSupportApp } from "./support-app.ts";

export const handler = handle(createSupportApp(await commandDoor()));
