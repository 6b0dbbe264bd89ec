/**
 * The secrets of a stage, set with `sst secret set`. They reach a Lambda in its environment, which AWS encrypts at rest and
 * shows to whoever may read a function's configuration: that right belongs to nobody but the deployer.
 */

export const secrets = {
  /** 32 random bytes in base64url; session ids and references are made from it, so it never changes */
  server: new sst.Secret("ServerSecret"),
  /** JSON `{"printing": "k1", "keys": {"k1": "<32 bytes in base64url>"}}`; a key stays while a printed code has it */
  qrKeys: new sst.Secret("QrKeys"),
  /** key pairs as a JSON array of JWKs (P-256, with `kid`): the first one signs, the public halves behind it only verify */
  access: new sst.Secret("AccessKey"),
  receipt: new sst.Secret("ReceiptKey"),
  document: new sst.Secret("DocumentKey"),
  stripe: new sst.Secret("StripeKey"),
  stripeWebhook: new sst.Secret("StripeWebhookSecret"),
};

/** What everybody may know of the document keys: proofs are checked against it for ever. */
export const documentJwks = secrets.document.value.apply((text) => {
  const pairs: readonly Readonly<Record<string, unknown>>[] = JSON.parse(text);
  return JSON.stringify({ keys: pairs.map(({ kty, crv, kid, x, y }) => ({ kty, crv, kid, x, y })) });
});
