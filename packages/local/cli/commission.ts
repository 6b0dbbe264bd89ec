/**
 * `barq commission STATION`: the technician's way from the first knock to the verdict, by the same calls as a phone. It asks
 * nothing: it does what its flags allow, says what is next, and goes on from there when it is called again.
 */
import { findingWords } from "@barq/documents/finding-words";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import type { Looked } from "./commission-calls.ts";
import { createCalls, pairsOf } from "./commission-calls.ts";
import { testSimulated } from "./commission-simulated.ts";
import { withProduct } from "./connect.ts";

const options = {
  location: { type: "string", value: "ID", says: "registers a station that waits: where it stands" },
  tariff: { type: "string", value: "ID", says: "with --location: what its connectors sell by" },
  connectors: { type: "string", value: "N", default: "1", says: "with --location: how many it has" },
  power: { type: "string", value: "W", default: "22000", says: "with --location: what each can deliver" },
  dc: { type: "boolean", says: "with --location: direct current" },
  serial: { type: "string", value: "S", says: "the serial on its plate; `none` where it has none" },
  vendor: { type: "string", value: "V", says: "the maker on its plate" },
  model: { type: "string", value: "M", says: "the model on its plate" },
  profile: { type: "string", value: "NAME", says: "its quirk profile, `none` or `auto`" },
  password: { type: "boolean", says: "gives it another password, and writes it to the station" },
  "take-over": { type: "string", value: "WHY", says: "takes it over from the technician who is at it" },
  configure: { type: "boolean", says: "writes the configuration again" },
  sticker: {
    type: "string",
    value: "1=CODE,...",
    says: "the stickers as they are scanned; blank ones are bound",
  },
  display: {
    type: "string",
    value: "1=12.345,...",
    says: "what the meters show in kWh: before a test, and after it",
  },
  test: { type: "string", value: "N", says: "begins a test on a connector, with --display" },
  stop: { type: "string", value: "N", says: "stops the test of a connector" },
  simulated: { type: "boolean", says: "a simulated station: plugs, charges, reads the displays, unplugs" },
  print: { type: "boolean", says: "prints the verdict" },
} as const;

export const commissionCommand: Command = {
  name: "commission",
  usage: "commission [STATION] [--location ID --tariff ID] [--serial S] [--sticker 1=CODE] [--display 1=KWH]",
  says: "stations that wait; a station from its first knock to its verdict, step by step",
  options,
  more: [
    "Without a station: those that knock and nobody has registered. With one, everything that can be done now is done;",
    "call it again with what was missing. docs/technicians.md goes through it.",
    "Exit code 0: passed, or not yet; 1: refused.",
    "Example: barq commission CAR-01 --serial CAR-01 --sticker 1=ABC-DEF-GHK",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [station] = positionals;
    return withProduct(async (reached) => {
      const calls = createCalls(reached, station ?? "");
      const progress = (line: string): void => {
        if (!values.json) console.log(line);
      };
      if (station === undefined) {
        const waiting = await calls.waiting();
        console.log(values.json ? JSON.stringify(waiting) : waitingText(waiting));
        return 0;
      }
      if (values.print) {
        console.log(values.json ? JSON.stringify(await calls.verdict()) : await calls.sheet());
        return 0;
      }
      if (values.location !== undefined) {
        if (values.tariff === undefined)
          throw new UsageError("With --location say by which --tariff it sells.");
        const password = await calls.register({
          location: values.location,
          tariff: values.tariff,
          connectors: wholeOf(values.connectors, "--connectors"),
          powerW: wholeOf(values.power, "--power"),
          isDc: values.dc ?? false,
          isSimulated: values.simulated ?? false,
        });
        progress(`${station} is registered. Its password, told once: ${password}`);
        // Whoever reads a machine's answer needs it as much.
        if (values.json) console.log(JSON.stringify({ station, password }));
      }
      if (values.password) {
        const password = await calls.rotate();
        progress(`${station} has another password, told once: ${password}`);
        if (values.json) console.log(JSON.stringify({ station, password }));
      }
      let seen = await calls.begin({
        serial: values.serial === "none" ? null : values.serial,
        vendor: values.vendor,
        model: values.model,
        profile: values.profile,
        takeOver: values["take-over"],
      });
      if (seen.connected && (values.configure || seen.next?.say.startsWith("configur"))) {
        progress("The configuration is written and read back ...");
        seen = await calls.configure();
      }
      for (const [connector, code] of pairsOf(values.sticker, "--sticker"))
        seen = await calls.scan(connector, code);
      const displays = Object.fromEntries(pairsOf(values.display, "--display"));
      if (values.simulated) seen = await testSimulated(calls, seen, progress);
      else if (values.stop !== undefined) seen = await calls.stop(wholeOf(values.stop, "--stop"));
      else if (values.test !== undefined) seen = await calls.test(wholeOf(values.test, "--test"), displays);
      else if (values.display !== undefined) seen = await calls.displayOfNext(seen, displays);
      if (seen.technician !== null && seen.state !== "not_yet") {
        await calls.seal();
        seen = await calls.look();
      }
      console.log(values.json ? JSON.stringify(seen) : stepsText(seen));
      return seen.state === "refused" ? 1 : 0;
    });
  },
};

function wholeOf(text: string, name: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${name} is a number from 1.`);
  return Number(text);
}

function waitingText(items: readonly { id: string; last_seen: string; times: number }[]): string {
  if (items.length === 0) return "No station waits to be registered.";
  return tableText(
    ["station", "last seen", "knocked"],
    items.map(({ id, last_seen, times }) => [id, last_seen, `${times}`]),
  );
}

const marks: Readonly<Record<string, string>> = { good: "good", not_yet: "not yet", refused: "REFUSED" };

function stepsText({ station, state, steps, next, commissioned, connected }: Looked): string {
  const rows = steps.map(({ step, connector, state: found, say, facts }) => [
    connector === null ? step : `${step} ${connector}`,
    marks[found] ?? found,
    [facts.key, findingWords(say)].filter((text) => text !== undefined).join(": "),
  ]);
  const told = next === null ? "" : `\nNext: ${atOf(next)}${findingWords(next.say)}`;
  const offline = connected ? "" : "\nThe station is not connected now.";
  const verdict = commissioned ? `\nVerdict ${commissioned.verdict} of ${commissioned.at}` : "";
  const word = { passed: "has passed", refused: "is refused", not_yet: "has not passed yet" }[state];
  return `${tableText(["step", "", "what was found"], rows)}\n\n${station} ${word}.${told}${offline}${verdict}`;
}

const atOf = ({ connector }: { readonly connector: number | null }): string =>
  connector === null ? "" : `connector ${connector}: `;
