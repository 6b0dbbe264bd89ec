/** What the field door answers about commissioning. */
import { beginCommission } from "@barq/actions/commission-begin";
import { configureStation } from "@barq/actions/commission-configure";
import { lookAtCommissioning } from "@barq/actions/commission-look";
import { scanSticker } from "@barq/actions/commission-sticker";
import { beginTest, stopTest, typeDisplay } from "@barq/actions/commission-test";
import { readVerdict, sealVerdict } from "@barq/actions/commission-verdict";
import { setCommissioningPolicy } from "@barq/actions/commissioning-policy";
import { readSettings } from "@barq/actions/network";
import { rotatePassword } from "@barq/actions/rotate-password";
import { listWaiting } from "@barq/actions/waiting-stations";
import { verdictText } from "@barq/documents/verdict-text";
import { Fault } from "@barq/domain/fault";
import { isoText, parseInstant } from "@barq/domain/instant";
import {
  beginBody,
  beginTestBody,
  commissioningPolicyBody,
  displayBody,
  emptyBody,
  passwordBody,
  scanBody,
} from "./bodies/commission.ts";
import type { commissionRoutes } from "./commission-routes.ts";
import { commissioningJson, policyJson, verdictJson, waitingJson } from "./commission-view.ts";
import type { DoorContext, HandlersOf } from "./door.ts";
import { part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { stationPart } from "./station-part.ts";
import type { Asker } from "./who.ts";
import type { FieldDoor } from "./wire.ts";

/** @throws Fault not_found */
function connectorIn(c: DoorContext): number {
  const number = Number(/^[1-9]\d?$/.exec(part(c, "connector"))?.[0]);
  if (!(number >= 1)) throw new Fault("not_found", "This station has no such connector.");
  return number;
}

interface Known {
  readonly personOf: (asker: Asker) => string;
  readonly stickerNamed: (asker: Asker, name: string) => Promise<string>;
}

export function commissionHandlers(
  { ports }: FieldDoor,
  { personOf, stickerNamed }: Known,
): HandlersOf<keyof typeof commissionRoutes> {
  const shown = async (asker: Asker, station: string) =>
    commissioningJson(await lookAtCommissioning(ports, asker.tenant, station));
  const stationIn = async (c: DoorContext, asker: Asker): Promise<string> => {
    const id = stationPart(c);
    // Before a body is judged: what is somebody else's is answered like what does not exist.
    await lookAtCommissioning(ports, asker.tenant, id);
    return id;
  };

  return {
    async listWaitingStations(c) {
      return c.json({ items: (await listWaiting(ports)).map(waitingJson) });
    },
    async rotatePassword(c, asker) {
      const station = await stationIn(c, asker);
      const key = keyOf(c);
      const { body } = await jsonBody(c, passwordBody, bodyLimits.short);
      const rotated = await rotatePassword(ports, asker.tenant, station, { key, write: body.write ?? false });
      const { password, rotatedAt, oldUntil, sent } = rotated;
      c.header("cache-control", "no-store");
      return c.json({
        station,
        password,
        rotated_at: isoText(rotatedAt),
        old_good_until: oldUntil === null ? null : isoText(oldUntil),
        written_to_station: sent,
      });
    },
    async showCommissioning(c, asker) {
      return c.json(await shown(asker, stationPart(c)));
    },
    async beginCommissioning(c, asker) {
      const station = await stationIn(c, asker);
      const { body } = await jsonBody(c, beginBody, bodyLimits.short);
      await beginCommission(ports, asker.tenant, station, {
        by: personOf(asker),
        serial: body.serial,
        vendor: body.vendor,
        model: body.model,
        profile: body.profile,
        takeOver: body.take_over?.reason ?? null,
      });
      return c.json(await shown(asker, station));
    },
    async configureStation(c, asker) {
      const station = await stationIn(c, asker);
      await jsonBody(c, emptyBody, bodyLimits.short);
      await configureStation(ports, asker.tenant, station, personOf(asker));
      return c.json(await shown(asker, station), 202);
    },
    async scanStickerInPlace(c, asker) {
      const station = await stationIn(c, asker);
      const { body } = await jsonBody(c, scanBody, bodyLimits.short);
      const sticker = await stickerNamed(asker, body.sticker);
      const scanned = { by: personOf(asker), connector: body.connector, sticker };
      await scanSticker(ports, asker.tenant, station, scanned);
      return c.json(await shown(asker, station));
    },
    async beginTest(c, asker) {
      const station = await stationIn(c, asker);
      const key = keyOf(c);
      const { body } = await jsonBody(c, beginTestBody, bodyLimits.short);
      await beginTest(ports, asker.tenant, station, { ...body, by: personOf(asker), key });
      return c.json(await shown(asker, station), 202);
    },
    async stopTest(c, asker) {
      const station = await stationIn(c, asker);
      await jsonBody(c, emptyBody, bodyLimits.short);
      await stopTest(ports, asker.tenant, station, { by: personOf(asker), connector: connectorIn(c) });
      return c.json(await shown(asker, station), 202);
    },
    async typeDisplay(c, asker) {
      const station = await stationIn(c, asker);
      const { body } = await jsonBody(c, displayBody, bodyLimits.short);
      const typed = { ...body, by: personOf(asker), connector: connectorIn(c) };
      await typeDisplay(ports, asker.tenant, station, typed);
      return c.json(await shown(asker, station));
    },
    async sealVerdict(c, asker) {
      const station = await stationIn(c, asker);
      await jsonBody(c, emptyBody, bodyLimits.short);
      return c.json(verdictJson(await sealVerdict(ports, asker.tenant, station, personOf(asker))));
    },
    async showVerdict(c, asker) {
      return c.json(verdictJson(await readVerdict(ports, asker.tenant, stationPart(c))));
    },
    async printVerdict(c, asker) {
      const sealed = await readVerdict(ports, asker.tenant, stationPart(c));
      const { operator } = await readSettings(ports, asker.tenant);
      return c.text(verdictText(verdictJson(sealed), operator), 200, { "cache-control": "no-store" });
    },
    async showCommissioningPolicy(c, asker) {
      const { commissioning = [] } = await readSettings(ports, asker.tenant);
      return c.json(policyJson(commissioning, ports.clock()));
    },
    async setCommissioningPolicy(c, asker) {
      const { body } = await jsonBody(c, commissioningPolicyBody, bodyLimits.short);
      const from = body.from === undefined ? null : parseInstant(body.from);
      if (from === undefined)
        throw new Fault(
          "invalid_request",
          `"${body.from}" is no date and time such as 2026-11-24T15:00:00Z.`,
        );
      const policy = await setCommissioningPolicy(ports, asker.tenant, { required: body.required, from });
      return c.json(policyJson(policy, ports.clock()));
    },
  };
}
