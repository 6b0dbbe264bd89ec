/** The pages of the network as Lambda runs them. */
import { handle } from "hono/aws-lambda";
import { commandDoor } from "../wire/command.ts";
import { createSitesApp } from "./sites-app.ts";

export const handler = handle(createSitesApp(await commandDoor()));
