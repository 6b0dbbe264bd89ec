/** Somebody else's CDR or session, held against its own total before anything is priced: kWh and Wh are easily mistaken. */
import { isThousand, toleranceMwh } from "./energy-source.ts";

/** `unit`: a thousand times apart, one of the two is in Wh (pricing case 9). `differs`: periods and total contradict each other. */
export function judgeStatedEnergy(
  periodsMwh: readonly bigint[],
  totalMwh: bigint,
): "agrees" | "unit" | "differs" {
  const sumMwh = periodsMwh.reduce((all, energyMwh) => all + energyMwh, 0n);
  if (isThousand(sumMwh, totalMwh)) return "unit";
  const apartMwh = sumMwh > totalMwh ? sumMwh - totalMwh : totalMwh - sumMwh;
  return apartMwh <= toleranceMwh(totalMwh) ? "agrees" : "differs";
}
