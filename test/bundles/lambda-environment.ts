/** What infra tells a Lambda, with keys made for the occasion. */
import { generateKeyPairSync, randomBytes } from "node:crypto";

function keyPair(name: string): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), kid: name };
}

export const qrKey = randomBytes(32).toString("base64url");
export const serverSecret = randomBytes(32).toString("base64url");

const documentKey = keyPair("document-1");
const { d: _, ...publicDocumentKey } = documentKey;

/** Everything that any door is told. */
export const lambdaEnvironment: Readonly<Record<string, string>> = {
  AWS_REGION: "eu-west-3",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "token",
  CORE_TABLE: "core",
  METER_TABLE: "meter",
  ARCHIVE_BUCKET: "barq-archive",
  ORIGIN: "https://barq.test",
  ENVIRONMENT: "test",
  SERVER_SECRET: serverSecret,
  QR_KEYS: JSON.stringify({ printing: "k1", keys: { k1: qrKey } }),
  ACCESS_KEY: JSON.stringify([keyPair("access-1")]),
  RECEIPT_KEY: JSON.stringify([keyPair("receipt-1")]),
  DOCUMENT_KEY: JSON.stringify([documentKey]),
  DOCUMENT_JWKS: JSON.stringify({ keys: [publicDocumentKey] }),
  STRIPE_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  OCPP_ENDPOINT: "https://ocpp.test/$default",
  INTAKE_QUEUE_URL: "https://sqs.eu-west-3.amazonaws.com/1/intake.fifo",
};
