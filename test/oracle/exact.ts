/** Exact fractions of the second evaluator's own: a numerator over a positive denominator, both whole. */

export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

export const exact = (n: bigint | number, d: bigint | number = 1n): Exact => {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new Error("a fraction over nothing");
  return bottom < 0n ? { n: -top, d: -bottom } : { n: top, d: bottom };
};

export const zero = exact(0n);

/** `0.25`, `-3`, `61/60`: the text of a decimal or of a fraction. */
export function exactOf(text: string): Exact {
  const [top = "", bottom] = text.split("/");
  if (bottom !== undefined) return exact(BigInt(top), BigInt(bottom));
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`"${text}" is no decimal`);
  const [, sign = "", whole = "", part = ""] = match;
  return exact(BigInt(`${sign}${whole}${part}`), 10n ** BigInt(part.length));
}

// Equal denominators are added without looking for common factors: a walk of ten thousand seconds adds ten thousand of them.
export const plus = (a: Exact, b: Exact): Exact =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : lowest(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Exact, b: Exact): Exact => plus(a, { n: -b.n, d: b.d });
export const times = (a: Exact, b: Exact): Exact => lowest(a.n * b.n, a.d * b.d);
export const over = (a: Exact, b: Exact): Exact => {
  const inverse = exact(b.d, b.n);
  return times(a, inverse);
};

export const sum = (all: readonly Exact[]): Exact => all.reduce(plus, zero);

/** Negative, zero or positive, as a sort wants it. */
export const compare = (a: Exact, b: Exact): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const same = (a: Exact, b: Exact): boolean => compare(a, b) === 0;
export const isZero = (a: Exact): boolean => a.n === 0n;

function lowest(n: bigint, d: bigint): Exact {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
}

/** The whole number nearest; half goes away from zero. */
export function nearest({ n, d }: Exact): bigint {
  const size = n < 0n ? -n : n;
  const rounded = (2n * size + d) / (2n * d);
  return n < 0n ? -rounded : rounded;
}

/** The least multiple of a positive whole step that is not below. Takes what is not negative. */
export function upTo(value: Exact, step: bigint): Exact {
  const unit = value.d * step;
  return exact(((value.n + unit - 1n) / unit) * step);
}

/** `0.25` where the decimal ends, `61/60` where it does not: the form in which exact results are written down. */
export function textOf(value: Exact): string {
  const { n, d } = lowest(value.n, value.d);
  let [rest, twos, fives] = [d, 0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos++;
  for (; rest % 5n === 0n; rest /= 5n) fives++;
  if (rest !== 1n) return `${n}/${d}`;
  const digits = twos > fives ? twos : fives;
  const scaled = (n < 0n ? -n : n) * (10n ** BigInt(digits) / d);
  const text = String(scaled).padStart(digits + 1, "0");
  const [whole, part] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${n < 0n ? "-" : ""}${whole}${part === "" ? "" : `.${part}`}`;
}
