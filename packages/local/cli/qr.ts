/** `barq qr [STATION] [--connector N]`: the codes of the network, or one of them to scan from the terminal. */
import * as v from "valibot";
import { terminalQr } from "../terminal-qr.ts";
import type { Command } from "./command.ts";
import { readWords, tableText } from "./command.ts";
import { withProduct } from "./connect.ts";

const page = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      evses: v.array(
        v.object({ connectors: v.array(v.object({ connector_number: v.number(), qr: v.string() })) }),
      ),
    }),
  ),
  next_cursor: v.nullable(v.string()),
});

const options = {
  connector: { type: "string", value: "N", says: "the connector, 1 where a station is named" },
} as const;

export const qrCommand: Command = {
  name: "qr",
  usage: "qr [STATION] [--connector N]",
  says: "the codes of all connectors, or one to scan",
  options,
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [station] = positionals;
    return withProduct(async ({ address, get }) => {
      const codes: { station: string; connector: number; address: string }[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const read: v.InferOutput<typeof page> = v.parse(
          page,
          await get("operator", `/v1/stations?cursor=${encodeURIComponent(cursor)}`),
        );
        for (const { id, evses } of read.items) {
          for (const { connector_number: connector, qr } of evses.flatMap((evse) => evse.connectors))
            codes.push({ station: id, connector, address: `${address}/q/${qr}` });
        }
        cursor = read.next_cursor;
      }
      const connector = values.connector ?? (station === undefined ? undefined : "1");
      const wanted = codes.filter(
        (code) =>
          (station === undefined || code.station === station) &&
          (connector === undefined || `${code.connector}` === connector),
      );
      if (values.json) console.log(JSON.stringify(wanted));
      else if (station === undefined) {
        console.log(
          tableText(
            ["station", "connector", "address"],
            wanted.map((code) => [code.station, `${code.connector}`, code.address]),
          ),
        );
      } else {
        const [one] = wanted;
        if (!one) {
          console.error(`There is no connector ${connector} at a station ${station}.`);
          return 1;
        }
        console.log(`${terminalQr(one.address)}\n\n${one.address}`);
      }
      return 0;
    });
  },
};
