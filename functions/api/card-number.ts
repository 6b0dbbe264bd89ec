/**
 * Card numbers have no business here: they are typed at the payment page alone. Whatever holds one is refused at the door
 * and is never logged (PCI DSS SAQ A).
 */

/** Luhn's sum over the digits (ISO/IEC 7812-1 annex B). */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = Number(digits[digits.length - 1 - n]);
    const twice = n % 2 === 0 ? digit : digit * 2;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** By ISO/IEC 7812-1, 0 stands for no issuer of cards that pay (company numbers begin so here), and 89 for SIM cards. */
const isCard = (digits: string): boolean =>
  digits.length >= 13 && digits.length <= 19 && !/^(?:0|89)/.test(digits) && isLuhn(digits);

/** Digits of keyboards in Arabic and Persian, and those of full width, as ASCII; every space as a plain one. */
const plainDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** RFC 9562 section 4. One in 400 has a run of digits that could be a card's; operators' ids are often such. */
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/**
 * Whether 13 to 19 digits, in one group or in groups with spaces or dashes between them, could be a card's number. What
 * stands before or after it, such as the month it ends in, does not hide it.
 */
export function holdsCardNumber(text: string): boolean {
  for (const [run] of plainDigits(text)
    .replaceAll(uuid, "id")
    .matchAll(/\d(?:[\s\p{Pd}]{0,2}\d){12,}/gu)) {
    const groups = run.split(/[\s\p{Pd}]+/u);
    for (let from = 0; from < groups.length; from++) {
      let digits = "";
      for (const group of groups.slice(from)) {
        digits += group;
        if (digits.length > 19) break;
        if (isCard(digits)) return true;
      }
    }
  }
  return false;
}
