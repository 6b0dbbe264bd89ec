/** Why a person has evidence given now: a code, so that nothing personal is kept. */
import * as v from "valibot";

export const evidenceBody = v.strictObject({
  reason: v.picklist(["service_delivered", "price_agreed", "duplicate_claim", "other"]),
});
