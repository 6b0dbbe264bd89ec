/** A driver of the replay: starts over the API, pays on the payment page, comes back to the product. */
import * as v from "valibot";

const started = v.object({
  id: v.string(),
  reference: v.string(),
  payment: v.nullable(v.object({ url: v.string() })),
  access_token: v.nullable(v.string()),
});

export interface Started {
  readonly id: string;
  readonly reference: string;
}

async function assertGood(answer: Response, what: string): Promise<void> {
  if (answer.status < 400) return;
  throw new Error(`${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
}

/** @throws Error when any step is refused */
export async function startAndPay(origin: string, qr: string, key: string): Promise<Started> {
  const answer = await fetch(`${origin}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ qr, locale: "en" }),
  });
  await assertGood(answer, "start");
  const { id, reference, payment, access_token: token } = v.parse(started, await answer.json());
  if (payment) {
    const paid = await fetch(payment.url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "pay" }),
      redirect: "manual",
    });
    await assertGood(paid, "pay");
    const back = await fetch(`${origin}/s/${id}/paid`, {
      headers: { cookie: `barq_access=${token ?? ""}` },
      redirect: "manual",
    });
    await assertGood(back, "return");
  }
  return { id, reference };
}
