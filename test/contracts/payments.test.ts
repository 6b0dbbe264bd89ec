/** The payments contract on the twins, and on the Stripe adapter against our stand-in over HTTP. */
import type { Instant } from "@barq/domain/instant";
import { createMemoryPayments } from "@barq/payments/memory";
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { PaymentCapabilities } from "@barq/payments/port";
import type { PaymentsBench } from "./payments.ts";
import { describePayments } from "./payments.ts";
import { stripeBench } from "./stripe-bench.ts";

const startAt: Instant = Date.parse("2026-11-24T15:00:00.250Z");

const card = { brand: "visa", last4: "4242", fingerprint: "twin_4242" };
const cards = {
  raises: { raises: 99 },
  raises_no_more: { raises: 0 },
  over: { overTwentieths: 3 },
  never: {},
};

async function twinBench(abilities: PaymentCapabilities): Promise<PaymentsBench> {
  let now = startAt;
  const { payments, driver, faults, news } = createMemoryPayments({ clock: () => now, abilities });
  return {
    payments,
    now: () => now,
    advance: async (ms) => {
      now += ms;
    },
    pay: async (page, beyond = "never") => driver.pay(page, { ...card, ...cards[beyond] }),
    decline: async (page) => driver.decline(page),
    silence: async (verb, where) => faults.silence(verb, where),
    confuse: async (page) => {
      faults.confuse(page, "requires_something_new");
      return true;
    },
    news: async (page, signedAt) => news(page, signedAt),
    close: async () => undefined,
  };
}

describePayments("memory twin", cardProvider, () => twinBench(cardProvider));
describePayments("twin of a bank's gateway", bankGateway, () => twinBench(bankGateway));
describePayments("twin that can only sell", saleOnly, () => twinBench(saleOnly));

describePayments("Stripe against the stand-in", cardProvider, () => stripeBench({ beyondHold: true }));

// Most accounts may not: nothing beyond a hold is asked for, and so no charge allows it.
const plainAccount = { ...cardProvider, overcapture: false, increment: false };
describePayments("Stripe, an account of standard pricing", plainAccount, () => stripeBench());
