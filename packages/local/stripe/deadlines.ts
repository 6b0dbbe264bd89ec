/** What time will do: a heap of instants, so that asking whether anything is due costs nothing. */
interface Deadline {
  /** unix seconds */
  readonly at: number;
  readonly kind:
    | "page_expires"
    | "hold_lapses"
    | "refund_turns_out"
    | "payout_leaves"
    | "payout_arrives"
    | "bank_acts"
    | "dispute_goes_on";
  readonly id: string;
}

export interface Deadlines {
  add(deadline: Deadline): void;
  /** takes the earliest one that is due */
  next(nowS: number): Deadline | undefined;
}

export function createDeadlines(): Deadlines {
  const heap: Deadline[] = [];
  const at = (n: number): number => heap[n]?.at ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (!one || !other) return;
    heap[a] = other;
    heap[b] = one;
  };
  return {
    add(deadline) {
      heap.push(deadline);
      let n = heap.length - 1;
      while (n > 0) {
        const parent = (n - 1) >> 1;
        if (at(parent) <= at(n)) return;
        swap(parent, n);
        n = parent;
      }
    },
    next(nowS) {
      const [first] = heap;
      if (!first || first.at > nowS) return undefined;
      const last = heap.pop();
      if (heap.length > 0 && last) {
        heap[0] = last;
        let n = 0;
        for (;;) {
          const child = at(2 * n + 1) <= at(2 * n + 2) ? 2 * n + 1 : 2 * n + 2;
          if (at(child) >= at(n)) break;
          swap(child, n);
          n = child;
        }
      }
      return first;
    },
  };
}
