/** The support door: whoever helps a driver finds the session, reads its story, acts with who and why, and asks things of stations. It moves no money. */

import { loadSession } from "@barq/actions/session-store";
import type { SessionStory } from "@barq/actions/session-story";
import { sessionStory } from "@barq/actions/session-story";
import type { SupportAct, SupportDone } from "@barq/actions/support-acts";
import { noteSession, resendReceipt, stopForDriver, useMacro } from "@barq/actions/support-acts";
import { possibleActs } from "@barq/actions/support-possible";
import { searchSessions } from "@barq/actions/support-search";
import { tellStory } from "@barq/actions/tell-story";
import { Fault } from "@barq/domain/fault";
import { macrosOf } from "@barq/domain/macros";
import { ownerOf } from "@barq/store/keys";
import type { Hono } from "hono";
import type { InferOutput } from "valibot";
import { actBody, macroBody, noteBody, searchQuery } from "./bodies/support.ts";
import { holdsCardNumber } from "./card-number.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { operationHandlers } from "./operation-handlers.ts";
import { personOf } from "./person.ts";
import { bodyLimits, bySchema, jsonBody } from "./read-body.ts";
import { supportRoutes } from "./routes/support.ts";
import { storyJson } from "./story-view.ts";
import { doneJson } from "./support-done.ts";
import { foundJson, supportJson } from "./support-view.ts";
import type { Asker } from "./who.ts";
import type { CommandDoor } from "./wire.ts";

type Does = (ports: CommandDoor["ports"], tenant: string, of: SupportAct) => Promise<SupportDone>;

export function createSupportApp(wired: CommandDoor): Hono<DoorEnv> {
  const { ports, who, log } = wired;
  const roleOf = (asker: Asker): string => (asker.kind === "staff" ? asker.role : asker.kind);
  const seesMoney = (asker: Asker): boolean => roleOf(asker) !== "technician";
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  const shown = (story: SessionStory, asker: Asker) =>
    supportJson(story, {
      withMoney: seesMoney(asker),
      acts: possibleActs(ports, story, roleOf(asker)),
      macros: macrosOf(story.session, story.email),
    });

  const answered = (c: DoorContext, done: SupportDone): Response => c.json(doneJson(done));

  /** What every act has; what is somebody else's is answered like what does not exist, before anything else is judged. */
  const asked = async (
    c: DoorContext,
    asker: Asker,
  ): Promise<{ session: string; key: string; actor: string }> => {
    const { id } = await loadSession(ports, asker.tenant, part(c, "id"));
    return { session: id, key: keyOf(c), actor: personIs(asker) };
  };

  const withReason = (does: Does) => async (c: DoorContext, asker: Asker) => {
    const of = await asked(c, asker);
    const read = await jsonBody(c, actBody, bodyLimits.short);
    const body: InferOutput<typeof actBody> = read.body;
    const act = { ...of, reason: body.reason, note: body.note ?? null, body: read.raw };
    return answered(c, await does(ports, asker.tenant, act));
  };

  return createDoor(
    "support",
    supportRoutes,
    { who, origin: ports.origin, log },
    {
      ...operationHandlers(wired),
      async tellStory(c: DoorContext, asker: Asker) {
        return c.json(storyJson(await tellStory(ports, asker.tenant, part(c, "id"))));
      },
      async supportSearch(c: DoorContext, asker: Asker) {
        const { q } = bySchema(searchQuery, c.req.query());
        if (holdsCardNumber(q))
          throw new Fault(
            "invalid_request",
            "This looks like a card number. Ask for the last four digits alone; nothing was kept.",
          );
        const found = await searchSessions(ports, asker.tenant, q);
        const [only, another] = found.keys;
        const story = only && !another ? await storyOf(asker, ownerOf(only).session) : null;
        const sessions = found.sessions ?? (story ? [story.session] : []);
        return c.json({
          by: found.by,
          items: sessions.map((session) => foundJson(session, seesMoney(asker))),
          more: found.more,
          missing: found.missing,
          not_understood: found.unknown.filter((word) => !word.includes("@")),
          story: story && shown(story, asker),
        });
      },
      async supportStory(c: DoorContext, asker: Asker) {
        return c.json(shown(await sessionStory(ports, asker.tenant, part(c, "id")), asker));
      },
      async noteSession(c: DoorContext, asker: Asker) {
        const of = await asked(c, asker);
        const { body, raw } = await jsonBody(c, noteBody, bodyLimits.short);
        const act = { ...of, reason: body.reason ?? "note", note: body.note, body: raw };
        return answered(c, await noteSession(ports, asker.tenant, act));
      },
      async useMacro(c: DoorContext, asker: Asker) {
        const of = await asked(c, asker);
        const { body, raw } = await jsonBody(c, macroBody, bodyLimits.short);
        const { macro, locale, note } = body;
        const act = { ...of, reason: macro, note: note ?? null, body: raw, macro, locale };
        return answered(c, await useMacro(ports, asker.tenant, act));
      },
      resendReceipt: withReason(resendReceipt),
      stopForDriver: withReason(stopForDriver),
    },
  );

  /** null for an id that nobody of this operator has. */
  async function storyOf(asker: Asker, id: string): Promise<SessionStory | null> {
    try {
      return await sessionStory(ports, asker.tenant, id);
    } catch (error) {
      if (error instanceof Fault && error.code === "not_found") return null;
      throw error;
    }
  }
}
