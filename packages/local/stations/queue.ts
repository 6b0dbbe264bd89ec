/**
 * Transaction messages in their order, kept until they are acknowledged (OCPP 1.6 3.7, 2.0.1 E04). Each has its content from
 * when it was made, but for 1.6's id of the transaction: that comes with the answer to the start.
 */
import type { Queued, StationState, Transaction } from "./state.ts";

export function enqueue(
  state: StationState,
  action: Queued["action"],
  payload: Record<string, unknown>,
  transaction: Pick<Transaction, "number" | "id"> | null,
): void {
  state.lastTurn++;
  state.queue.push({
    turn: state.lastTurn,
    action,
    payload: typeof transaction?.id !== "number" ? payload : { ...payload, transactionId: transaction.id },
    transaction: transaction?.number ?? null,
  });
}

/** The first in line was acknowledged. */
export function acknowledge(state: StationState, message: Queued): void {
  if (state.queue[0]?.turn === message.turn) state.queue.shift();
}

/** The central system's id for a transaction, told to everything that waits for it. */
export function nameTransaction(state: StationState, number: number | null, id: number): void {
  for (const message of state.queue) {
    if (message.transaction === number && message.action !== "StartTransaction") {
      message.payload = { ...message.payload, transactionId: id };
    }
  }
  for (const { transaction } of state.connectors) {
    if (transaction?.number === number) transaction.id = id;
  }
}
