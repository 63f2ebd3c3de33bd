/**
 * The offer of help as it is seen and heard: a small card at the side, with two answers. Fetched when one is due.
 *
 * It takes no focus. Who was in it when it goes is brought back to where they were. What follows is not decided here.
 */
import sheet from "./offer.css";
import type { OfferReason } from "./offering";
import { wordsOf } from "./words";

/** Shows it before everything else in `root`; gives what takes it away again. */
export function showCard(
  root: ShadowRoot,
  language: string,
  reason: OfferReason,
  accept: (choice: string) => void,
  dismiss: () => void,
): () => void {
  const words = wordsOf(language);
  const adopted = new CSSStyleSheet();
  adopted.replaceSync(sheet);
  root.adoptedStyleSheets.push(adopted);
  const card = made("section", "offer-help");
  const said = made("div", "offer-words");
  const answers = made("div", "offer-answers");
  card.lang = language;
  card.ariaLabel = words.label;
  said.role = "status";
  answers.append(
    button(words.yes, "offer-yes", () => accept(words.choices[reason])),
    button(words.no, "", dismiss),
  );
  card.append(said, answers);
  root.prepend(card);
  // A live region is read out when its words come after it.
  requestAnimationFrame(() =>
    said.append(
      made("b", "", words.title),
      made("p", "", reason === "fault" ? words.fault : words.stuck),
      made("p", "unseen", words.where),
    ),
  );
  const before = whereTheyWere(card);
  /** Escape closes it, wherever they are, unless the page has a use for it. */
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) dismiss();
  };
  document.addEventListener("keydown", onKey);
  return () => {
    document.removeEventListener("keydown", onKey);
    if (card.contains(root.activeElement)) before()?.focus();
    card.remove();
  };
}

/** Remembers what had the focus before it came into the card. */
function whereTheyWere(card: HTMLElement): () => HTMLElement | null {
  let last = document.activeElement as HTMLElement | null;
  card.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !card.contains(relatedTarget)) last = relatedTarget;
  });
  return () => (last?.isConnected ? last : null);
}

function button(name: string, style: string, press: () => void): HTMLElement {
  const element = made("button", style, name) as HTMLButtonElement;
  element.type = "button";
  element.onclick = press;
  return element;
}

function made(name: string, style: string, words = ""): HTMLElement {
  const element = document.createElement(name);
  if (style) element.className = style;
  element.textContent = words;
  return element;
}
