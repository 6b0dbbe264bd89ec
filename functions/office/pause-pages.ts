/** Pauses and maintenance windows in a browser. */
import { readSettings } from "@barq/actions/network";
import type { CloseRequest, ClosureRecord } from "@barq/actions/pause-starts";
import { closePlaces, findClosure, isOver, listClosures, reopenPlaces } from "@barq/actions/pause-starts";
import { defaultSentences } from "@barq/actions/pause-words";
import type { Closure, Sentence } from "@barq/domain/closure";
import { pauseScopes } from "@barq/domain/closure";
import { Fault } from "@barq/domain/fault";
import { pausesPage } from "@barq/pages/office/pauses-page";
import { pauseFormBody, reopenFormBody, windowFormBody } from "../api/bodies/network-forms.ts";
import type { DoorContext, HandlersOf } from "../api/door.ts";
import { part } from "../api/door.ts";
import { formAnswer } from "../api/form-answer.ts";
import { freshKey } from "../api/fresh-key.ts";
import type { networkPageRoutes } from "../api/network-page-routes.ts";
import { personOf } from "../api/person.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import type { Asker } from "../api/who.ts";
import type { CommandDoor } from "../api/wire.ts";
import { localInstant, zoneOfOperator } from "./form-values.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";

type PausePageRoutes = Pick<
  typeof networkPageRoutes,
  "pausesPage" | "pauseForm" | "resumeForm" | "windowForm" | "cancelForm"
>;

const page = "/desk/pauses";

/** Only what was said: for the rest there is a sentence of ours. */
const said = (sentence: { readonly [L in keyof Sentence]?: string | undefined }): Partial<Sentence> => ({
  ...(sentence.ar ? { ar: sentence.ar } : {}),
  ...(sentence.fr ? { fr: sentence.fr } : {}),
  ...(sentence.en ? { en: sentence.en } : {}),
});

export function pausePages({ ports }: CommandDoor): HandlersOf<keyof PausePageRoutes> {
  const zoneOf = async (tenant: string): Promise<string> =>
    zoneOfOperator((await readSettings(ports, tenant)).country);

  const close = (asker: Asker, of: Omit<CloseRequest, "by">): Promise<ClosureRecord> =>
    closePlaces(ports, asker.tenant, { ...of, by: personOf(ports.identity, asker) });

  /** What is somebody else's is answered like what does not exist, before a body is judged. @throws Fault not_found */
  const reopen = async (
    c: DoorContext,
    asker: Asker,
    kind: Closure["kind"],
    id: string,
  ): Promise<Response> => {
    if (!/^[a-z2-7]{20}$/.test(id) || !(await findClosure(ports, asker.tenant, kind, id)))
      throw new Fault("not_found", "There is no such pause.");
    return formAnswer(c, page, async () => {
      const { body } = await formBody(c, reopenFormBody, bodyLimits.short);
      await reopenPlaces(ports, asker.tenant, kind, id, {
        note: body.note,
        by: personOf(ports.identity, asker),
      });
    });
  };

  return {
    async pausesPage(c, asker) {
      const [{ operator, country }, pauses, windows] = await Promise.all([
        readSettings(ports, asker.tenant),
        listClosures(ports, asker.tenant, "pause"),
        listClosures(ports, asker.tenant, "maintenance"),
      ]);
      const now = ports.clock();
      const me = personOf(ports.identity, asker);
      const shown = ({ by, ended, ...record }: ClosureRecord) => ({
        ...record,
        state: isOver({ ...record, by, ended }, now)
          ? ("over" as const)
          : record.from > now
            ? ("planned" as const)
            : ("standing" as const),
        isOwn: by === me,
        ended: ended && { at: ended.at, note: ended.note, isOwn: ended.by === me },
      });
      const answer = pausesPage({
        ...officeFrame(c, asker, operator),
        now,
        zone: zoneOfOperator(country),
        pauses: pauses.rows.map(shown),
        windows: windows.rows.map(shown),
        mayChange: asker.kind === "staff" && asker.role === "operator",
        scope: pauseScopes.find((scope) => scope === c.req.query("scope")) ?? "operator",
        id: (c.req.query("id") ?? "").slice(0, 36).toWellFormed(),
        ours: defaultSentences,
        newKey: freshKey,
      });
      return officeAnswer(c, answer);
    },
    pauseForm: (c, asker) =>
      formAnswer(c, page, async () => {
        const { body } = await formBody(c, pauseFormBody, bodyLimits.short);
        const { scope, id, reason, note, key } = body;
        const isOne = scope === "operator" || scope === "provider";
        // An id that a wider pause would pass over in silence is a mistake that closes too much.
        if (isOne !== (id === "")) throw new Fault("invalid_request", "A scope and its id belong together.");
        await close(asker, {
          ...{ kind: "pause", scope, of: isOne ? null : id, reason, note, key, sentence: said(body) },
          from: null,
          until: localInstant(await zoneOf(asker.tenant), body.until),
        });
      }),
    resumeForm: (c, asker) => reopen(c, asker, "pause", part(c, "pause")),
    windowForm: (c, asker) =>
      formAnswer(c, page, async () => {
        const { body } = await formBody(c, windowFormBody, bodyLimits.short);
        const zone = await zoneOf(asker.tenant);
        const { scope, id: of, note, key } = body;
        await close(asker, {
          ...{ kind: "maintenance", scope, of, reason: "maintenance", note, key, sentence: said(body) },
          from: localInstant(zone, body.from),
          until: localInstant(zone, body.until),
        });
      }),
    cancelForm: (c, asker) => reopen(c, asker, "maintenance", part(c, "window")),
  };
}
