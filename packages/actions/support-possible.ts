/** Which acts are possible now, for whom, and why not: data on a session's story, so that every face shows the same. */
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { WhyNot } from "@barq/domain/story";
import { mostAt, refundPolicyFor } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { leftOf } from "./refund-plan.ts";
import type { SessionStory } from "./session-story.ts";
import { canGoBack } from "./support-acts.ts";

export const supportActKinds = ["stop", "release", "resend", "refund", "note", "macro"] as const;
export type SupportActKind = (typeof supportActKinds)[number];

export interface PossibleAct {
  readonly kind: SupportActKind;
  readonly possible: boolean;
  /** null where it is possible */
  readonly whyNot: WhyNot | null;
  /** of a refund: what can be given back at all, and what of it whoever asks decides alone */
  readonly left: Money | null;
  readonly alone: Money | null;
}

/** @param role of whoever looks; support and operators act, refunds are support's and finance's */
export function possibleActs(
  ports: Pick<ReadPorts, "clock" | "policy">,
  story: SessionStory,
  role: string,
): readonly PossibleAct[] {
  const isActing = role === "support" || role === "operator";
  return supportActKinds.map((kind): PossibleAct => {
    const mayAct = kind === "refund" ? role === "support" || role === "finance" : isActing;
    const whyNot = mayAct ? whyNotNow(ports, story, kind) : "not_your_role";
    const isRefund = kind === "refund" && whyNot === null;
    return {
      kind,
      possible: whyNot === null,
      whyNot,
      left: isRefund ? leftOf(story.session) : null,
      alone: isRefund ? aloneNow(ports, story.session, role) : null,
    };
  });
}

function whyNotNow(
  ports: Pick<ReadPorts, "clock">,
  { session, email, work, isDisputed }: SessionStory,
  kind: SupportActKind,
): WhyNot | null {
  switch (kind) {
    case "stop":
      return session.state === "charging"
        ? null
        : session.state === "stopping"
          ? "already_under_way"
          : "not_charging";
    case "release":
      if (canGoBack(ports, session)) return null;
      if (session.state === "review" && work.some(({ acts }) => acts.includes("release"))) return null;
      return session.effect?.name.startsWith("release.")
        ? "already_under_way"
        : session.hold?.stands
          ? "hold_is_needed"
          : "nothing_held";
    case "resend":
      return session.receipt === null ? "no_receipt_yet" : email === null ? "no_email_given" : null;
    case "refund":
      if (session.state !== "settled") return "not_settled";
      if (isDisputed) return "disputed";
      return leftOf(session).minor > 0n ? null : "nothing_left";
    case "note":
    case "macro":
      return null;
  }
}

/** What of a refund whoever asks decides alone, with everything that went back already set aside. */
function aloneNow(
  { clock, policy }: Pick<ReadPorts, "clock" | "policy">,
  session: Session,
  role: string,
): Money {
  const { currency, refunded } = session;
  const most = mostAt(refundPolicyFor(policy, role).refundAlone, currency, clock()) - (refunded ?? 0n);
  const left = leftOf(session).minor;
  return { currency, minor: most < 0n ? 0n : most < left ? most : left };
}
