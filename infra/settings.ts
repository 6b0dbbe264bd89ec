/** What a stage is told by whoever deploys it, and what is no secret. */

const told = (name: string): string | undefined => process.env[name] || undefined;

const named = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = told(`BARQ_${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** where the product answers; API Gateway's own address where it is left out */
export const domain = told("BARQ_DOMAIN");

/** `on` where Stripe has agreed that the account raises holds and captures beyond them. */
export const beyondHold = told("BARQ_STRIPE_BEYOND_HOLD") ?? "off";

/** The address that messages to drivers come from, of a domain that SES knows as ours; without one none is sent. */
export const mailFrom = told("BARQ_NOTICES_FROM");

/** The operator's OIDC issuer, all of it or none: without one nobody at work comes in. */
export const staff = named("STAFF_ISSUER", "STAFF_AUDIENCE", "STAFF_JWKS_URL");

/** Where they sign in to the pages, as a public client with PKCE; all of it or none, and only with an issuer. */
export const signIn = named("STAFF_CLIENT_ID", "STAFF_AUTHORIZE_URL", "STAFF_TOKEN_URL");
