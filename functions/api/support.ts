/** The support door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { readDoor } from "../wire/read.ts";
import { createSupportApp } from "./support-app.ts";

export const handler = handle(createSupportApp(await readDoor()));
