/** Every hold that stands on a driver's card now: off the books, with its age, and when the provider will let it go. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { ReadPorts } from "./ports.ts";
import type { Standing } from "./standing.ts";
import { readStanding } from "./standing.ts";

export interface OpenHold {
  readonly session: string;
  readonly reference: string;
  readonly station: string;
  readonly state: Session["state"];
  readonly why: string | null;
  readonly holdAmount: Money;
  readonly heldAt: Instant | null;
  /** by the provider's own word; null where it gave none */
  readonly captureBefore: Instant | null;
  /** when we do the next step */
  readonly due: Instant | null;
}

/** The one that lapses first comes first. */
export async function reportHolds(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
): Promise<readonly OpenHold[]> {
  return openHolds(await readStanding(ports, tenant)).sort(byLapse);
}

/** The sessions' own holds and the further ones that stand beside them. */
export function openHolds({ sessions, furtherHolds }: Standing): OpenHold[] {
  const by = new Map(sessions.map((session) => [session.id, session]));
  const further = furtherHolds.flatMap(
    ({ session: id, state, holdAmount, createdAt, captureBefore, due }) => {
      const session = by.get(id);
      return state === "held" && session
        ? [{ ...facts(session), holdAmount, heldAt: createdAt, captureBefore, due }]
        : [];
    },
  );
  return [...sessions.flatMap(openHold), ...further];
}

function openHold(session: Session): readonly OpenHold[] {
  const { hold, heldAt, due } = session;
  if (!hold?.stands) return [];
  const { holdAmount, captureBefore } = hold;
  return [{ ...facts(session), holdAmount, heldAt, captureBefore, due }];
}

const facts = ({ id, reference, station, state, why }: Session) => ({
  session: id,
  reference,
  station,
  state,
  why,
});

const byLapse = (a: OpenHold, b: OpenHold): number =>
  (a.captureBefore ?? Number.POSITIVE_INFINITY) - (b.captureBefore ?? Number.POSITIVE_INFINITY) ||
  (a.heldAt ?? 0) - (b.heldAt ?? 0);
