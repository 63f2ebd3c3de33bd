/**
 * What the page shows, as far as cues are about it: which fields are marked as wrong, what a click was on, which
 * step this is. Looked at in idle moments. Fields and steps get keys that are kept on this device; no value is read.
 */
import type { Place } from "./marks";

const FIELD = "input:not([type=hidden]), select, textarea, [contenteditable], [role=textbox], [role=combobox], [role=radiogroup]";
const ERRORS = [
  "[aria-invalid]:not([aria-invalid=false], [aria-invalid=''])",
  ":is(input, select, textarea):is(.is-invalid, [class*='input--error'], [class*='select--error'])",
  ...[":user-invalid"].filter((each) => CSS.supports(`selector(${each})`)),
].join();
/** Fields that one fills in with a few words: a long text may be come back to as often as one likes. */
const SHORT = "input:not([type=checkbox], [type=radio], [type=range], [type=file]), select, [role=combobox]";

const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=image], [type=file], [type=color]), textarea, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=searchbox]";
const CONTROL = "button, a[href], input, select, summary, label, [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=menuitem], [role=option], [role=combobox]";
const COUNTER = "input[type=number], input[type=range], [role=spinbutton], [role=slider], [role=scrollbar], [inputmode=numeric]";
const DATE = "input[type=date], input[type=time], input[type=month], input[type=week], input[type=datetime-local], [role=grid], [class*=calendar i], [class*=datepicker i], [class*=date-picker i], [class*=timepicker i]";
/** What buttons say that are pressed many times: signs, and words for more and less. */
const MORE = /^[\s+\-−–±▲▼△▽◀▶‹›«»<>←→↑↓]+$|\b(increase|decrease|increment|decrement|more|fewer|less|plus|minus|add|remove|mehr|weniger|hinzufügen|entfernen)\b|(erhöh|verringer)/i;
/** How far around a button the field is looked for that it steps through. */
const REACH = 3;
const LONGEST_LABEL = 40;

export const SENDS = "button:not([type=button], [type=reset]), input[type=submit], input[type=image]";

export const isShort = (field: Element): boolean => field.matches(SHORT);

/** The field that something happened in, if it is one. */
export const fieldAt = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest(FIELD) : null;

/** The fields that the page marks as wrong now, those in sight. */
export function wrongFields(page: Document): readonly Element[] {
  return [...page.querySelectorAll(ERRORS)].filter((each) => each.matches(FIELD) && (each as HTMLElement).checkVisibility?.() !== false);
}

/** What a click was on, once it is over: words that are selected by then were clicked to select them. */
export function placeOf(target: EventTarget | null): Place {
  const at = target instanceof Element ? target : null;
  if (at === null) return "other";
  if (at.closest(DATE)) return "date";
  const control = at.closest(CONTROL);
  if (isStepper(at, control)) return "stepper";
  if (at.closest(TEXT) || at.ownerDocument.getSelection()?.type === "Range") return "text";
  return control ? "control" : "other";
}

function isStepper(at: Element, control: Element | null): boolean {
  if (at.closest(COUNTER)) return true;
  if (control === null || !control.matches("button, a, [role=button]")) return false;
  const label = control.getAttribute("aria-label") ?? control.textContent ?? "";
  if (label.length <= LONGEST_LABEL && MORE.test(label.trim())) return true;
  let around: Element | null = control;
  for (let step = 0; around !== null && !around.matches("form, body") && step < REACH; step++) around = around.parentElement;
  return !control.matches("[type=submit]") && isSmall(label) && around?.matches("form, body") === false && around.querySelector(COUNTER) !== null;
}

const isSmall = (label: string): boolean => label.trim().length <= 2;

/** A key for a field: the same after the page was loaded again, and of no meaning elsewhere. */
export function fieldKey(field: Element): string {
  const name = field.getAttribute("name") || field.id || String([...field.ownerDocument.querySelectorAll(FIELD)].indexOf(field));
  return hashed(`${location.pathname} ${name} ${field.matches("[type=radio]") ? "" : field.id}`);
}

/** A key for the step the customer is at: by the address, and by what the page marks as the current step. */
export function stepKey(page: Document): string {
  return hashed(`${location.pathname}${location.hash} ${page.querySelector("[aria-current=step]")?.textContent?.trim() ?? ""}`);
}

/** FNV-1a, 32 bits: short to keep, and not to be read back. */
function hashed(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
