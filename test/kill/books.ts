/** What is on record after all the kills: every table row, the provider's list and the stations' registers, held against one another. */
import type { DynamoDBClient, ScanCommandInput, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { balances } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { listStations } from "@barq/local/stations/control";
import { localTables } from "@barq/local/storage";
import { itemOf } from "@barq/store/dynamo-expressions";
import { readJournal } from "@barq/store/journal-item";
import type { Item } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import * as v from "valibot";

export async function scanCore(client: DynamoDBClient): Promise<readonly Item[]> {
  const items: Item[] = [];
  let next: ScanCommandInput = { TableName: localTables.core, ConsistentRead: true };
  for (;;) {
    const answer: ScanCommandOutput = await client.send(new ScanCommand(next));
    for (const row of answer.Items ?? []) items.push(itemOf(row));
    if (!answer.LastEvaluatedKey) return items;
    next = { ...next, ExclusiveStartKey: answer.LastEvaluatedKey };
  }
}

export const sessionsOf = (items: readonly Item[]): readonly Session[] =>
  items.filter((item) => item.sk === "META" && item.pk.includes("|S#")).map(readSession);

/** Sessions whose next step was due before an instant and has not been done. */
export const leftUndone = (items: readonly Item[], before: number): readonly string[] => [
  ...sessionsOf(items)
    .filter((session) => !isTerminal(session.state) && session.due !== null && session.due < before)
    .map((session) => `${session.id} ${session.state}`),
  ...items
    .filter((item) => item.pk.startsWith("EV#") && typeof item.due === "number" && item.due < before)
    .map((item) => `${item.pk} received, not handled`),
];

const standing = v.object({
  open: v.array(v.string()),
  intents: v.record(
    v.string(),
    v.object({ status: v.string(), capturable: v.number(), received: v.number() }),
  ),
});

/** Every sentence that is not true; none is what is wanted. */
export async function faultsIn(of: {
  readonly items: readonly Item[];
  readonly stripe: string;
  readonly data: string;
  readonly started: ReadonlySet<string>;
  readonly registersBefore: ReadonlyMap<string, number>;
}): Promise<readonly string[]> {
  const { items } = of;
  const wrong: string[] = [];
  const sessions = sessionsOf(items);
  const { intents, open } = v.parse(standing, await (await fetch(new URL("/_control", of.stripe))).json());
  const entries = items.filter((item) => item.sk.startsWith("L#")).map(readJournal);
  const work = new Set(items.filter((item) => item.pk.endsWith("|WORK")).map((item) => String(item.session)));

  for (const id of of.started)
    if (!sessions.some((session) => session.id === id)) wrong.push(`${id} is lost`);
  for (const session of sessions) {
    const intent = intents[session.id];
    const own = entries.filter((entry) => entry.session === session.id);
    const say = (what: string): void =>
      void wrong.push(`${session.id} (${session.state}, ${session.why}): ${what}`);
    if (!isTerminal(session.state) && session.state !== "review") say("its money has no end");
    if (session.state === "review" && !work.has(session.id)) say("in review, and nobody is told");
    if (BigInt(intent?.received ?? 0) !== (session.captured ?? 0n))
      say(`captured ${session.captured}, provider ${intent?.received}`);
    if (isTerminal(session.state) && intent?.status === "requires_capture") say("its hold still stands");
    if (isTerminal(session.state) && open.includes(session.id)) say("its payment page is still open");
    const total = session.sealed?.total ?? 0n;
    if (
      session.receipt !== null &&
      (session.captured ?? 0n) + (session.receivable ?? 0n) + (session.writtenOff ?? 0n) !== total
    )
      say("its parts are not its total");
    if (own.length !== (session.receipt !== null && total > 0n ? 1 : 0)) say(`${own.length} journal entries`);
    if (
      session.sealed &&
      session.receipt !== null &&
      session.meterStart !== null &&
      session.meterStop !== null
    ) {
      const metered = BigInt(session.meterStop) - BigInt(session.meterStart);
      const apart = session.sealed.energyMwh - metered * 1000n;
      if (apart > 1000n || apart < -1000n)
        say(`priced ${session.sealed.energyMwh} mWh, metered ${metered} Wh`);
    }
  }
  for (const [account, minor] of [
    ["the ledger", [...balances(entries).values()].reduce((a, b) => a + b, 0n)],
  ] as const)
    if (minor !== 0n) wrong.push(`${account} sums to ${minor}`);
  wrong.push(...numberGaps(items));
  const listed = new Set(
    items
      .filter(
        (item) =>
          item.pk.endsWith("|WORK") &&
          ["start_without_session", "stop_without_session", "stop_after_release"].includes(String(item.why)),
      )
      .map((item) => String(item.station)),
  );
  wrong.push(...(await energyOfNobody(of.data, of.registersBefore, sessions, listed)));
  return wrong;
}

function numberGaps(items: readonly Item[]): readonly string[] {
  const wrong: string[] = [];
  const series = items.filter((item) => item.pk.includes("|SEQ#"));
  for (const counter of series) {
    const name = counter.pk.split("|SEQ#")[1];
    const given = items.filter((item) => item.pk.endsWith(`|NO#${name}`));
    if (given.length !== counter.n)
      wrong.push(`series ${name}: ${given.length} numbers, counter at ${counter.n}`);
    if (new Set(given.map((item) => item.session)).size !== given.length)
      wrong.push(`series ${name}: a session twice`);
  }
  return wrong;
}

/** What the registers moved is what sessions were priced for; the rest is listed as energy without a session. */
async function energyOfNobody(
  data: string,
  before: ReadonlyMap<string, number>,
  sessions: readonly Session[],
  listed: ReadonlySet<string>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { id, connectors } of await listStations(data)) {
    for (const { number, registerWh } of connectors) {
      const moved = BigInt(registerWh - (before.get(`${id}/${number}`) ?? registerWh));
      const own = sessions.filter((session) => session.station === id && session.connector === number);
      const priced = own.reduce((all, session) => all + (session.sealed?.energyMwh ?? 0n), 0n) / 1000n;
      const open = listed.has(id) || own.some((session) => session.state === "review");
      // A register is read in whole Wh at both ends of each session.
      if (!open && (moved > priced + BigInt(own.length) + 1n || priced > moved + BigInt(own.length) + 1n))
        wrong.push(`${id}/${number}: the register moved ${moved} Wh, sessions were priced for ${priced} Wh`);
    }
  }
  return wrong;
}

export async function registersOf(data: string): Promise<ReadonlyMap<string, number>> {
  const all = await listStations(data);
  return new Map(
    all.flatMap(({ id, connectors }) =>
      connectors.map(({ number, registerWh }): [string, number] => [`${id}/${number}`, registerWh]),
    ),
  );
}
