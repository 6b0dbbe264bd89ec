/** All that is guaranteed of every price, in the order in which it is told. */
import type { Guarantee } from "./guarantee.ts";
import { holdIsKept } from "./hold.ts";
import { limitsAndRounding } from "./limits-and-rounding.ts";
import { linesAddUp } from "./lines-add-up.ts";
import { moreEnergy } from "./more-energy.ts";
import { sameBytes } from "./same-bytes.ts";
import { shuffledReadings } from "./shuffled-readings.ts";
import { splitStretch } from "./split-stretch.ts";
import { twoEvaluators } from "./two-evaluators.ts";
import { worstCase } from "./worst-case.ts";

export const guarantees: readonly Guarantee[] = [
  linesAddUp,
  splitStretch,
  shuffledReadings,
  moreEnergy,
  limitsAndRounding,
  sameBytes,
  twoEvaluators,
  worstCase,
  holdIsKept,
];
