/**
 * A driver at a connector of their own who goes through one journey after the other, and repeats every request until it is
 * answered: the product may be gone at any moment.
 */
import { setTimeout as pause } from "node:timers/promises";
import { stationCommand } from "@barq/local/stations/control";
import * as v from "valibot";

type Way =
  | "stop on the page"
  | "pull the cable"
  | "never plug in"
  | "abandon the payment"
  | "decline, then pay";
const ways: readonly Way[] = [
  "stop on the page",
  "pull the cable",
  "stop on the page",
  "pull the cable",
  "decline, then pay",
  "never plug in",
  "abandon the payment",
];

export interface Journey {
  readonly id: string;
  readonly way: Way;
  state: string;
}

const started = v.object({
  id: v.string(),
  payment: v.nullable(v.object({ url: v.string() })),
});
const seen = v.object({ state: v.string() });
const terminal = ["settled", "released", "failed"];

interface DriverOptions {
  readonly data: string;
  readonly origin: string;
  readonly qr: string;
  /** of somebody at work, who may look and stop; made anew each time, for a run is longer than a token's life */
  readonly token: () => Promise<string>;
  readonly station: string;
  readonly connector: number;
  readonly name: string;
  readonly random: () => number;
  readonly journeys: Journey[];
  readonly isOver: () => boolean;
  /** resolves when all those who charge are to stop at the same moment */
  readonly bell: () => Promise<void>;
}

export async function drive(options: DriverOptions): Promise<void> {
  const { origin, data, station, connector } = options;
  const insist = async (work: () => Promise<Response>): Promise<Response> => {
    for (;;) {
      try {
        const answer = await work();
        if (answer.status < 500) return answer;
      } catch {
        // Nobody there: the product is being started again.
      }
      await pause(150);
    }
  };
  const hands = async (verb: "plug" | "unplug"): Promise<void> => {
    for (;;) {
      try {
        await stationCommand(data, station, verb, connector);
        return;
      } catch {
        await pause(150);
      }
    }
  };

  for (let n = 0; !options.isOver(); n++) {
    const way = ways[Math.floor(options.random() * ways.length)] ?? "pull the cable";
    const answer = await insist(() =>
      fetch(`${origin}/v1/sessions`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": `${options.name}-${n}` },
        body: JSON.stringify({ qr: options.qr, locale: "en" }),
      }),
    );
    if (answer.status >= 400) {
      await pause(500);
      continue;
    }
    const { id, payment } = v.parse(started, await answer.json());
    const journey: Journey = { id, way, state: "pending" };
    options.journeys.push(journey);
    // A driver's own token is given in the first ten minutes alone, and a start may be repeated for longer while nobody answers.
    const authorised = async () => ({ authorization: `Bearer ${await options.token()}` });
    const look = async (): Promise<string> => {
      const read = await insist(async () =>
        fetch(`${origin}/v1/sessions/${id}`, { headers: await authorised() }),
      );
      const body = v.safeParse(seen, await read.json());
      if (body.success) journey.state = body.output.state;
      return journey.state;
    };
    const until = async (states: readonly string[], everyMs = 200): Promise<string> => {
      for (;;) {
        const state = await look();
        if (states.includes(state) || terminal.includes(state) || state === "review") return state;
        await pause(everyMs);
      }
    };
    const submit = (outcome: string): Promise<Response> =>
      insist(() =>
        fetch(payment?.url ?? origin, {
          method: "POST",
          body: new URLSearchParams({ outcome }),
          redirect: "manual",
        }),
      );
    await pause(options.random() * 1500);
    if (way !== "abandon the payment") {
      if (way === "decline, then pay") await submit("decline");
      await submit("pay");
    }
    if (way === "never plug in" || way === "abandon the payment") {
      await until([], 400);
      continue;
    }
    await until(["held", "starting"]);
    await pause(options.random() * 1000);
    await hands("plug");
    if ((await until(["charging", "stopping", "ended"])) === "charging") {
      await Promise.race([pause(5000 + options.random() * 10000), options.bell()]);
      if (way === "pull the cable") await hands("unplug");
      else
        await insist(async () =>
          fetch(`${origin}/v1/sessions/${id}/stop`, { method: "POST", headers: await authorised() }),
        );
    }
    await until([]);
    await hands("unplug");
    await pause(options.random() * 400);
  }
}
