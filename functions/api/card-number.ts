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

/** Whether a run of 13 to 19 digits, with single spaces or hyphens between them, could be a card's number. */
export function holdsCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(/\d(?:[ -]?\d){12,}/g)) {
    const digits = run.replaceAll(/[ -]/g, "");
    // All zeros satisfy Luhn and are nobody's card.
    if (digits.length <= 19 && !/^0+$/.test(digits) && isLuhn(digits)) return true;
  }
  return false;
}
