/** The door of tariffs that are not sold yet, as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { readDoor } from "../wire/read.ts";
import { createTariffsApp } from "./tariffs-app.ts";

export const handler = handle(createTariffsApp(await readDoor()));
