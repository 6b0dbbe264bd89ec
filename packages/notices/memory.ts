/** The twin in memory: it keeps what was sent, and a test says what goes wrong with the next one. */
import type { Notice, Notices, Sending } from "./port.ts";
import { refusalOf } from "./port.ts";

export interface MemoryNotices {
  readonly notices: Notices;
  /** in the order of sending, each once */
  readonly sent: readonly Notice[];
  /** `lost`: nothing arrives; `lost answer`: it is sent, and nobody hears so; `rejected`: the other side will not take it */
  readonly faults: ("lost" | "lost answer" | "rejected")[];
}

export function createMemoryNotices(): MemoryNotices {
  const sent: Notice[] = [];
  const faults: ("lost" | "lost answer" | "rejected")[] = [];
  const send = async (notice: Notice): Promise<Sending> => {
    const refused = refusalOf(notice);
    if (refused) return refused;
    const fault = faults.shift();
    if (fault === "lost") return { kind: "unknown" };
    if (fault === "rejected") return { kind: "refused", code: "rejected" };
    if (!sent.some(({ id }) => id === notice.id)) sent.push(structuredClone(notice));
    return { kind: fault === "lost answer" ? "unknown" : "sent" };
  };
  return { notices: { isOnce: true, send }, sent, faults };
}
