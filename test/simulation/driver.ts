/** A driver of a schedule: scans, pays or does not, plugs in or does not, stops, leaves. Asks again when nobody answers. */
import { confirmHold } from "@barq/actions/confirm-hold";
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
  const leave = (): void => {
    if (hasPlugged) station.unplug(connector);
  };
  const qr = of.codes[connector - 1] ?? "";
  const start = (ports: Ports) =>
    startSession(ports, {
      qr,
      key,
      body: { qr },
      locale: "en",
      limit: choice.chance(0.3) ? { kind: "amount", text: "60.00" } : null,
      email: null,
      address: "127.0.0.1",
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
  const pay = (): boolean => {
    provider.look();
    try {
      provider.twin.driver.pay(page);
    } catch {
      return false;
    }
    turns.trace(() => `driver pays ${page}`);
    provider.look();
    return true;
  };
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
    await turns.sleep(Math.max(0, ends - turns.now() + after));
    isHasty = true;
  }
  if (!pay()) return leave();
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
    await turns.sleep(choice.between(1, 40) * minute);
    const view = await look();
    if (view && isTerminal(view.session.state)) break;
  }
  if (choice.chance(0.6)) await insist(of, "driver stops", (ports) => stopSession(ports, tenant, id));
  await turns.sleep(choice.between(5, 600) * second);
  leave();
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
  error instanceof Error && "code" in error && error.code === "provider_unavailable";
