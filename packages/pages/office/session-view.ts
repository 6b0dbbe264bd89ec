/** What the page of a session's story is made of. */
import type { Instant } from "@barq/domain/instant";
import type { Macro } from "@barq/domain/macros";
import type { Money } from "@barq/domain/money";
import type { PricedResult } from "@barq/domain/priced-result";
import type { Session } from "@barq/domain/session";
import type { Next, StoryEvent, WhyNot } from "@barq/domain/story";
import type { OfficeFrame } from "./frame.ts";
import type { StoryAct } from "./story-words.ts";

export interface PossibleView {
  readonly kind: StoryAct;
  /** null where it is possible */
  readonly whyNot: WhyNot | null;
  /** of a refund: what is left, and what of it whoever asks decides alone */
  readonly left: Money | null;
  readonly alone: Money | null;
}

export interface StoryView extends OfficeFrame {
  readonly now: Instant;
  readonly session: Session;
  readonly events: readonly StoryEvent[];
  readonly next: readonly Next[];
  readonly price: PricedResult | null;
  readonly readings: {
    readonly count: number;
    readonly setAside: readonly {
      readonly at: string | null;
      readonly value: string;
      readonly why: string;
    }[];
    readonly review: string | null;
  };
  readonly online: boolean;
  /** masked */
  readonly email: string | null;
  readonly work: readonly string[];
  readonly acts: readonly PossibleView[];
  readonly macros: readonly Macro[];
  /** whoever looks, as acts name them */
  readonly person: string;
  /** technicians see none */
  readonly withMoney: boolean;
  /** one for each form: pressed twice it is one act */
  readonly keyOf: (form: string) => string;
}
