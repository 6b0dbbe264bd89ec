/** A driver of a schedule: scans, pays or does not, plugs in or does not, stops, leaves. Asks again when nobody answers. */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { moveSession } from "@barq/actions/move-session";
import { isMovable } from "@barq/actions/release-hold";
import { showSession } from "@barq/actions/show-session";
import { startSession } from "@barq/actions/start-session";
import { stopSession } from "@barq/actions/stop-session";
import { minute, second } from "@barq/domain/instant";
import { isTerminal } from "@barq/domain/session";
import type { ChargingStation } from "./charging-station.ts";
import type { Faults } from "./faults.ts";
import { NoAnswer } from "./network.ts";
import { tenant } from "./operator.ts";
import type { Ports, Product } from "./product.ts";
import type { Provider } from "./provider.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Turns } from "./turns.ts";

/** What drivers agree to be asked for later, at most. */
export const mostLaterMinor = 4000n;

export interface Surroundings {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
  readonly provider: Provider;
  readonly station: ChargingStation;
  readonly codes: readonly string[];
}

/** `isRace`: at the same instants as others who do the same at the same connector. */
export async function drive(
  of: Surroundings,
  key: string,
  connector: number,
  isRace: boolean,
): Promise<void> {
  const { turns, faults, choice, product, provider, station } = of;
  await turns.sleep(isRace ? 10 * second : choice.between(0, 180) * second);
  const isFirst = choice.chance(0.5) && station.plug(connector);
  let hasPlugged = isFirst;
  let place = connector;
  const leave = (): void => {
    if (hasPlugged) station.unplug(place);
  };
  const qr = of.codes[connector - 1] ?? "";
  const consent = choice.chance(0.5) ? { wording: 1, mostText: "40.00" } : null;
  const start = (ports: Ports) =>
    startSession(ports, {
      consent,
      qr,
      key,
      body: { qr },
      locale: "en",
      limit: choice.chance(0.3) ? { kind: "amount", text: "60.00" } : null,
      email: null,
      address: "127.0.0.1",
      device: "a cookie",
      carConfirmed: true,
    });
  if (faults.happens("driver asks twice at once", 0.1))
    void product.ask("driver starts, too", start).catch(() => {});
  const started = await insist(of, "driver starts", start);
  if (!started) return leave();
  const { id } = started.session;
  const page = started.paymentUrl?.split("/").at(-1) ?? null;
  if (page === null) return leave();

  if (faults.happens("driver abandons the page", 0.06)) return leave();
  await turns.sleep(isRace ? 40 * second - (turns.now() % (40 * second)) : choice.between(5, 200) * second);
  if (faults.happens("driver's card declined", 0.06)) {
    try {
      provider.twin.driver.decline(page);
    } catch {
      return leave();
    }
    await turns.sleep(choice.between(5, 60) * second);
  }
  let isHasty = isRace;
  if (faults.happens("driver pays at the last moment", 0.06)) {
    const ends = started.session.createdAt + 10 * minute;
    const after = choice.chance(0.6) ? choice.between(0, 3300) : choice.between(-20, 60) * second;
    // Sometimes right after somebody has seen the page open for the last time.
    const isSeen = choice.chance(0.5) ? [provider.seenOpen(page, ends)] : [];
    await Promise.race([
      turns.sleep(Math.max(0, ends - turns.now() + after + 5000 * isSeen.length)),
      ...isSeen,
    ]);
    isHasty = true;
  }
  if (!pay(of, page)) return leave();
  if (isHasty || choice.chance(0.7))
    void product.ask("driver returns", (ports) => confirmHold(ports, tenant, id)).catch(() => {});
  const look = () =>
    product.ask("driver looks", (ports) => showSession(ports, tenant, id)).catch(() => undefined);
  await turns.sleep(choice.between(1, 120) * second);
  if (faults.happens("driver gives up a held session", 0.05)) {
    await insist(of, "driver stops", (ports) => stopSession(ports, tenant, id));
    return leave();
  }
  if (!hasPlugged && !faults.happens("driver never plugs in", 0.05)) {
    for (let n = 0; n < 5 && !hasPlugged; n++) {
      hasPlugged = station.plug(connector);
      if (!hasPlugged) await turns.sleep(choice.between(10, 100) * second);
    }
  }
  for (let n = 0; n < 2; n++) {
    await turns.sleep(choice.between(1, n === 0 ? 6 : 40) * minute);
    const view = await look();
    if (!view) continue;
    if (isTerminal(view.session.state)) break;
    if (view.session.state === "charging" && choice.chance(0.3)) await addMore(of, id);
    else if (isMovable(view.session, turns.now()) && choice.chance(0.6)) {
      const moved = await move(of, id, place);
      if (!moved) continue;
      if (hasPlugged) station.unplug(place);
      place = moved;
      hasPlugged = station.plug(place);
    }
  }
  if (choice.chance(0.6)) await insist(of, "driver stops", (ports) => stopSession(ports, tenant, id));
  await turns.sleep(choice.between(5, 600) * second);
  leave();
}

/** Pays on a page, if it is open still. */
function pay({ turns, provider, choice }: Surroundings, page: string | null): boolean {
  provider.look();
  // The holds on some cards can be raised, and the banks of some of these say no.
  const raises = choice.chance(0.4) ? { raises: choice.pick([0, 1, 9]) } : {};
  try {
    provider.twin.driver.pay(page, { brand: "visa", last4: "4242", fingerprint: "twin_4242", ...raises });
  } catch {
    return false;
  }
  turns.trace(() => `driver pays ${page}`);
  provider.look();
  return true;
}

/** The driver adds to what is held, and pays for it or does not. */
async function addMore(of: Surroundings, id: string): Promise<void> {
  const { turns, choice, product, faults } = of;
  const amount = choice.pick(["50.00", "100.00"]);
  const ask = (ports: Ports) => addHold(ports, tenant, id, amount);
  if (faults.happens("driver asks twice at once", 0.2))
    void product.ask("driver adds, too", ask).catch(() => {});
  const added = await insist(of, "driver adds", ask);
  const page = added?.paymentUrl?.split("/").at(-1) ?? null;
  if (page === null || choice.chance(0.2)) return;
  await turns.sleep(choice.between(5, choice.chance(0.2) ? 700 : 90) * second);
  if (pay(of, page) && choice.chance(0.7))
    void product.ask("driver returns", (ports) => confirmHold(ports, tenant, id)).catch(() => {});
}

/** The driver takes the hold to the other connector of the place; answers where that is. */
async function move(of: Surroundings, id: string, from: number): Promise<number | undefined> {
  const to = 3 - from;
  const qr = of.codes[to - 1] ?? "";
  const moved = await insist(of, "driver goes elsewhere", (ports) =>
    moveSession(ports, tenant, id, { qr, carConfirmed: true }),
  );
  return moved && to;
}

/** Some tries, as people give it; undefined when none was answered, or the answer is no. */
async function insist<T>(
  { turns, choice, product }: Surroundings,
  label: string,
  work: (ports: Ports) => Promise<T>,
): Promise<T | undefined> {
  for (let tries = 0; tries < 4; tries++) {
    try {
      return await product.ask(label, work);
    } catch (error) {
      if (!(error instanceof NoAnswer) && !isSilence(error)) return undefined;
      await turns.sleep(choice.between(1, 30) * second);
    }
  }
  return undefined;
}

const isSilence = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "provider_unavailable" || error.code === "busy");
