/** Stripe with the books of its whole account: for whoever reconciles. The doors that move money carry less. */
import type { AccountBooks } from "./provider-books.ts";
import { createStripeBooks } from "./stripe-books.ts";
import { createStripeClient } from "./stripe-client.ts";
import type { Provider } from "./stripe-provider.ts";
import { createStripeProvider } from "./stripe-provider.ts";

export interface Account extends Provider {
  readonly books: AccountBooks;
}

export const createStripeAccount = (options: Parameters<typeof createStripeProvider>[0]): Account => ({
  ...createStripeProvider(options),
  books: createStripeBooks(createStripeClient(options)),
});
