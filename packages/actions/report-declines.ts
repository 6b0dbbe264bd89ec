/**
 * Of the first holds that were asked for, how many failed because a bank declined the card: by the hour of the asking, and per
 * sticker, because whoever tries cards out does it in front of one code. It is read from the sessions themselves, so that
 * nothing is counted beside them on any path.
 */
import type { Instant } from "@barq/domain/instant";
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { unusualDeclinesAt } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { newestSessions } from "./sessions-of-days.ts";

interface Asked {
  /** when the hour began */
  readonly from: Instant;
  readonly asked: number;
  /** declined, abandoned or refused; what is still open is none of it */
  readonly failed: number;
  /** of those, after the bank had said no to the last card that was tried */
  readonly declined: number;
}

export interface Declines {
  /** the hour that runs, and those before it */
  readonly hours: readonly Asked[];
  /** codes at which cards were declined, the unusual ones before the others; the first of many */
  readonly stickers: readonly (Asked & {
    readonly sticker: string;
    readonly station: string;
    readonly connector: number;
    /** more than policy takes for the bad luck of drivers */
    readonly isUnusual: boolean;
  })[];
}

const hoursShown = 6;
const mostStickers = 50;
const hourOf = (at: Instant): Instant => Math.floor(at / hour) * hour;

interface Count {
  asked: number;
  failed: number;
  declined: number;
}

export async function reportDeclines(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  tenant: string,
): Promise<Declines> {
  const now = ports.clock();
  const first = hourOf(now) - (hoursShown - 1) * hour;
  const froms = Array.from({ length: hoursShown }, (_, n) => hourOf(now) - n * hour);
  const hours = new Map<Instant, Count>(froms.map((from) => [from, none()]));
  const stickers = new Map<string, { readonly session: Session; readonly from: Instant; count: Count }>();
  for await (const session of newestSessions(ports, tenant, { from: first, to: now + 1 })) {
    if (session.hold === null) continue;
    const from = hourOf(session.createdAt);
    const ofHour = hours.get(from);
    if (ofHour) add(ofHour, session);
    const name = `${from}|${session.pinned.sticker}`;
    const ofSticker = stickers.get(name) ?? { session, from, count: none() };
    stickers.set(name, ofSticker);
    add(ofSticker.count, session);
  }
  const unusual = unusualDeclinesAt(ports.policy, now);
  return {
    hours: [...hours].map(([from, count]) => ({ from, ...count })),
    stickers: [...stickers.values()]
      .filter(({ count }) => count.declined > 0)
      .map(({ session, from, count }) => ({
        sticker: session.pinned.sticker,
        station: session.station,
        connector: session.connector,
        from,
        ...count,
        isUnusual: count.declined >= unusual.least && count.declined * 100 >= count.asked * unusual.percent,
      }))
      .sort((a, b) => Number(b.isUnusual) - Number(a.isUnusual) || b.from - a.from || b.declined - a.declined)
      .slice(0, mostStickers),
  };
}

const none = (): Count => ({ asked: 0, failed: 0, declined: 0 });

function add(count: Count, { state, why }: Session): void {
  count.asked++;
  if (state !== "failed") return;
  count.failed++;
  if (why === "hold_declined") count.declined++;
}
