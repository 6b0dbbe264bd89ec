/**
 * Two versions of the code write the same items, in every deployment for a while. What the older one does not know it leaves as
 * it is, because only the fields that differ are written. What nobody may act without carries a format of its own (`fm`, not
 * there for the first): a version that does not know the format neither reads nor writes the item, and leaves every step to a
 * newer one. Whoever raises a format deploys a version that reads it before one that writes it, and raises it only where the
 * item's version rises with it: an older process that has read the item before is kept from writing it by that alone.
 */
import { Fault } from "@barq/domain/fault";
import type { Guard, Item, Value } from "./port.ts";

/** The item is of a newer version of the code: asked again, a process of that version answers. */
export class NewerItem extends Fault {
  constructor() {
    super("busy", "This is being brought up to date. Please try again in a moment.");
  }
}

/** @throws NewerItem when the item has a format that this version does not know */
export function assertKnownFormat(item: Item): void {
  if (item.fm !== undefined) throw new NewerItem();
}

/** For what is written without reading first: only where the item is in a format that this version knows. */
export const knownFormat: Guard = { field: "fm", in: [null] };

type Fields = Readonly<Record<string, Value>>;

const isSame = (one: Value, other: Value | undefined): boolean =>
  one === other ||
  (typeof one === "object" && typeof other === "object" && JSON.stringify(one) === JSON.stringify(other));

/** Without what is not there: an item has no nulls. */
export const present = (fields: Readonly<Record<string, Value | null>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );

/** What is to be set so that the old fields become the new ones: those that differ alone; null for what is to go. */
export function differing(old: Fields, now: Fields): Record<string, Value | null> {
  const set: Record<string, Value | null> = {};
  for (const [name, value] of Object.entries(now)) if (!isSame(value, old[name])) set[name] = value;
  for (const name of Object.keys(old)) if (now[name] === undefined) set[name] = null;
  return set;
}
