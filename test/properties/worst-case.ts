/** The worst case is the worst: no session within an energy and a time costs more, and it never falls as either grows. */
import { readTariff } from "@barq/domain/tariff";
import { worstCost } from "@barq/domain/worst-cost";
import fc from "fast-check";
import { anyZone } from "../oracle/generators.ts";
import { costOf, energyOf, lengthOf, soldTariff, soldUsage } from "./cases.ts";
import { guarantee, must } from "./guarantee.ts";

/** More by nothing, by a little, or by a lot. */
const anyMore = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 2000 }),
  fc.integer({ min: 0, max: 10 ** 8 }),
);

export const worstCase = guarantee(
  {
    name: "worst-case",
    says: "no session costs more than the worst case of its energy and time, which never falls as they grow",
    part: 2000,
    weight: 5,
  },
  fc.record({
    body: soldTariff,
    zone: anyZone,
    usage: soldUsage,
    moreMwh: anyMore.map(BigInt),
    moreMs: anyMore,
  }),
  ({ body, zone, usage, moreMwh, moreMs }) => {
    const tariff = readTariff(body);
    const [energyMwh, ms] = [energyOf(usage), lengthOf(usage)];
    const worst = worstCost(tariff, energyMwh, ms);
    const cost = costOf(tariff, usage, zone);
    must(cost <= worst, `a session costs ${cost}, and the worst case is ${worst}`);
    const grown = worstCost(tariff, energyMwh + moreMwh, ms + moreMs);
    must(worst <= grown, `the worst case falls from ${worst} to ${grown}`);
  },
);
