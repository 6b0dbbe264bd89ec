/** The open door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { openDoor } from "../wire/open.ts";
import { createOpenApp } from "./open-app.ts";

export const handler = handle(createOpenApp(openDoor()));
