/**
 * The open door: what anybody may ask and for which nothing is remembered. The interface itself, a price to try, a proof to
 * check, the front page. It has no store, no archive and no secret, only the published halves of the document keys.
 */
import { homePage } from "@barq/pages/home-page";
import { verifyPage } from "@barq/pages/verify-page";
import type { Hono } from "hono";
import { previewBody } from "../api/bodies/preview.ts";
import { docsAnswer } from "../api/docs-answer.ts";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { createDoor, plainFace } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import { openApiDocument } from "../api/openapi.ts";
import { previewPrice } from "../api/preview-price.ts";
import type { Problem } from "../api/problem.ts";
import { bodyLimits, jsonBody } from "../api/read-body.ts";
import { openRoutes } from "../api/routes/open.ts";
import { routes } from "../api/routes.ts";
import type { OpenDoor } from "../api/wire.ts";
import { pageFace, pageLocale } from "../pages/page-face.ts";
import { verifyAnswer } from "./verify-answer.ts";

/** People come to / and /verify, machines to everything else. */
const face = (c: DoorContext, problem: Problem): Response =>
  c.req.path === routes.home.path || c.req.path === routes.verifyPage.path
    ? pageFace(c, problem)
    : plainFace(c, problem);

export function createOpenApp({ origin, documents, log }: OpenDoor): Hono<DoorEnv> {
  return createDoor(
    "open",
    openRoutes,
    { who: null, origin, log, face },
    {
      home: (c) => htmlAnswer(homePage(pageLocale(c))),
      openapi: (c) => c.json(openApiDocument(origin)),
      docs: () => docsAnswer(origin),
      async previewPrice(c) {
        const { body } = await jsonBody(c, previewBody, bodyLimits.long, "unpriceable");
        return c.json(previewPrice(body));
      },
      verifyPage: (c) => htmlAnswer(verifyPage({ locale: pageLocale(c), verdict: null })),
      verifyProof: (c) => verifyAnswer(c, documents),
    },
  );
}
