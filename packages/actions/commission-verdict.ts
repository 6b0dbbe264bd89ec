/**
 * The verdict on a station: everything that was found, with its evidence, as canonical JSON under the document key. It is
 * kept beside the station for good; a station that has passed carries it in its record, and one that is refused loses it.
 */
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import { bytes, number, text } from "@barq/store/fields";
import { stationBodyKey, stationKey } from "@barq/store/keys";
import { verdictKey } from "@barq/store/network-keys";
import { withoutVerdict } from "./commission-again.ts";
import type { Commissioning } from "./commission-look.ts";
import { lookAtCommissioning } from "./commission-look.ts";
import { commissionChange, ownCommission } from "./commission-record.ts";
import { closeTest } from "./commission-test.ts";
import type { StationRecord } from "./network.ts";
import type { FieldPorts, ReadPorts } from "./ports.ts";

export const verdictFormat = "barq-commissioning/1";

export interface SealedVerdict {
  readonly id: string;
  readonly at: number;
  readonly state: "passed" | "refused";
  /** canonical JSON, as it was sealed */
  readonly verdict: Uint8Array;
  readonly seal: Uint8Array;
}

/**
 * The same evidence has the same verdict: pressing twice seals once.
 * @throws Fault not_found, state_conflict (somebody else is at it, or evidence is missing), busy
 */
export async function sealVerdict(
  ports: FieldPorts,
  tenant: string,
  station: string,
  by: string,
): Promise<SealedVerdict> {
  for (let race = 0; race < 5; race++) {
    // Another process may have changed its meters, or taken its verdict away, within the minute.
    ports.cache.drop(`station|${tenant}|${station}`);
    const { record, version } = await ownCommission(ports, tenant, station, by);
    const look = await lookAtCommissioning(ports, tenant, station);
    if (look.version !== version) continue;
    if (look.state === "not_yet")
      throw new Fault("state_conflict", "There is no verdict yet: evidence is missing.", {
        next: look.next && { step: look.next.step, connector: look.next.connector, say: look.next.say },
      });
    const evidence = evidenceOf(look);
    const id = `ver_${ports.identity.sha256(JSON.stringify([tenant, evidence, by])).slice(0, 26)}`;
    const earlier = await findVerdict(ports, tenant, station, id);
    if (earlier && holds(look, id)) return earlier;
    const at = ports.clock();
    const sealed = await ports.sealer.seal({
      verdict: { format: verdictFormat, id, tenant, by, at: isoText(at), ...evidence },
    });
    const part = sealed.parts.verdict;
    if (!part) throw new Error("what was sealed is not there");
    const [body, meta] = await ports.store.read(
      [stationBodyKey(tenant, station), stationKey(tenant, station)],
      { strong: true },
    );
    if (!body || !meta) throw new Fault("not_found", `There is no station ${station}.`);
    const json = text(body, "json");
    const answer = await ports.store.commit([
      {
        put: {
          ...verdictKey(tenant, station, id),
          at: earlier?.at ?? at,
          state: look.state,
          verdict: earlier?.verdict ?? part.bytes,
          seal: earlier?.seal ?? sealed.seal,
        },
      },
      commissionChange(tenant, station, { ...record, verdict: id }, version),
      {
        update: stationBodyKey(tenant, station),
        set: { json: JSON.stringify(stationAfter(json, look, id, at)) },
        guards: [{ field: "json", in: [json] }],
      },
      // What it said when it was judged must still be what it says: a boot in between asks for another look.
      {
        check: stationKey(tenant, station),
        guards: [
          { field: "serial", in: [look.booted?.serial ?? null] },
          { field: "firmware", in: [look.booted?.firmware ?? null] },
        ],
      },
    ]);
    if (!answer.written) continue;
    ports.cache.drop(`station|${tenant}|${station}`);
    for (const { session } of Object.values(record.tests)) await closeTest(ports, tenant, session, by);
    return earlier ?? { id, at, state: look.state, verdict: part.bytes, seal: sealed.seal };
  }
  throw new Fault("busy", "This station is being changed by somebody else. Please try again.");
}

const holds = ({ station, state, record }: Commissioning, id: string): boolean =>
  record?.verdict === id && (state === "refused" || station.commissioned?.verdict === id);

function stationAfter(json: string, look: Commissioning, id: string, at: number): StationRecord {
  const record: StationRecord = JSON.parse(json);
  if (look.state === "refused") return withoutVerdict(record, "refused", at);
  const { again: _, ...others } = record;
  const { serial = null, firmware = null } = look.booted ?? {};
  return { ...others, commissioned: { verdict: id, at, serial, firmware } };
}

/** Everything that the verdict rests on; plain JSON. */
function evidenceOf({ station, location, state, findings, booted, record }: Commissioning) {
  return {
    station: station.id,
    location: location?.id ?? null,
    state,
    declared: record?.declared ?? null,
    booted,
    meters: station.connectors.map(({ number: connector, meters = [] }) => ({
      connector,
      serial: meters.at(-1)?.serial ?? null,
    })),
    findings: findings.map(({ step, connector, state: found, say, facts }) => ({
      ...{ step, connector, state: found, say, facts },
    })),
    tests: Object.entries(record?.tests ?? {}).map(([connector, { session, before, after }]) => ({
      ...{ connector: Number(connector), session, before, after },
    })),
    taken_over: (record?.taken ?? []).map(({ at, from, to, reason }) => ({
      at: isoText(at),
      from,
      to,
      reason,
    })),
  };
}

async function findVerdict(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  id: string,
): Promise<SealedVerdict | undefined> {
  const [item] = await ports.store.read([verdictKey(tenant, station, id)], { strong: true });
  if (!item) return undefined;
  return {
    id,
    at: number(item, "at"),
    state: text(item, "state") === "passed" ? "passed" : "refused",
    verdict: bytes(item, "verdict"),
    seal: bytes(item, "seal"),
  };
}

/** The verdict that was sealed last. @throws Fault not_found, state_conflict where there is none yet */
export async function readVerdict(ports: ReadPorts, tenant: string, station: string): Promise<SealedVerdict> {
  const look = await lookAtCommissioning(ports, tenant, station);
  const id = look.record?.verdict ?? null;
  const found = id === null ? undefined : await findVerdict(ports, tenant, station, id);
  if (!found) throw new Fault("state_conflict", "No verdict was given on this station yet.");
  return found;
}
