/**
 * Amazon SES, by its second interface (SendEmail with a raw message). SES knows no key of ours: a call that is made again is a
 * second message, so each is made once, and whoever sends decides about another.
 */
import type { Sender } from "./mime.ts";
import { mimeOf } from "./mime.ts";
import type { Notices, Sending } from "./port.ts";
import { refusalOf } from "./port.ts";

interface SesOptions {
  /** `https://email.<region>.amazonaws.com` */
  readonly endpoint: URL;
  readonly from: Sender;
  /** signs for `ses`, and makes each call once */
  readonly fetch: (
    address: URL,
    request: {
      readonly method: "POST";
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    },
  ) => Promise<Response>;
}

/** What SES says of this message and will say again; everything else (paused, suspended, too many) may change. */
const final = new Set(["MessageRejected", "BadRequestException"]);

export function createSesNotices({ endpoint, from, fetch }: SesOptions): Notices {
  return {
    isOnce: false,
    async send(notice) {
      const refused = refusalOf(notice);
      if (refused) return refused;
      const body = JSON.stringify({
        FromEmailAddress: from.address,
        Destination: { ToAddresses: [notice.to] },
        Content: { Raw: { Data: Buffer.from(mimeOf(notice, from)).toString("base64") } },
      });
      try {
        const headers = { "content-type": "application/json" };
        return await readAnswer(
          await fetch(new URL("/v2/email/outbound-emails", endpoint), { method: "POST", headers, body }),
        );
      } catch {
        return { kind: "unknown" };
      }
    },
  };
}

async function readAnswer(answer: Response): Promise<Sending> {
  const said: unknown = await answer.json().catch(() => null);
  if (answer.status === 200) {
    const isTaken =
      typeof said === "object" && said !== null && "MessageId" in said && typeof said.MessageId === "string";
    return { kind: isTaken ? "sent" : "unknown" };
  }
  const type = (answer.headers.get("x-amzn-errortype") ?? "").split(":")[0] ?? "";
  return answer.status === 400 && final.has(type)
    ? { kind: "refused", code: "rejected" }
    : { kind: "unknown" };
}
