/** What reaches the product from the provider's side: its events in any order and number, and acts in its dashboard. */
import { hurryEvents } from "@barq/actions/catch-up-events";
import { receiveEvent } from "@barq/actions/receive-event";
import { hour, minute, second } from "@barq/domain/instant";
import type { ProviderNews } from "@barq/payments/port";
import type { Faults } from "./faults.ts";
import type { Product } from "./product.ts";
import type { Provider } from "./provider.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Turns } from "./turns.ts";

/** Whether the product can be told anything: while it is shut, whatever is told is lost, however often it is told. */
export interface Endpoint {
  isShut: boolean;
}

interface Of {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly product: Product;
}

/** Delivers an event as the provider does: again until it is taken, perhaps twice, perhaps never. */
export async function deliver(of: Of & { readonly endpoint: Endpoint }, news: ProviderNews): Promise<void> {
  const { turns, faults, choice, product, endpoint } = of;
  if (endpoint.isShut) {
    faults.count("endpoint hears nothing");
    return;
  }
  if (faults.happens("event lost", 0.1)) return;
  const deliverOnce = async (body: string): Promise<void> => {
    await turns.sleep(choice.between(20, 5000));
    if (faults.happens("event late", 0.08)) await turns.sleep(choice.between(1, 72 * 60) * minute);
    for (let tries = 0; tries < 6; tries++) {
      try {
        return await product.ask(`event ${news.event}`, (ports) => receiveEvent(ports, body, "signed"));
      } catch {
        await turns.sleep(choice.between(5, 600) * second);
      }
    }
  };
  const body = JSON.stringify(news);
  void deliverOnce(body);
  if (faults.happens("event twice", 0.1)) void deliverOnce(body);
  if (faults.happens("event of a kind nobody knows", 0.03))
    void deliverOnce(
      JSON.stringify({ ...news, event: `${news.event}_x`, type: "hold.vanished", kind: "other" }),
    );
  if (faults.happens("event of an unknown session", 0.02))
    void deliverOnce(JSON.stringify({ ...news, event: `${news.event}_y`, session: "ses_nobody" }));
}

/** Somebody at the provider's dashboard takes or cancels a hold that is none of their business, or its status confuses us. */
export async function meddle(
  of: Of & { readonly provider: Provider; readonly touched: Set<string> },
): Promise<void> {
  const { turns, faults, choice, provider, touched } = of;
  await turns.sleep(choice.between(2, 90) * minute);
  provider.look();
  const hold = provider.twin.holds().find(({ standing }) => standing === "held");
  if (!hold) return;
  const ref = { page: hold.page, intent: hold.intent };
  if (faults.happens("captured in the dashboard", 0.3)) {
    touched.add(hold.labels.session);
    const minor = choice.pick([hold.holdAmount.minor, 1000n, 500n]);
    turns.trace(() => `dashboard captures ${minor} of ${hold.page}`);
    await provider.twin.payments.capture({
      key: `dashboard ${hold.page}`,
      ref,
      captureAmount: { minor, currency: hold.holdAmount.currency },
    });
  } else if (faults.happens("cancelled in the dashboard", 0.4)) {
    touched.add(hold.labels.session);
    turns.trace(() => `dashboard cancels ${hold.page}`);
    await provider.twin.payments.release({ key: `dashboard ${hold.page}`, ref });
  } else if (faults.happens("status nobody knows", 0.8)) {
    provider.twin.faults.confuse(hold.page, "requires_something");
    await turns.sleep(choice.between(1, 12 * 60) * minute);
    provider.twin.faults.confuse(hold.page, null);
  }
  provider.look();
}

/**
 * The endpoint hears nothing, for hours or for most of a week; the product itself goes on. What it has not heard is in the
 * provider's own list, which it reads from its start on.
 */
export async function deafness(of: Of & { readonly endpoint: Endpoint }): Promise<void> {
  const { turns, choice, product, endpoint } = of;
  for (let isRead = false; !isRead; ) {
    isRead = await product.ask("the list of events is begun", hurryEvents).then(
      () => true,
      () => false,
    );
    if (!isRead) await turns.sleep(choice.between(1, 60) * second);
  }
  await turns.sleep(choice.chance(0.5) ? 0 : choice.between(1, 90) * minute);
  endpoint.isShut = true;
  await turns.sleep(choice.between(2, 150) * hour);
  endpoint.isShut = false;
}

/** The whole product is down, for minutes or for longer than a hold lasts. */
export async function outage(of: Of): Promise<void> {
  const { turns, faults, choice, product } = of;
  await turns.sleep(choice.between(1, 120) * minute);
  if (!faults.happens("whole product is down for a while", 1)) return;
  product.goDown(choice.chance(0.7) ? choice.between(1, 60) * minute : choice.between(2, 220) * hour);
}
