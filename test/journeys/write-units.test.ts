/**
 * What a session costs in DynamoDB write units, counted by the embedded server's own figures, row by row: an hour of AC, a
 * reading a minute, nobody looking, the driver's own stop.
 */
import { setTimeout as pause } from "node:timers/promises";
import { findSession } from "@barq/actions/session-store";
import { minute, second } from "@barq/domain/instant";
import { tableText } from "@barq/local/cli/command";
import { localTenant } from "@barq/local/product";
import type { Spoken } from "@barq/local/stations/state";
import type { StoreCall } from "@barq/store/dynamo";
import { eventsReadKey, sessionKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { openStreet, perKwh } from "./street.ts";

/** `barq|S#ses_... META` is the session, and so on: the rows of ARCHITECTURE.md. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\|S#\S+ META$/, "session"],
  [/\|S#\S+ L#/, "journal entry"],
  [/\|M#\S+ [WZ]#/, "pack of readings"],
  [/\|CP#\S+ EVSE#/, "connector"],
  [/\|CP#\S+ CALL/, "pending call"],
  [/\|CP#\S+ TX#/, "OCPP transaction"],
  [/\|CP#\S+ META$/, "station"],
  [/\|NET /, "row of the network"],
  [/^EV#/, "event"],
  [/\|SEQ#/, "counter"],
  [/\|NO#/, "number"],
  [/\|RL#/, "address"],
];
const listRead = `${eventsReadKey.pk} ${eventsReadKey.sk}`;
const kindOf = (key: string): string => kinds.find(([rule]) => rule.test(key))?.[1] ?? key;

const staysInBudget = (protocol: Spoken) => async (): Promise<void> => {
  const calls: StoreCall[] = [];
  const street = await openStreet({ onStoreCall: (call) => void calls.push(call), limits: true });
  try {
    const { station, codes } = await street.openStation({
      id: "AC-1",
      protocol,
      tariff: { ...perKwh, id: "AC-KWH" },
      powerW: 11_000,
    });
    await pause(200);
    calls.length = 0;
    const { ports, origin } = street.product;
    const answer = await fetch(`${origin}/v1/sessions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": "units",
        "x-forwarded-for": "203.0.113.8",
      },
      body: JSON.stringify({ qr: codes[0], locale: "fr" }),
    });
    const { id, payment, access_token: token } = JSON.parse(await answer.text());
    // Whoever looks costs packs, so this test reads the table itself.
    const state = async () => (await findSession(ports, localTenant, id, { strong: true }))?.state;
    await fetch(payment.url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "pay" }),
      redirect: "manual",
    });
    await street.until(async () => (await state()) === "held", "the event moved the session");
    await street.pass(20 * second, 20 * second);
    await station.plug(1);
    await street.until(async () => (await state()) === "charging", "it charges");
    await street.pass(60 * minute);
    await fetch(`${origin}/v1/sessions/${id}/stop`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
    await street.until(async () => (await state()) === "settled", "it is settled");
    await street.pass(minute);
    await station.unplug(1);
    await street.pass(minute);
    await pause(300);

    const rows = new Map<string, { count: number; table: number; index: number }>();
    for (const { verb, keys, tableUnits, indexUnits } of calls) {
      if (verb !== "commit" || tableUnits + indexUnits === 0) continue;
      // How far the provider's list of events was read is kept once an hour for the whole deployment, whoever charges.
      if (keys.every((key) => key === listRead)) continue;
      const name = keys.map(kindOf).join(" + ");
      const row = rows.get(name) ?? { count: 0, table: 0, index: 0 };
      rows.set(name, { count: row.count + 1, table: row.table + tableUnits, index: row.index + indexUnits });
    }
    const all = [...rows].map(([name, row]) => ({ name, ...row }));
    const total = all.reduce((sum, row) => sum + row.table + row.index, 0);
    const readings = all
      .filter(({ name }) => name === "pack of readings")
      .reduce((sum, row) => sum + row.table, 0);
    console.log(
      tableText(
        ["commit", "times", "table", "indexes"],
        [
          ...all.map(({ name, count, table, index }) => [name, `${count}`, `${table}`, `${index}`]),
          [
            "total",
            `${all.reduce((n, row) => n + row.count, 0)}`,
            `${all.reduce((n, row) => n + row.table, 0)}`,
            `${all.reduce((n, row) => n + row.index, 0)}`,
          ],
        ],
      ),
    );
    expect(readings).toBeGreaterThan(0);
    expect(readings).toBeLessThanOrEqual(14);
    expect(total).toBeLessThanOrEqual(64);

    // The session item stays small: attribute names and values, as DynamoDB counts them.
    const [item] = await ports.store.read([sessionKey(localTenant, id)]);
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThanOrEqual(1024);
  } finally {
    await street.close();
  }
};

describe("an hour of AC with a reading a minute takes at most 64 write units, 14 of them for readings", () => {
  // An hour minute by minute takes its time on a machine that has other work; how long it takes is not what is asked.
  it("over OCPP 1.6", staysInBudget("ocpp1.6"), 90_000);
  it("over OCPP 2.0.1", staysInBudget("ocpp2.0.1"), 90_000);
});
