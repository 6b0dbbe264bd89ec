/** The field door as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { fieldDoor } from "../wire/field.ts";
import { createFieldApp } from "./field-app.ts";

export const handler = handle(createFieldApp(await fieldDoor()));
