/**
 * Somebody scanned a sticker that was withdrawn: it is on the post still, or was copied from it. A person looks, once for each
 * sticker, however often it is scanned; the driver is told at once, and nothing is sold.
 */
import type { Fault } from "@barq/domain/fault";
import { textOr } from "@barq/store/fields";
import { workKey } from "@barq/store/keys";
import type { ReadPorts } from "./ports.ts";
import { readSticker } from "./sticker-place.ts";
import { stationWork } from "./work-queue.ts";

/** For the refusal of a code that is ours; the row is written once, and again when a person has resolved it. */
export async function noteRevokedScan(ports: ReadPorts, qr: string, refusal: Fault): Promise<void> {
  const read = ports.identity.readQr(qr);
  if (refusal.code !== "qr_revoked" || read.kind !== "good") return;
  const { tenant, sticker } = read;
  const known = await readSticker(ports, tenant, sticker);
  const station = known?.sticker?.assignments.at(-1)?.station;
  // A blank sticker of a batch that is withdrawn was never on a post of ours.
  if (station === undefined) return;
  const name = `sticker_${sticker}`;
  const [waiting] = await ports.store.read([workKey(tenant, `${station}#${name}`)], { strong: true });
  if (waiting && textOr(waiting, "why") !== null) return;
  const row = stationWork(tenant, station, name, "revoked_sticker_scanned", ports.clock(), { sticker });
  await ports.store.commit([{ ...row, guards: [{ absent: true }] }]);
}
