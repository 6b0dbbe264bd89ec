/** Keys of how a station is commissioned and operated, and of how the network is run; keys.ts has the others. */
import { padded, stationPartition } from "./keys.ts";
import type { Key } from "./port.ts";

export const waitingPartition = "DIR#";
export const waitingKey = (slot: number): Key => ({ pk: waitingPartition, sk: `W#${padded(slot, 4)}` });
export const commissionKey = (tenant: string, station: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: "COMMISSION",
});
export const configurationPrefix = "CONF#";
export const configurationKey = (tenant: string, station: string, name: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: `${configurationPrefix}${name}`,
});
export const registerPrefix = "REG#";
export const askedRegisterKey = (tenant: string, station: string, connector: number, at: number): Key => ({
  pk: stationPartition(tenant, station),
  sk: `${registerPrefix}${padded(connector, 3)}#${padded(at, 15)}`,
});
export const verdictKey = (tenant: string, station: string, verdict: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: `VERDICT#${verdict}`,
});
export const operationPrefix = "OP#";
export const operationKey = (tenant: string, station: string, at: number, id: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: `${operationPrefix}${padded(999_999_999_999_999 - at, 15)}#${id}`,
});
export const operationPlaceKey = (tenant: string, id: string): Key => ({ pk: `${tenant}|OP#${id}`, sk: "P" });
export const stationWorkKey = (tenant: string, station: string, work: string): Key => ({
  pk: stationPartition(tenant, station),
  sk: `SAID#${work}`,
});
export const closuresPartition = (tenant: string): string => `${tenant}|CLOSURES`;
export const closuresKey = (tenant: string): Key => ({ pk: closuresPartition(tenant), sk: "NOW" });
export const closurePrefix = { pause: "P#", maintenance: "W#" } as const;
export const closureKey = (tenant: string, kind: keyof typeof closurePrefix, id: string): Key => ({
  pk: closuresPartition(tenant),
  sk: `${closurePrefix[kind]}${id}`,
});
export const networkPartition = (tenant: string): string => `${tenant}|NET`;
export const networkKey = (tenant: string, station: string): Key => ({
  pk: networkPartition(tenant),
  sk: station,
});
