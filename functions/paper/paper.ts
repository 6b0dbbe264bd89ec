/**
 * The paper door as Lambda runs it. API Gateway cannot tell `/r/{token}.pdf` from `/r/{token}`: both arrive here, and the
 * one that is no PDF is answered by the pages' app, as everywhere else.
 */
import type { LambdaEvent } from "hono/aws-lambda";
import { handle } from "hono/aws-lambda";
import { createPagesApp } from "../pages/pages-app.ts";
import { paperDoor } from "../wire/paper.ts";
import { createPaperApp } from "./paper-app.ts";

const door = await paperDoor();
const paper = handle(createPaperApp(door));
const pages = handle(createPagesApp(door));

export const handler = (event: LambdaEvent & { readonly rawPath: string }) =>
  event.rawPath.endsWith(".pdf") ? paper(event) : pages(event);
