/**
 * The pages of a form that is shown one page at a time: parts marked `data-alongside-step`, or siblings with
 * fields and a heading each of which exactly one is shown.
 */

import type { Found, Survey } from "./fields";
import { guarded } from "./names";
import { line, textOf } from "./text";
import { isVisible, nearest, outwards, parentOf, styleOf } from "./tree";

export interface Page {
  readonly element: Element;
  readonly name: string;
  readonly visible: boolean;
}

export interface Pages {
  readonly pages: readonly Page[];
  /** The page that a field is reported under. A field hidden within its page (conditional) is under none. */
  readonly pageOf: (field: Found) => Element | null;
}

const TITLE = "h1, h2, h3, h4, h5, h6, legend, [role='heading']";

export function pagesOf(survey: Survey): Pages {
  const found = markedPages(survey) ?? alternating(survey);
  const pages = found.map((element) => ({ element, name: nameOf(element), visible: isVisible(element) }));
  const known = new Set(found);
  return { pages, pageOf: (field) => pageAround(field, known) };
}

function pageAround(field: Found, known: ReadonlySet<Element>): Element | null {
  for (const at of outwards(field.element)) {
    if (known.has(at)) return field.visible || !isVisible(at) ? at : null;
    if (!field.visible && isHiddenItself(at)) return null;
  }
  return null;
}

function isHiddenItself(element: Element): boolean {
  return styleOf(element)?.display === "none";
}

function nameOf(page: Element): string {
  if (nearest(page, "[data-alongside-private]")) return "";
  const marked = page.getAttribute("data-alongside-step")?.trim();
  if (marked) return line(marked);
  const title = page.querySelector(TITLE);
  return title === null ? line(guarded(page)) : textOf(title);
}

function markedPages(survey: Survey): Element[] | null {
  const marked = new Set(survey.fields.map((field) => field.step).filter((step) => step !== null));
  return marked.size > 0 ? [...marked] : null;
}

/** Siblings of one make, each with fields and a title, of which exactly one is shown. */
function alternating(survey: Survey): Element[] {
  for (const field of survey.fields) {
    const hidden = field.visible ? null : outermostHidden(field.element);
    const around = hidden === null ? null : parentOf(hidden);
    if (hidden === null || around === null) continue;
    const alike = [...around.children].filter((each) => each.localName === hidden.localName && isPage(each, survey));
    if (alike.length > 1 && alike.filter(isVisible).length === 1) return alike;
  }
  return [];
}

function outermostHidden(element: Element): Element | null {
  let hidden: Element | null = null;
  for (const at of outwards(element)) {
    if (isVisible(at)) return hidden;
    hidden = at;
  }
  return hidden;
}

function isPage(element: Element, survey: Survey): boolean {
  return element.querySelector(TITLE) !== null && survey.fields.some((field) => element.contains(field.element));
}
