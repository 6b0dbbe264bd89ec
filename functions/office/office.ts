/** The pages of people at work as Lambda runs them. */
import { handle } from "hono/aws-lambda";
import { officeDoor } from "../wire/office.ts";
import { createOfficeApp } from "./office-app.ts";

export const handler = handle(createOfficeApp(await officeDoor()));
