/** `barq work`: what a person has to look at, with its next step. */
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText } from "./command.ts";
import { withProduct } from "./connect.ts";

const rows = v.object({
  items: v.array(
    v.object({
      why: v.string(),
      at: v.string(),
      reference: v.nullable(v.string()),
      station: v.string(),
      next_step: v.string(),
    }),
  ),
});

export const workCommand: Command = {
  name: "work",
  usage: "work",
  says: "what a person has to look at, oldest first, with its next step",
  options: {},
  async run(words) {
    const { values } = readWords(words, {}, 0);
    return withProduct(async (reached) => {
      const body = await reached.get("operator", "/v1/work-queue");
      if (values.json) console.log(JSON.stringify(body));
      else {
        const { items } = v.parse(rows, body);
        console.log(
          items.length === 0
            ? "Nothing waits for a person."
            : tableText(
                ["since", "session", "station", "why", "next step"],
                items.map((row) => [row.at, row.reference ?? "-", row.station, row.why, row.next_step]),
              ),
        );
      }
      return 0;
    });
  },
};
