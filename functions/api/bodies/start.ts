/** What a driver sends to start: the code that was scanned, and at most a limit, a language and an address for the receipt. */
import { consentWordings } from "@barq/domain/consent";
import * as v from "valibot";

/** Visible US-ASCII; RFC 5321 4.5.3.1.3 allows 254 characters. Whether it exists is found out by writing to it. */
const emailText = v.pipe(
  v.string(),
  v.maxLength(254),
  v.regex(/^[\x21-\x3f\x41-\x7e]{1,64}@[A-Za-z0-9.-]{1,253}$/, "an e-mail address"),
);

/** A decimal as drivers write it: digits, and at most three after a point. */
const decimalText = v.pipe(v.string(), v.regex(/^\d{1,9}(?:\.\d{1,3})?$/, 'a decimal such as "50.00"'));

const agreedPattern = new RegExp(`^(?:${consentWordings.join("|")}):\\d{1,9}(?:\\.\\d{1,3})?$`);

const locales = ["ar", "fr", "en"] as const;

const codeText = v.pipe(v.string(), v.maxLength(140), v.regex(/^[\x21-\x7e]+$/, "the token of a code"));

export const startBody = v.strictObject({
  qr: codeText,
  locale: v.optional(v.picklist(locales)),
  limit: v.optional(
    v.union([v.strictObject({ amount: decimalText }), v.strictObject({ energy_kwh: decimalText })]),
  ),
  email: v.optional(emailText),
  /** the driver agreed, in the words of this number, that so much at most may be taken later from the same card, once */
  collect_later: v.optional(v.strictObject({ wording: v.picklist(consentWordings), amount: decimalText })),
});

/** The same from the page's form, where what is left empty is sent as an empty text. */
export const startForm = v.strictObject({
  key: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,255}$/, "the form's own key")),
  limit_kind: v.optional(v.picklist(["none", "amount", "energy", ""])),
  limit: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(20))),
  limit_amount: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(20))),
  limit_energy: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(20))),
  email: v.optional(v.union([v.literal(""), v.pipe(v.string(), v.trim(), emailText)])),
  car_confirmed: v.optional(v.pipe(v.string(), v.maxLength(10))),
  /** `wording:amount`, as the page's own box has it */
  collect_later: v.optional(v.pipe(v.string(), v.regex(agreedPattern, "what the page offers"))),
  lang: v.optional(v.picklist(locales)),
});

/** What is added to the hold of a session that charges, in the session's own currency. */
export const moreBody = v.strictObject({ amount: decimalText });
export const moreForm = v.strictObject({ amount: decimalText, lang: v.optional(v.picklist(locales)) });

/** To which connector the hold of a start that failed shall go; a cable that is plugged there has to be the driver's own. */
export const moveBody = v.strictObject({ qr: codeText, car_confirmed: v.optional(v.boolean()) });
export const moveForm = v.strictObject({
  qr: codeText,
  car_confirmed: v.optional(v.pipe(v.string(), v.maxLength(10))),
  lang: v.optional(v.picklist(locales)),
});

/** The header as the design says it: 1 to 255 visible characters. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/;
