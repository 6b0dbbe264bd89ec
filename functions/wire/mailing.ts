/** Messages through Amazon SES, for a stage that was told from which address; a stage that was not sends none. */
import type { Mailing, ReadPorts } from "@barq/actions/ports";
import { createSesNotices } from "@barq/notices/ses";
import * as v from "valibot";
import { issueReceiptToken } from "../api/receipt-token.ts";
import type { RememberingDoor } from "./environment.ts";
import { keyPairs } from "./environment.ts";
import { keysOf } from "./keys.ts";
import { fetchOf } from "./ports.ts";

/** Where nobody says from which address, nothing is sent. (Here, because every door carries environment.ts.) */
export const mailVariables = {
  NOTICES_FROM: v.optional(v.pipe(v.string(), v.email())),
  NOTICES_NAME: v.optional(v.pipe(v.string(), v.nonEmpty())),
  RECEIPT_KEY: v.optional(keyPairs),
} as const;

type MailVariables = v.InferOutput<v.ObjectSchema<typeof mailVariables, undefined>>;

export async function mailingOf(
  told: RememberingDoor & MailVariables,
  ports: ReadPorts,
): Promise<Mailing | undefined> {
  const { NOTICES_FROM: address, NOTICES_NAME: name, RECEIPT_KEY } = told;
  if (address === undefined || RECEIPT_KEY === undefined) return undefined;
  const receipt = await keysOf(RECEIPT_KEY);
  const { origin, store, clock, policy } = ports;
  const signer = { origin, receipt, store, clock, receiptTokenMs: policy.receiptTokenMs };
  return {
    notices: createSesNotices({
      endpoint: new URL(`https://email.${told.AWS_REGION}.amazonaws.com`),
      from: { name: name ?? "Barq", address },
      fetch: fetchOf(told, "ses", { tries: 1 }),
    }),
    receiptUrl: async (of) => `${origin}/r/${await issueReceiptToken(signer, of)}`,
  };
}
