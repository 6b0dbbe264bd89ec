/**
 * The whole story of one session as typed data. What lies beside it comes with one list of its partition; packs and work
 * rows come at the same time, and its station and what the readings prove in a second round.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { JournalEntry } from "@barq/domain/ledger";
import { settleMeter } from "@barq/domain/metering";
import type { PricedResult } from "@barq/domain/priced-result";
import type { Proof } from "@barq/domain/proof";
import type { Receivable } from "@barq/domain/receivable";
import type { Refund } from "@barq/domain/refund";
import { isWrong } from "@barq/domain/register-series";
import type { Session } from "@barq/domain/session";
import type { Next, StoryEvent } from "@barq/domain/story";
import type { OcpiTariff } from "@barq/domain/tariff";
import { textOr } from "@barq/store/fields";
import {
  callKey,
  connectorKey,
  meterPartition,
  sessionPartition,
  stationKey,
  workPartition,
} from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { ConnectorState } from "./connector-state.ts";
import { connectorStateOf } from "./connector-state.ts";
import { isMeters } from "./event-evidence.ts";
import { readTariffVersion } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { gatherEvidence } from "./price-ended.ts";
import { readSealed } from "./sealed-session.ts";
import { besideOf } from "./story-beside.ts";
import { eventsOf, nextOf } from "./story-events.ts";
import { packsOf } from "./story-readings.ts";
import type { WorkRow } from "./work-row.ts";
import { rowOf } from "./work-row.ts";

export interface SetAside {
  readonly at: string | null;
  readonly value: string;
  readonly why: string;
}

export interface SessionStory {
  readonly session: Session;
  readonly events: readonly StoryEvent[];
  /** of the meter; `setAside` is what was wrong, `rests` why the readings alone prove no price yet */
  readonly readings: {
    readonly count: number;
    readonly setAside: readonly SetAside[];
    readonly review: string | null;
  };
  /** the price that the driver was shown; null where its version is gone */
  readonly tariff: OcpiTariff | null;
  /** what was sealed, line by line; null while nothing is */
  readonly price: PricedResult | null;
  readonly journal: readonly JournalEntry[];
  readonly refunds: readonly Refund[];
  readonly receivable: Receivable | null;
  readonly isDisputed: boolean;
  /** `a***@example.com`; null where none was given */
  readonly email: string | null;
  readonly work: readonly WorkRow[];
  readonly connector: ConnectorState;
  readonly next: readonly Next[];
}

/** @throws Fault not_found, with the same words for unknown and forbidden */
export async function sessionStory(ports: ReadPorts, tenant: string, id: string): Promise<SessionStory> {
  const { store } = ports;
  const [items, packs, rows] = await Promise.all([
    Array.fromAsync(store.list(sessionPartition(tenant, id), { strong: true })),
    Array.fromAsync(store.list(meterPartition(tenant, id))),
    Array.fromAsync(store.list(workPartition(tenant), { prefix: `${id}#` })),
  ]);
  const beside = besideOf(items);
  const { session } = beside;
  if (!session) throw new Fault("not_found", "There is no such session.");
  const heard = packsOf(packs);
  const [[meta, lock, call], proved, tariff] = await Promise.all([
    store.read([
      stationKey(tenant, session.station),
      connectorKey(tenant, session.station, session.connector),
      callKey(tenant, session.station),
    ]),
    provedBy(ports, session, heard),
    readTariffVersion(ports, tenant, session.pinned.tariff, session.pinned.tariffVersion),
  ]);
  const told = { ...beside, session };
  return {
    session,
    events: eventsOf(told, heard, call !== undefined && textOr(call, "session") === id ? call : undefined),
    readings: { count: heard.count, setAside: proved.setAside, review: proved.review },
    tariff: tariff?.source ?? null,
    price: proved.price,
    journal: beside.journal,
    refunds: beside.refunds,
    receivable: beside.receivable,
    isDisputed: beside.isDisputed,
    email: beside.email,
    work: rows.map((row: Item) => rowOf(row, session)),
    connector: connectorStateOf(meta, lock),
    next: nextOf(told, ports.clock()),
  };
}

interface Proved {
  readonly setAside: readonly SetAside[];
  readonly review: string | null;
  readonly price: PricedResult | null;
}

const nothing: Proved = { setAside: [], review: null, price: null };

/** What was sealed says it itself; before that the readings are judged as they stand. */
async function provedBy(
  ports: ReadPorts,
  session: Session,
  heard: ReturnType<typeof packsOf>,
): Promise<Proved> {
  if (session.sealed) return sealedProof(ports, session);
  if (session.startedAt === null || !heard.timely.some(isMeters)) return nothing;
  const endedAt: Instant = session.endedAt ?? ports.clock();
  const evidence = await gatherEvidence(ports, { ...session, endedAt }, null, false, heard.timely);
  if (evidence.kind === "review") return { ...nothing, review: evidence.why };
  const metered = settleMeter(evidence.facts);
  const setAside = metered.rejected.filter(isWrong).map(({ reading, why }) => ({
    at: reading.at === null ? null : isoText(reading.at),
    value: reading.value,
    why,
  }));
  // While energy flows there is no Stop yet, and that alone is nothing for a person.
  return {
    setAside,
    price: null,
    review: session.endedAt !== null && metered.kind === "review" ? metered.why : null,
  };
}

/** The proof is written a moment before the session says so, and may be read a moment late. */
async function sealedProof(ports: ReadPorts, session: Session): Promise<Proved> {
  try {
    const bytes = await readSealed(ports, session, "proof");
    const { result }: Pick<Proof, "result"> = JSON.parse(new TextDecoder().decode(bytes));
    return { setAside: result.rejected, review: null, price: result };
  } catch (error) {
    if (error instanceof Fault) return nothing;
    throw error;
  }
}
