/** The first page of people at work: the field that finds a session, and how much waits for a person. */
import type { Instant } from "@barq/domain/instant";
import { html } from "../html.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import { officeWords } from "./words.ts";

interface HomeView extends OfficeFrame {
  readonly now: Instant;
}

export function homePage(view: HomeView): string {
  const words = officeWords(view.locale);
  return officePage({
    ...view,
    title: words.title,
    place: "home",
    startsWithSearch: true,
    main: html`<h1>${words.menu.home}</h1>`,
  });
}
