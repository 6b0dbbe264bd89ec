/** What is on record after all the kills: every table row, the provider's list and the stations' registers, held against one another. */
import type { DynamoDBClient, ScanCommandInput, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { audit } from "@barq/actions/audit/audit";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { openFolderBooks } from "@barq/local/folder-books";
import { localTenant } from "@barq/local/product";
import { listStations } from "@barq/local/stations/control";
import { localTables } from "@barq/local/storage";
import { itemOf } from "@barq/store/dynamo-expressions";
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

const standing = v.object({ open: v.array(v.string()) });

/** Every sentence that is not true; none is what is wanted. What must always be true is asked of the audit. */
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
  const { open } = v.parse(standing, await (await fetch(new URL("/_control", of.stripe))).json());
  const work = new Set(items.filter((item) => item.pk.endsWith("|WORK")).map((item) => String(item.session)));

  for (const id of of.started)
    if (!sessions.some((session) => session.id === id)) wrong.push(`${id} is lost`);
  for (const session of sessions) {
    const say = (what: string): void =>
      void wrong.push(`${session.id} (${session.state}, ${session.why}): ${what}`);
    if (!isTerminal(session.state) && session.state !== "review") say("its money has no end");
    if (session.state === "review" && !work.has(session.id)) say("in review, and nobody is told");
    if (isTerminal(session.state) && open.includes(session.id)) say("its payment page is still open");
    const { sealed, receipt, meterStart, meterStop } = session;
    if (sealed && receipt !== null && meterStart !== null && meterStop !== null) {
      const metered = BigInt(meterStop) - BigInt(meterStart);
      const apart = sealed.energyMwh - metered * 1000n;
      if (apart > 1000n || apart < -1000n) say(`priced ${sealed.energyMwh} mWh, metered ${metered} Wh`);
    }
  }
  wrong.push(...(await auditFaults(of.data)));
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

/** `barq audit` over the folder of the product that runs, the provider's books with it. */
async function auditFaults(data: string): Promise<readonly string[]> {
  const books = await openFolderBooks(data, {});
  try {
    const { ports, items, documents } = books;
    const { findings, providerSilence } = await audit(ports, localTenant, { items, documents });
    return [
      ...(providerSilence === null ? [] : [`audit: the provider was not read: ${providerSilence}`]),
      ...findings.map(({ invariant, about, what }) => `audit ${invariant} ${about}: ${what}`),
    ];
  } finally {
    await books.close();
  }
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
