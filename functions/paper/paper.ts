/** The paper door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { paperDoor } from "../wire/paper.ts";
import { createPaperApp } from "./paper-app.ts";

export const handler = handle(createPaperApp(await paperDoor()));
