/**
 * The error a page shows at a field, in the page's words, not yet scrubbed.
 *
 * Looks where pages put them: what the field refers to, then what stands in its group. A message of the browser's
 * own is never used, for it quotes what was typed; one that the page has set is.
 */

import { groupBox, type Found } from "./fields";
import { EDITABLE, NATIVE } from "./kinds";
import { visibleText } from "./text";
import { isVisible, listed, parentOf, referenced } from "./tree";

/** Boxes around a field are called such things too: see `isMessage`. */
const ERROR =
  "[role='alert'], [class*='error' i], [class*='invalid-feedback' i], [slot='error-message']";
const CLASS_OF_ERROR = /error|invalid|danger|fehler/i;
/** Hints are called things like `with-error-hint`: in an id, the word must come last. */
const ID_OF_ERROR = /(error|err|invalid|fehler)s?([-_]?(message|msg|text|feedback))?$/i;
const OTHER_FIELDS = `${NATIVE}, button[type='submit'], ${EDITABLE}`;
/** How far around a field its error is looked for. */
const REACH = 5;

/** The error shown at the field; empty when there is none, or none in words. */
export function errorAt(field: Found): string {
  const carriers = new Set([field.control, field.element, ...listed(groupBox(field))]);
  for (const carrier of carriers) {
    const words = referredError(carrier) || ownMessage(carrier);
    if (words !== "") return withoutPrefix(words);
  }
  return withoutPrefix(nearbyError(field));
}

/** Errors that the box of several fields (a date's, say) refers to. */
export function errorOfBox(box: Element): string {
  return withoutPrefix(referredError(box));
}

/** Whether the page, or the browser on its behalf, marks the field as wrong. */
export function markedInvalid(field: Found): boolean {
  const marked = [field.control, field.element, ...listed(groupBox(field))];
  return marked.some((element) => isTrue(element.getAttribute("aria-invalid")));
}

function isTrue(said: string | null): boolean {
  return said !== null && said !== "" && said !== "false";
}

/** Whether the browser has told the customer that the field is wrong (after `invalid`), and it still is. */
export function toldInvalid(field: Found): boolean {
  return [field.control, field.element].some(
    (element) => (element as HTMLInputElement).validity?.valid === false && isTold(element),
  );
}

function isTold(element: Element): boolean {
  return element.matches(USER_INVALID);
}

/** Browsers throw at a selector they do not know. */
const USER_INVALID = [":user-invalid", ":state(user-invalid)", "[data-user-invalid]"]
  .filter((selector) => CSS.supports(`selector(${selector})`))
  .join();

// --- where the words are ---------------------------------------------------------------------------------

function referredError(carrier: Element): string {
  const named = isTrue(carrier.getAttribute("aria-invalid")) ? referenced(carrier, "aria-errormessage") : [];
  const described = referenced(carrier, "aria-describedby").filter(isError);
  return join([...named, ...described]);
}

function isError(element: Element): boolean {
  return (
    element.matches(ERROR) ||
    CLASS_OF_ERROR.test(element.className) ||
    ID_OF_ERROR.test(element.id) ||
    element.querySelector(ERROR) !== null
  );
}

function ownMessage(carrier: Element): string {
  const { validity, validationMessage } = carrier as HTMLInputElement;
  const told = isTold(carrier) || isTrue(carrier.getAttribute("aria-invalid"));
  return validity?.customError && told ? validationMessage : "";
}

/** Looks outwards until there is another field in sight: what is said further out is not about this one. */
function nearbyError(field: Found): string {
  let at: Element | null = groupBox(field) ?? lastMember(field);
  for (let step = 0; at !== null && step < REACH; step++) {
    at = parentOf(at);
    if (at === null || at.localName === "form" || at.localName === "body" || isShared(at, field)) return "";
    const words = join([...at.querySelectorAll(ERROR)].filter((found) => isMessage(found, field)));
    if (words !== "") return words;
  }
  return "";
}

function lastMember(field: Found): Element {
  return field.members.at(-1) === field.control ? field.element : (field.members.at(-1) ?? field.element);
}

function isShared(around: Element, field: Found): boolean {
  for (const other of around.querySelectorAll(OTHER_FIELDS)) {
    if (other !== field.control && !field.members.includes(other) && !field.element.contains(other) && isVisible(other))
      return true;
  }
  return false;
}

/** A message, not a box that holds the field and happens to be called an error. */
function isMessage(found: Element, field: Found): boolean {
  return (
    !found.contains(field.element) &&
    !found.matches("label, legend") &&
    found.querySelector(`${NATIVE}, label`) === null
  );
}

function join(messages: readonly Element[]): string {
  const outermost = messages.filter((each) => !messages.some((other) => other !== each && other.contains(each)));
  return [...new Set(outermost.map(visibleText))].filter(Boolean).join(" ");
}

/** Pages say "Error:" for those who do not see the red. */
function withoutPrefix(words: string): string {
  return words.replace(/^(error|fehler)\s*:\s*/i, "");
}
