/** `barq pause` and `barq resume`: starts are paused in one command, with a sentence for drivers, and taken up again in one. */
import { randomUUID } from "node:crypto";
import { pauseReasons } from "@barq/actions/pause-words";
import { pauseScopes } from "@barq/domain/closure";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import { withProduct } from "./connect.ts";

const pause = v.looseObject({
  id: v.string(),
  scope: v.string(),
  of: v.nullable(v.string()),
  state: v.string(),
  from: v.string(),
  until: v.nullable(v.string()),
  reason: v.string(),
  note: v.string(),
  sentence: v.object({ ar: v.string(), fr: v.string(), en: v.string() }),
});
type Row = v.InferOutput<typeof pause>;
const pauses = v.object({ items: v.array(pause), next_cursor: v.nullable(v.string()) });

const options = {
  note: { type: "string", value: "WORDS", says: "why, for people at work" },
  reason: { type: "string", value: "CODE", default: "other", says: pauseReasons.join(", ") },
  from: { type: "string", value: "TIME", says: "from when on (now)" },
  until: { type: "string", value: "TIME", says: "until when (until barq resume)" },
  ar: {
    type: "string",
    value: "SENTENCE",
    says: "what drivers read, instead of the sentence for the reason",
  },
  fr: { type: "string", value: "SENTENCE", says: "the same in French" },
  en: { type: "string", value: "SENTENCE", says: "the same in English" },
  key: { type: "string", value: "KEY", says: "the Idempotency-Key, where an answer was lost" },
} as const;

export const pauseCommand: Command = {
  name: "pause",
  usage: `pause [${pauseScopes.join("|")} [ID] --note WORDS]`,
  says: "what is paused; or let no session begin there: what has begun goes on, is measured and settled",
  options,
  more: [
    "provider means whatever money is held for; batch is a batch of stickers.",
    "Example: barq pause location CAS-01 --reason power --note 'transformer is hot' --until 2026-11-29T18:00:00Z",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 2);
    const [scope, id] = positionals;
    return withProduct(async (reached) => {
      if (scope === undefined) {
        const body = await reached.get("operator", "/v1/pauses");
        console.log(values.json ? JSON.stringify(body) : rowsText(v.parse(pauses, body).items));
        return 0;
      }
      const { note, reason, from, until, ar, fr, en, key } = values;
      if (note === undefined) throw new UsageError("Say why: --note WORDS.");
      const sentence = ar === undefined && fr === undefined && en === undefined ? undefined : { ar, fr, en };
      const asked = { scope, id, reason, note, from, until, sentence };
      const body = await reached.post("operator", "/v1/pauses", { body: asked, key: key ?? randomUUID() });
      console.log(values.json ? JSON.stringify(body) : pausedText(v.parse(pause, body)));
      return 0;
    });
  },
};

const resumeOptions = {
  note: { type: "string", value: "WORDS", says: "why, for people at work" },
} as const;

export const resumeCommand: Command = {
  name: "resume",
  usage: "resume PAUSE --note WORDS",
  says: "sessions may begin again; a pause that is over is answered as it is",
  options: resumeOptions,
  async run(words) {
    const { values, positionals } = readWords(words, resumeOptions, 1);
    const [id] = positionals;
    if (id === undefined || values.note === undefined)
      throw new UsageError("Say which pause, and why: resume PAUSE --note WORDS. barq pause lists them.");
    const path = `/v1/pauses/${encodeURIComponent(id)}/resume`;
    return withProduct(async (reached) => {
      const body = await reached.post("operator", path, { body: { note: values.note } });
      const { scope, of } = v.parse(pause, body);
      console.log(values.json ? JSON.stringify(body) : `Sessions may begin again: ${whereText(scope, of)}.`);
      return 0;
    });
  },
};

const whereText = (scope: string, of: string | null): string => (of === null ? scope : `${scope} ${of}`);

const pausedText = ({ id, scope, of, from, until, sentence }: Row): string =>
  [
    `No session begins (${whereText(scope, of)}) from ${from} ${until === null ? "until it is resumed" : `to ${until}`}.`,
    `Drivers read: ${sentence.fr} · ${sentence.en} · ${sentence.ar}`,
    `barq resume ${id} --note WORDS takes it up again.`,
  ].join("\n");

function rowsText(rows: readonly Row[]): string {
  if (rows.length === 0) return "Nothing is paused, and nothing was.";
  return tableText(
    ["pause", "where", "state", "from", "until", "reason", "note"],
    rows.map(({ id, scope, of, state, from, until, reason, note }) => [
      ...[id, whereText(scope, of), state, from, until ?? "-", reason, note],
    ]),
  );
}
