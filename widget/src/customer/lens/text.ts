/**
 * The words a page shows, without anything that was entered: what is inside a control is never read.
 *
 * Everything the lens says about a page in words (names, steps, errors) comes from here or from `names`.
 */

import { EDITABLE, isCustom, isFormHost, isListButton, rolesOf } from "./kinds";
import { isOwn, isVisible } from "./tree";

/** Longer words are cut: it is a name or an error, not an essay. The protocol allows 300. */
const LONGEST = 200;

const VALUES = [
  "input",
  "select",
  "textarea",
  "output",
  "meter",
  "progress",
  "datalist",
  "option",
  "script",
  "style",
  EDITABLE,
  "[data-alongside-private]",
  rolesOf("textbox", "searchbox", "combobox", "listbox", "option", "slider", "spinbutton", "progressbar", "meter"),
].join();

/** Whether the words in `element` may be a value (or are no words at all). */
export function bearsValue(element: Element): boolean {
  return (
    element.matches(VALUES) || isListButton(element) || (isCustom(element) && (isOwn(element) || isFormHost(element)))
  );
}

/** The words a person sees in `element`, in one line. */
export function visibleText(element: Element): string {
  return line(wordsIn(element, isVisible));
}

/** The words in `element`, seen or not, in one line. */
export function textOf(element: Element): string {
  return line(wordsIn(element, () => true));
}

function wordsIn(node: Node, counts: (element: Element) => boolean): string {
  if (node.nodeType === 3) return node.nodeValue ?? "";
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  if (bearsValue(element) || element.getAttribute("aria-hidden") === "true" || !counts(element)) return "";
  const inner = nodesOf(element)
    .map((each) => wordsIn(each, counts))
    .join("");
  return INLINE.test(element.localName) ? inner : ` ${inner} `;
}

const INLINE = /^(a|b|em|i|slot|small|span|strong|su[bp]|u)$/;

function nodesOf(element: Element): readonly Node[] {
  if (element.localName !== "slot") return [...element.childNodes];
  const assigned = (element as HTMLSlotElement).assignedNodes();
  return assigned.length > 0 ? assigned : [...element.childNodes];
}

/** On one line, not too long. */
export function line(words: string): string {
  const flat = words.replace(/[\s\u200b]+/g, " ").trim();
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}
