/** What is wrong with a body, gathered with the path of each, so that its author mends it once and not line by line. */
import { parseDecimal } from "./decimal.ts";

interface Problem {
  readonly path: string;
  readonly expected: string;
}

/** No report is longer than this, whatever comes. */
const mostProblems = 100;

export class Problems {
  readonly list: Problem[] = [];
  /** `path` within the body, with dots: `elements.0.price_components.1.price` */
  add(path: string, expected: string): void {
    if (this.list.length < mostProblems) this.list.push({ path, expected });
  }
  /** A JSON number as OCPI's ten-thousandths, 0 or more. Its text is exact up to 15 digits. */
  decimal(value: number, path: string, most: number): bigint {
    const scaled = parseDecimal(String(value), 4);
    if (scaled !== undefined && scaled >= 0n && scaled <= BigInt(most) * 10_000n) return scaled;
    this.add(path, `a number from 0 to ${most} with at most four decimals`);
    return 0n;
  }
  integer(value: number, path: string, most: number): number {
    if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
    this.add(path, `a whole number from 0 to ${most}`);
    return 0;
  }
}
