/** The door of the payment page: a form POST to its own address with `outcome` and an optional `card`. */
import { defaultCard, readCard } from "./cards.ts";
import type { PageStep } from "./checkout-sessions.ts";
import { payOnPage } from "./checkout-sessions.ts";
import type { CheckoutSession } from "./objects.ts";
import type { Notice } from "./pay-page.ts";
import { payPageHtml } from "./pay-page.ts";
import type { World } from "./world.ts";

type PageAnswer =
  | { readonly kind: "html"; readonly status: number; readonly html: string }
  | { readonly kind: "see_other"; readonly location: string };

const spaced = "4242 4242 4242 4242";

export function payDoor(
  world: World,
  merchant: string,
  id: string,
  method: string,
  body: string,
): PageAnswer {
  const page = world.books.find("checkout_session", id);
  if (!page)
    return { kind: "html", status: 404, html: "<!doctype html><p>There is no such payment page.</p>" };
  if (method !== "POST") return shown(world, merchant, id, null, spaced);
  const form = new URLSearchParams(body);
  const outcome = form.get("outcome");
  if (page.status === "complete") return { kind: "see_other", location: paidLocation(page) };
  if (page.status === "expired") return shown(world, merchant, id, null, spaced);
  if (outcome === "abandon") {
    return { kind: "see_other", location: page.cancel_url ?? page.success_url };
  }
  const { challenged } = world.books.need("page_memory", id);
  const answersChallenge = outcome === "approve" || outcome === "fail";
  const typed = form.get("card")?.trim() || spaced;
  const card = readCard(answersChallenge ? (challenged ?? defaultCard) : typed);
  if (!card) return shown(world, merchant, id, "no_card", typed);
  // A confirmation that nobody asked for, such as the back button after a refusal, shows the page as it is.
  if (answersChallenge && challenged === null) return shown(world, merchant, id, null, spaced);
  switch (outcome) {
    case "pay":
    case "decline":
    case "challenge":
    case "approve":
    case "fail":
      return after(world, merchant, page, payOnPage(world, page, outcome, card), typed);
    default:
      return shown(world, merchant, id, null, typed);
  }
}

function after(
  world: World,
  merchant: string,
  page: CheckoutSession,
  step: PageStep,
  typed: string,
): PageAnswer {
  switch (step) {
    case "complete":
      return { kind: "see_other", location: paidLocation(page) };
    case "challenged":
      return shown(world, merchant, page.id, null, typed);
    case "declined":
    case "challenge_failed":
      return shown(world, merchant, page.id, step, typed);
  }
}

const paidLocation = (page: CheckoutSession): string =>
  page.success_url.replaceAll("{CHECKOUT_SESSION_ID}", page.id);

function shown(world: World, merchant: string, id: string, notice: Notice | null, card: string): PageAnswer {
  const page = world.books.need("checkout_session", id);
  const memory = world.books.need("page_memory", id);
  const html = payPageHtml({
    page: { ...page, success_url: paidLocation(page) },
    merchant,
    name: memory.name,
    notice,
    challenged: page.status === "open" && memory.challenged !== null,
    card,
  });
  return { kind: "html", status: page.status === "expired" ? 410 : 200, html };
}
