/** A sticker is scanned where it is stuck: what it stands for is looked up when the station is judged, not believed from now. */
import { Fault } from "@barq/domain/fault";
import { assertConnector, changeCommission } from "./commission-record.ts";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** @throws Fault not_found, state_conflict, busy */
export async function scanSticker(
  ports: ReadPorts,
  tenant: string,
  station: string,
  { by, connector, sticker }: { readonly by: string; readonly connector: number; readonly sticker: string },
): Promise<void> {
  const record = await readStation(ports, tenant, station);
  if (!record) throw new Fault("not_found", `There is no station ${station}.`);
  assertConnector(record, connector);
  await changeCommission(ports, tenant, station, by, async (commission) =>
    commission.stickers[`${connector}`] === sticker
      ? { record: commission, answer: null }
      : {
          record: { ...commission, stickers: { ...commission.stickers, [connector]: sticker } },
          answer: null,
        },
  );
}
