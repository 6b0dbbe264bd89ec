/** A technician begins, says anew what is on the plate, or takes a station over from another with a reason. */
import type { Declared } from "@barq/domain/commissioning";
import { Fault } from "@barq/domain/fault";
import { isQuirkProfile } from "@barq/domain/quirk-profiles";
import { stationKey } from "@barq/store/keys";
import type { CommissionRecord } from "./commission-record.ts";
import { commissionChange, findCommission, somebodyElse } from "./commission-record.ts";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

interface Begun {
  readonly by: string;
  /** what is typed off the plate; what is undefined stays as it was */
  readonly serial: string | null | undefined;
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  /** the name of a quirk profile, `none`, or `auto` for what is known of the make */
  readonly profile: string | undefined;
  /** why it is taken over from whoever is at it */
  readonly takeOver: string | null;
}

/** A repeat changes nothing. @throws Fault not_found, invalid_request, state_conflict (somebody else is at it), busy */
export async function beginCommission(
  ports: ReadPorts,
  tenant: string,
  station: string,
  begun: Begun,
): Promise<void> {
  if (!(await readStation(ports, tenant, station)))
    throw new Fault("not_found", `There is no station ${station}.`);
  const { profile } = begun;
  if (profile !== undefined && profile !== "auto" && profile !== "none" && !isQuirkProfile(profile))
    throw new Fault("invalid_request", `There is no quirk profile ${profile}.`);
  for (let race = 0; race < 5; race++) {
    const now = ports.clock();
    const loaded = await findCommission(ports, tenant, station);
    const before = loaded?.record;
    if (before && before.by !== begun.by && begun.takeOver === null) throw somebodyElse(before);
    if (!before && begun.serial === undefined)
      throw new Fault(
        "invalid_request",
        "Say the serial that is on the station's plate, or null where it has none.",
      );
    const fresh: CommissionRecord = {
      by: begun.by,
      since: now,
      declared: { serial: null, vendor: null, model: null },
      tests: {},
      stickers: {},
      taken: [],
      verdict: null,
    };
    const was = before ?? fresh;
    const isTaken = was.by !== begun.by;
    const declared: Declared = {
      serial: begun.serial === undefined ? was.declared.serial : begun.serial,
      vendor: begun.vendor ?? was.declared.vendor,
      model: begun.model ?? was.declared.model,
    };
    const record: CommissionRecord = {
      ...was,
      declared,
      by: begun.by,
      since: isTaken ? now : was.since,
      taken: isTaken
        ? [...was.taken, { at: now, from: was.by, to: begun.by, reason: begun.takeOver ?? "" }].slice(-20)
        : was.taken,
    };
    const answer = await ports.store.commit([
      commissionChange(tenant, station, record, loaded?.version ?? null),
      ...(profile === undefined
        ? []
        : [
            {
              update: stationKey(tenant, station),
              set: { profile: profile === "auto" ? null : profile, profileAt: now },
            },
          ]),
    ]);
    if (answer.written) return;
  }
  throw new Fault("busy", "This station is being commissioned from another phone as well. Please try again.");
}
