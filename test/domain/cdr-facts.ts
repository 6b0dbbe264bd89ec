/** The facts of a CDR around a price, for tests: one place, one connector, one token. */
import type { CdrFacts } from "@barq/domain/cdr";
import type { Price } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";

export const cdrFactsOf = (tariff: Tariff, usage: Usage, price: Price): CdrFacts => ({
  session: "ses_k7m2pq4vtx3hjn6wzr5yb2cdfg",
  token: "abcdefghij234567klmn",
  country: "MA",
  party: "BRQ",
  startedAt: usage.startedAt,
  endedAt: usage.endedAt,
  location: {
    id: "LOC-1",
    name: "Anfa",
    address: "1, bd d'Anfa",
    city: "Casablanca",
    country: "MAR",
    coordinates: { latitude: "33.594910", longitude: "-7.634100" },
  },
  evse: { uid: "EVSE-1", id: "MA*BRQ*E1" },
  connector: { id: "1", standard: "IEC_62196_T2", format: "SOCKET", powerType: "AC_3_PHASE" },
  tariff,
  energyMwh: usage.stretches.reduce((all, stretch) => all + stretch.energyMwh, 0n),
  price,
});
