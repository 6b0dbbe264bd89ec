/** What is measured: from the normalised readings of a session to its priced CDR, before canonical form, hash and signature. */

import type { Cdr } from "@barq/domain/cdr";
import { buildCdr } from "@barq/domain/cdr";
import { idleSaid } from "@barq/domain/idle-said";
import { settleMeter } from "@barq/domain/metering";
import { priceSession } from "@barq/domain/price";
import { buildProof } from "@barq/domain/proof";
import type { Session } from "./sessions.ts";

const zone = "Africa/Casablanca";

export const pricedCdr = ({ tariff, usage, cdrFacts }: Session): Cdr =>
  buildCdr(cdrFacts(priceSession(tariff, usage, zone)));

/** The proof of the session as it is stored. */
export function proofOf({ tariff, usage, facts }: Session): ReturnType<typeof buildProof> {
  const metered = settleMeter(facts);
  if (metered.kind === "review") throw new Error(`the session of the bench is in review: ${metered.why}`);
  return buildProof({
    session: "ses_k7m2pq4vtx3hjn6wzr5yb2cdfg",
    reference: "K7M2PQ",
    location: "LOC-1",
    station: "CAS-DC-01",
    connector: 1,
    zone,
    tariff,
    facts,
    leftAt: null,
    computed: { metered, price: priceSession(tariff, usage, zone), waiver: null, idle: idleSaid(tariff) },
  });
}
