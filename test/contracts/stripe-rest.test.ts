/** The rest of a hold that was captured in part is released when Stripe's own object says that nothing can be captured any more. */
import { minute } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import { expect, it } from "vitest";
import { stripeBench } from "./stripe-bench.ts";

it("a capture that leaves something to be captured is unknown, in its answer and when it is read, until nothing is left", async () => {
  let isLeft = true;
  const changed: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const text = await answer.text();
    // Everything that was captured is shown as still holding the rest.
    const said =
      isLeft && text.includes('"succeeded"')
        ? text.replaceAll(/"amount_capturable": ?0/g, '"amount_capturable":7460')
        : text;
    return new Response(said, { status: answer.status, headers: answer.headers });
  };
  const bench = await stripeBench({ fetch: changed });
  const labels = {
    tenant: "t1",
    session: "ses_1",
    reference: "REF1",
    hold: 1,
    attempt: 1,
    environment: "test",
  };
  const opened = await bench.payments.open({
    key: "test#ses_1#hold.1#1",
    labels,
    holdAmount: money(20_000n, "MAD"),
    locale: "fr",
    description: "REF1",
    statement: "REF1",
    paidUrl: "http://localhost:1/paid",
    abandonedUrl: "http://localhost:1/",
    expiresAt: bench.now() + 31 * minute,
  });
  if (opened.kind !== "opened") throw new Error(`not opened: ${opened.kind}`);
  await bench.pay(opened.ref.page ?? "");
  const capture = { key: "test#ses_1#capture.1#1", ref: opened.ref, captureAmount: money(12_540n, "MAD") };
  expect((await bench.payments.capture(capture)).kind).toBe("unknown");
  expect((await bench.payments.read(opened.ref)).kind).toBe("unknown");
  isLeft = false;
  expect(await bench.payments.read(opened.ref)).toMatchObject({
    kind: "captured",
    capturedAmount: { minor: 12_540n },
  });
  expect(await bench.payments.capture(capture)).toMatchObject({
    kind: "captured",
    capturedAmount: { minor: 12_540n },
  });
  await bench.close();
});
