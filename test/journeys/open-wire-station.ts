/** A station that was made by the operator of a street, is connected, and says what a test wants it to say. */
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import type { Spoken } from "@barq/local/stations/state";
import * as v from "valibot";
import { registeredKey } from "./signed-dialects.ts";
import type { Street } from "./street.ts";
import { perKwh } from "./street.ts";
import type { WireStation } from "./wire-station.ts";
import { connectWireStation } from "./wire-station.ts";

const made = v.object({
  password: v.string(),
  evses: v.array(v.object({ connectors: v.array(v.object({ qr: v.string() })) })),
});

/** One connector of 60 kW, at a price for a kWh where no other tariff is named, and the code on it. */
export async function openWireStation(
  street: Street,
  id: string,
  protocol: Spoken,
  { signs = false, tariff = perKwh }: { readonly signs?: boolean; readonly tariff?: typeof perKwh } = {},
): Promise<{ readonly station: WireStation; readonly qr: string }> {
  const { origin, clock, secrets, ocpp } = street.product;
  const post = async (path: string, body: object): Promise<unknown> => {
    const token = await issueStaffToken(secrets.issuer, clock.now, {
      tenant: localTenant,
      role: "operator",
      fleet: null,
    });
    const answer = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  await post("/v1/tariffs", tariff);
  await post("/v1/locations", {
    id: `AT-${id}`,
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: "Africa/Casablanca",
  });
  const connector = {
    id: "1",
    standard: "IEC_62196_T2_COMBO",
    power_type: "DC",
    max_electric_power: 60_000,
    tariff_ids: [tariff.id],
    ...(signs ? { barq: { meter: { serial: "mt-900", public_key: registeredKey } } } : {}),
  };
  const evses = [{ uid: "1", connectors: [connector] }];
  const answer = await post("/v1/stations", { id, location_id: `AT-${id}`, evses });
  const { password, evses: created } = v.parse(made, answer);
  const endpoint = ocpp.replace("localhost", "127.0.0.1");
  const station = await connectWireStation({ endpoint, id, password, protocol });
  return { station, qr: created[0]?.connectors[0]?.qr ?? "" };
}
