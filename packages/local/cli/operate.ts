/** `barq operate`: a cable let go, a station restarted, taken out of service, asked for its diagnostics, given firmware. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readNamedJson, readWords, tableText, UsageError } from "./command.ts";
import type { Reached } from "./connect.ts";
import { withProduct } from "./connect.ts";

const act = v.looseObject({
  id: v.string(),
  station: v.string(),
  connector: v.nullable(v.number()),
  kind: v.string(),
  asked: v.nullable(v.string()),
  state: v.string(),
  word: v.nullable(v.string()),
  reason: v.string(),
  at: v.string(),
  next_step: v.string(),
});
type Act = v.InferOutput<typeof act>;
const work = v.nullable(v.looseObject({ status: v.string(), at: v.string() }));
const acts = v.looseObject({ items: v.array(act), diagnostics: work, firmware: work });

const options = {
  reason: { type: "string", value: "WHY", says: "why it is done; kept with the act" },
  connector: { type: "string", value: "N", says: "unlock, availability: which connector" },
  session: { type: "string", value: "ID", says: "unlock: the session whose cable it is, after its stop" },
  hard: { type: "boolean", says: "reset: at once, not as soon as it can" },
  "in-session": { type: "boolean", says: "reset: a restart in the middle of a session is meant" },
  to: { type: "string", value: "URL", says: "diagnostics: where the station sends its log" },
  url: { type: "string", value: "URL", says: "firmware: where the station fetches it" },
  at: { type: "string", value: "TIME", says: "firmware: when (at once)" },
  version: { type: "string", value: "N", says: "local-list: its version; alone it asks for the station's" },
  tokens: {
    type: "string",
    value: "FILE",
    says: 'local-list: a JSON file with [{"token": "04A1B2C3", "accepted": true}]',
  },
  differential: { type: "boolean", says: "local-list: adds to the list that is there" },
} as const;

type Values = ReturnType<typeof readWords<typeof options>>["values"];

export const operateCommand: Command = {
  name: "operate",
  usage:
    "operate STATION [unlock|reset|availability in|out|clear-cache|diagnostics|firmware|local-list] --reason WHY",
  says: "ask something of a station, and what became of it; alone, what was asked of it before",
  options,
  more: [
    "Example: barq operate CAS-DC-01 unlock --connector 1 --reason 'the cable is stuck'",
    "Exit code: 0 it was done or is under way, 1 the station refused, is away or does not answer.",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 3);
    const [station, verb, more] = positionals;
    if (station === undefined) throw new UsageError("Say which station.");
    const path = `/v1/stations/${encodeURIComponent(station)}/operations`;
    return withProduct(async (reached) => {
      if (verb === undefined) {
        const body = await reached.get("operator", path);
        console.log(values.json ? JSON.stringify(body) : actsText(station, v.parse(acts, body)));
        return 0;
      }
      if (values.reason === undefined) throw new UsageError("Say why: --reason WHY.");
      const body = { ...bodyOf(verb, more, values), reason: values.reason };
      const asked = v.parse(act, await reached.post("operator", path, { body, key: randomUUID() }));
      const last = await answered(reached, path, asked);
      console.log(values.json ? JSON.stringify(last) : actText(last));
      return last.state === "accepted" || last.state === "sent" ? 0 : 1;
    });
  },
};

const mostLooks = 50;
const lookMs = 100;

/** The station's answer is news, and comes within moments where it comes at all. */
async function answered(reached: Reached, path: string, asked: Act): Promise<Act> {
  let last = asked;
  for (let look = 0; last.state === "sent" && look < mostLooks; look++) {
    await pause(lookMs);
    last = v.parse(act, await reached.get("operator", `${path}/${asked.id}`));
  }
  return last;
}

function bodyOf(verb: string, more: string | undefined, values: Values): Readonly<Record<string, unknown>> {
  if (more !== undefined && verb !== "availability") throw new UsageError(`"${more}" is one word too many.`);
  const connector = values.connector === undefined ? undefined : wholeIn("--connector", values.connector);
  switch (verb) {
    case "unlock":
      if (connector === undefined) throw new UsageError("Say which connector: unlock --connector 1.");
      return { kind: "unlock", connector, session: values.session };
    case "reset":
      return { kind: "reset", how: values.hard ? "hard" : "soft", in_session: values["in-session"] };
    case "availability":
      if (more !== "in" && more !== "out")
        throw new UsageError("Say in (of service) or out: availability out.");
      return { kind: "availability", connector, operative: more === "in" };
    case "clear-cache":
      return { kind: "clear_cache" };
    case "diagnostics":
      if (values.to === undefined) throw new UsageError("Say where the station sends its log: --to URL.");
      return { kind: "diagnostics", to: values.to };
    case "firmware":
      if (values.url === undefined) throw new UsageError("Say where the station fetches it: --url URL.");
      return { kind: "firmware", url: values.url, at: values.at };
    case "local-list":
      return localListOf(values);
    default:
      throw new UsageError(`There is nothing called "${verb}" to ask of a station.`);
  }
}

function localListOf({ version, tokens, differential }: Values): Readonly<Record<string, unknown>> {
  if (version === undefined && tokens === undefined) return { kind: "local_list_version" };
  if (version === undefined || tokens === undefined)
    throw new UsageError("A list has a version and its tokens: local-list --version 3 --tokens FILE.");
  return {
    kind: "local_list",
    version: wholeIn("--version", version),
    update: differential ? "differential" : "full",
    tokens: readNamedJson(tokens),
  };
}

function wholeIn(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`${name} is a whole number from 1 on.`);
  return Number(text);
}

const whatOf = ({ kind, connector, asked }: Act): string =>
  `${kind}${asked === null ? "" : ` (${asked})`}${connector === null ? "" : `, connector ${connector}`}`;

const actText = (one: Act): string =>
  `${one.station}: ${whatOf(one)} is ${one.state}${one.word === null ? "" : ` (${one.word})`}.\n${one.next_step}`;

function actsText(station: string, { items, diagnostics, firmware }: v.InferOutput<typeof acts>): string {
  const works = Object.entries({ diagnostics, firmware }).flatMap(([name, said]) =>
    said === null ? [] : [`${name}: ${said.status}, ${said.at}`],
  );
  if (items.length === 0) return [`Nothing was asked of ${station} yet.`, ...works].join("\n");
  const rows = items.map((one) => [one.at, whatOf(one), one.state, one.word ?? "", one.reason]);
  return [tableText(["at", "what", "state", "its word", "why"], rows), ...works].join("\n");
}
