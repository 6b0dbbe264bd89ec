/**
 * Faults on demand. `operation` is a route's name (`POST /v1/payment_intents/:id/capture`) or `*`; each is used up after
 * `times` calls, once by default. A failure before or after the work is kept under the key as Stripe keeps it, unless
 * `kept` is false.
 */
const faultKinds = [
  "reset_before",
  "reset_after",
  "hang",
  "hang_after",
  "error500_before",
  "error500_after",
  "429",
  "truncate",
  "latency",
] as const;

type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly operation: string;
  readonly kind: FaultKind;
  readonly times?: number;
  /** of `latency`: real milliseconds before the work begins, with the key in use */
  readonly delayMs?: number;
  /** of `429`: the answer tells the SDK to try again */
  readonly retryHeader?: boolean;
  /** of the 500s: whether the key is spent; true by default */
  readonly kept?: boolean;
}

export interface Faults {
  order(faults: readonly Fault[]): void;
  clear(): void;
  /** the fault that is ordered for the operation, used up by being taken */
  take(operation: string): Fault | undefined;
  readonly waiting: number;
}

/** @throws Error for an order that names no kind of fault */
export function createFaults(): Faults {
  let orders: { readonly fault: Fault; left: number }[] = [];
  return {
    order(faults) {
      for (const fault of faults) {
        if (!faultKinds.includes(fault.kind)) throw new Error(`There is no fault "${fault.kind}".`);
        orders.push({ fault, left: fault.times ?? 1 });
      }
    },
    clear() {
      orders = [];
    },
    take(operation) {
      const order = orders.find(({ fault }) => fault.operation === operation || fault.operation === "*");
      if (!order) return undefined;
      order.left--;
      if (order.left <= 0) orders = orders.filter((other) => other !== order);
      return order.fault;
    },
    get waiting() {
      return orders.length;
    },
  };
}
