/** What happened to the users of comparable systems, case by case, with the tests that promise that it does not happen here. */
import type { FailureCase } from "./case.ts";
import { moneyCases } from "./money-cases.ts";
import { priceCases } from "./price-cases.ts";
import { stationCases } from "./station-cases.ts";

export const failureCases: readonly FailureCase[] = [...moneyCases, ...stationCases, ...priceCases];
