/** Messages of a 2.0.1 station as they come over the wire, and what the product's codec makes of them. */
import type { Codec } from "@barq/stations/codec";
import { readFrame } from "@barq/stations/frame";
import type { StationNews, TransactionNews } from "@barq/stations/port";
import { codecOf } from "@barq/stations/protocols";

export const codec: Codec = codecOf("ocpp2.0.1");
/** Two EVSEs, the second with two connectors. */
export const layout = [
  { evse: 1, connector: 1 },
  { evse: 2, connector: 1 },
  { evse: 2, connector: 2 },
];
export const id36 = "f2e7cd85-65ff-4ac8-8b6c-d1a0b3a5fe31";

/** A message as it comes over the wire. */
export function heard(action: string, payload: unknown): StationNews {
  const frame = readFrame(JSON.stringify([2, "m1", action, payload]), codec.unreadable);
  if (frame.kind !== "call") throw new Error(frame.kind);
  const read = codec.readNews(frame.action, frame.payload, layout);
  if (read.kind === "refused") throw new Error(`${read.code}: ${read.why}`);
  return read.news;
}
export const event = (more: object = {}, info: object = {}): object => ({
  eventType: "Updated",
  timestamp: "2026-11-24T15:00:00Z",
  triggerReason: "MeterValuePeriodic",
  seqNo: 7,
  transactionInfo: { transactionId: id36, ...info },
  ...more,
});
export function heardEvent(more: object = {}, info: object = {}): TransactionNews {
  const news = heard("TransactionEvent", event(more, info));
  if (news.kind !== "transaction") throw new Error(news.kind);
  return news;
}
