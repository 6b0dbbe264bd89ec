/** What is printed beside the picture of a sticker, a batch's or a station's own. */
import { Fault } from "@barq/domain/fault";
import { batchOfSticker, typedCodeOf } from "@barq/domain/sticker";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { readSticker } from "./sticker-place.ts";

/**
 * The code that stands beside a sticker's picture.
 * @throws Fault qr_unknown for a station's own code of before codes could be typed
 */
export async function typedCodeOfSticker(ports: ReadPorts, tenant: string, id: string): Promise<string> {
  const printed = batchOfSticker(id);
  if (printed) return typedCodeOf(printed.batch, printed.n);
  const { sticker } = (await readSticker(ports, tenant, id)) ?? {};
  const station = sticker?.assignments[0]?.station;
  const batch = station === undefined ? undefined : (await readStation(ports, tenant, station))?.batch;
  const n = Number(/-(\d{1,2})$/.exec(id)?.[1]);
  if (batch === undefined || !(n >= 1))
    throw new Fault(
      "qr_unknown",
      "This code is older than typed ones: print a sticker of a batch, and bind that.",
    );
  return typedCodeOf(batch, n);
}
