/** The pages of whoever helps a driver on the phone: one field, one story, and acts that move no money. */
import { readSettings } from "@barq/actions/network";
import { operateStation } from "@barq/actions/operate-station";
import { loadSession } from "@barq/actions/session-store";
import { sessionStory } from "@barq/actions/session-story";
import {
  actOnSession,
  noteSession,
  resendReceipt,
  stopForDriver,
  useMacro,
} from "@barq/actions/support-acts";
import { possibleActs } from "@barq/actions/support-possible";
import { searchSessions } from "@barq/actions/support-search";
import { macrosOf } from "@barq/domain/macros";
import type { Session } from "@barq/domain/session";
import { isOfMoney } from "@barq/domain/story";
import { searchPage } from "@barq/pages/office/search-page";
import { storyPage } from "@barq/pages/office/session-page";
import type { PossibleView } from "@barq/pages/office/session-view";
import { ownerOf } from "@barq/store/keys";
import type { InferOutput } from "valibot";
import { supportForm } from "../api/bodies/support-form.ts";
import { holdsCardNumber } from "../api/card-number.ts";
import type { DoorContext, HandlersOf } from "../api/door.ts";
import { part } from "../api/door.ts";
import { formAnswer } from "../api/form-answer.ts";
import { freshKey } from "../api/fresh-key.ts";
import { personOf } from "../api/person.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import type { supportPageRoutes } from "../api/support-page-routes.ts";
import type { Asker } from "../api/who.ts";
import type { OfficeDoor } from "../api/wire.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";

type Form = InferOutput<typeof supportForm>;

export function supportPages({ ports }: OfficeDoor): HandlersOf<keyof typeof supportPageRoutes> {
  const roleOf = (asker: Asker): string => (asker.kind === "staff" ? asker.role : asker.kind);
  const seesMoney = (asker: Asker): boolean => roleOf(asker) !== "technician";
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  /** Unlocking and restarting are the station's; whether they may be done then, its rules say when they are asked. */
  const stationActs = (role: string, session: Session): readonly PossibleView[] => {
    const whyNot = role === "support" || role === "operator" ? null : "not_your_role";
    const kinds = session.startedAt === null ? (["reset"] as const) : (["unlock", "reset"] as const);
    return kinds.map((kind) => ({ kind, whyNot, left: null, alone: null }));
  };

  const showStory = async (c: DoorContext, asker: Asker, id: string): Promise<Response> => {
    const [story, { operator }] = await Promise.all([
      sessionStory(ports, asker.tenant, id),
      readSettings(ports, asker.tenant),
    ]);
    const withMoney = seesMoney(asker);
    const { session } = story;
    const page = storyPage({
      ...officeFrame(c, asker, operator),
      now: ports.clock(),
      session,
      events: story.events.filter((event) => withMoney || !isOfMoney(event)),
      next: story.next,
      price: story.price,
      readings: story.readings,
      online: story.connector.online,
      email: story.email,
      work: story.work.map(({ why }) => why),
      acts: [...possibleActs(ports, story, roleOf(asker)), ...stationActs(roleOf(asker), session)],
      macros: macrosOf(session, story.email),
      person: personIs(asker),
      withMoney,
      keyOf: () => freshKey(),
    });
    return officeAnswer(c, page);
  };

  const act = async (asker: Asker, session: Session, form: Form): Promise<void> => {
    const { key } = form;
    const note = "note" in form && form.note.trim() !== "" ? form.note.trim() : null;
    const of = { session: session.id, actor: personIs(asker), key, note, body: form };
    switch (form.act) {
      case "note":
        return void (await noteSession(ports, asker.tenant, { ...of, reason: "note" }));
      case "macro": {
        const said = { macro: form.macro, locale: session.pinned.locale, reason: form.macro };
        return void (await useMacro(ports, asker.tenant, { ...of, ...said }));
      }
      case "stop":
        return void (await stopForDriver(ports, asker.tenant, { ...of, reason: form.reason }));
      case "resend":
        return void (await resendReceipt(ports, asker.tenant, { ...of, reason: form.reason }));
      case "unlock":
      case "reset": {
        const { id } = await operateStation(ports, asker.tenant, {
          station: session.station,
          command:
            form.act === "unlock"
              ? { kind: "unlock", connector: session.connector }
              : { kind: "reset", how: "soft" },
          reason: note === null ? form.reason : `${form.reason}: ${note}`.slice(0, 200),
          actor: of.actor,
          session: form.act === "unlock" ? session.id : null,
          inSession: form.act === "reset" && form.in_session === "yes",
          key,
          body: form,
        });
        // The station's own acts lie with the station; the story tells that it was asked, and by whom.
        const told = { ...of, reason: form.reason };
        await actOnSession(ports, asker.tenant, form.act, told, () => [], { operation: id });
        return;
      }
    }
  };

  return {
    async deskSearch(c, asker) {
      const said = (c.req.query("q") ?? "").slice(0, 200);
      // A whole card number is not looked for, and not shown again either.
      const isCard = holdsCardNumber(said);
      const found = await searchSessions(ports, asker.tenant, isCard ? "" : said);
      const [only, another] = found.keys;
      if (only && !another && found.by !== "email" && found.missing.length === 0)
        return showStory(c, asker, ownerOf(only).session);
      const { operator } = await readSettings(ports, asker.tenant);
      const frame = officeFrame(c, asker, operator);
      return officeAnswer(
        c,
        searchPage({
          ...frame,
          ...(isCard ? { asked: "", here: "/desk/search" } : {}),
          now: ports.clock(),
          found: found.sessions ?? [],
          more: found.more,
          missing: found.missing,
          withMoney: seesMoney(asker),
        }),
      );
    },
    deskSession: (c, asker) => showStory(c, asker, part(c, "id")),
    async supportForm(c, asker) {
      // Before the form is judged: what is somebody else's is answered like what does not exist.
      const session = await loadSession(ports, asker.tenant, part(c, "id"));
      return formAnswer(c, `/desk/sessions/${session.id}`, async () => {
        const { body } = await formBody(c, supportForm, bodyLimits.short);
        await act(asker, session, body);
      });
    },
  };
}
