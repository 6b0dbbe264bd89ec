/** The door of a session's page, as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { readDoor, stripePages } from "../wire/read.ts";
import { createPagesApp } from "./pages-app.ts";

export const handler = handle(createPagesApp({ ...(await readDoor()), payOrigins: stripePages }));
