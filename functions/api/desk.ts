/** The door of people at work with money, as Lambda runs it. */
import { handle } from "hono/aws-lambda";
import { deskDoor } from "../wire/desk.ts";
import { createDeskApp } from "./desk-app.ts";

export const handler = handle(createDeskApp(await deskDoor()));
