/** What is sent to ask for a refund, and what refunds are searched by. */
import { refundReasons } from "@barq/domain/refund";
import * as v from "valibot";

const sessionText = v.pipe(v.string(), v.regex(/^ses_[a-z0-9]{1,40}$/, "the id of a session"));
/** Judged as money once the session's currency is known. */
const amountText = v.pipe(v.string(), v.maxLength(30));

/** Kept beside a code for whoever looks later; an address or a telephone number has no place in it. */
const noteText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^(?:\d{0,5}[^\d@\r\n])*\d{0,5}$/, "words without an e-mail address or a long number"),
);

export const refundBody = v.strictObject({
  session: sessionText,
  /** everything that is left where it is left out; without a currency it is the session's */
  amount: v.optional(
    v.union([
      amountText,
      v.strictObject({
        amount: amountText,
        currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "a currency such as MAD")),
      }),
    ]),
  ),
  reason: v.picklist(refundReasons),
  note: v.optional(noteText),
});

/** What is known better now than when it was sealed; nothing: what came late is heard. */
export const correctionBody = v.strictObject({
  /** the register at the end, in Wh */
  meter_stop: v.optional(v.pipe(v.string(), v.regex(/^\d{1,12}(?:\.\d{1,3})?$/, "a register in Wh"))),
  ended_at: v.optional(v.pipe(v.string(), v.maxLength(40))),
  note: v.optional(noteText),
});

export const refundsQuery = v.strictObject({ session: sessionText });
