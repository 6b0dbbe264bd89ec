/** The read door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { readDoor } from "../wire/read.ts";
import { createReadApp } from "./read-app.ts";

export const handler = handle(createReadApp(await readDoor()));
