/** The network door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { commandDoor } from "../wire/command.ts";
import { createNetworkApp } from "./network-app.ts";

export const handler = handle(createNetworkApp(await commandDoor()));
