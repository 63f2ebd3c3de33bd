/**
 * What is entered on the page, read for two ends only: to say whether a field is empty, and to scrub values
 * out of words that are about to be reported. Nothing in here is ever part of the model.
 */

import type { Found } from "./fields";
import { EDITABLE, isCustom, isListButton, isTwoState, rolesOf } from "./kinds";
import { textOf } from "./text";

/** Whether the page has anything in the field: for a radio group, whether it is answered. */
export function holdsValue(field: Found): boolean {
  if (field.kind === "radio")
    return (
      field.members.some(isChosen) ||
      (isCustom(field.element) && !isBlank((field.element as { value?: unknown }).value))
    );
  if (isTwoState(field))
    return isChosen(field.control) || field.control.matches(":indeterminate");
  if (isInput(field.control)) return field.control.value !== "" || shownBeside(field.control);
  const own = (field.element as { value?: unknown }).value;
  if (field.element !== field.control || own !== undefined) return !isBlank(own);
  return widgetHolds(field.control);
}

/** How a box or slider stands, to notice that it changed; never to be reported. */
export function standing(field: Found): string {
  const { checked, value } = field.element as HTMLInputElement;
  return [checked, value, ...["aria-checked", "aria-valuenow"].map((name) => field.control.getAttribute(name))].join();
}

function isInput(element: Element): element is HTMLInputElement {
  return ["input", "select", "textarea"].includes(element.localName);
}

function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isChosen(element: Element): boolean {
  return (element as HTMLInputElement).checked === true || element.getAttribute("aria-checked") === "true";
}

/** Search-and-choose lists keep the text box empty and show the choice beside it (react-select and its like). */
function shownBeside(control: HTMLInputElement): boolean {
  if (control.getAttribute("role") !== "combobox") return false;
  const around = control.parentElement?.parentElement;
  return !!around?.querySelector("[class*='singleValue'], [class*='multiValue'], [class*='-value']");
}

function widgetHolds(control: HTMLElement): boolean {
  const role = control.getAttribute("role");
  if (role === "listbox") return control.querySelector("[aria-selected='true']") !== null;
  if (control.hasAttribute("aria-valuenow")) return control.getAttribute("aria-valuenow") !== "";
  if (control.hasAttribute("data-placeholder")) return false;
  const behind =
    role === "combobox" || isListButton(control)
      ? control.parentElement?.querySelector<HTMLInputElement>(BEHIND)
      : null;
  if (behind) return behind.value !== "";
  return (
    /[^\s\u200b]/.test(control.textContent ?? "") && !(isListButton(control) && INVITES.test(control.textContent ?? ""))
  );
}

/** The control that a hand-made select keeps for the form to send. */
const BEHIND = ":scope > input[type='hidden'], :scope > input[aria-hidden='true'], :scope > select[aria-hidden='true']";
/** What a hand-made select shows while nothing is chosen. */
const INVITES = /^\W*(select|choose|pick|please|bitte|wähl|ausw|$)/i;

// --- to be scrubbed --------------------------------------------------------------------------------------

/** What is entered in a field, as a page might repeat it in its own words. */
export interface Values {
  readonly typed: readonly string[];
  /** Answers picked from what the page offers: they are made of the page's own words. */
  readonly chosen: readonly string[];
}

export function valuesOf(field: Found): Values {
  if (field.kind === "radio" || isTwoState(field))
    return { typed: [], chosen: answers(field) };
  const { control, element } = field;
  const own = (element as { value?: unknown }).value;
  const said = [...shownIn(control), ...shownIn(element), ...(Array.isArray(own) ? own.map(String) : [])].filter(
    isWord,
  );
  return field.kind === "choice" && control.localName !== "input"
    ? { typed: [], chosen: said }
    : { typed: said, chosen: [] };
}

function answers(field: Found): readonly string[] {
  const labels = (member: Element): string[] => [...((member as HTMLInputElement).labels ?? [])].map(textOf);
  const chosen = field.members
    .filter(isChosen)
    .flatMap((member) => [(member as HTMLInputElement).value ?? "", ...labels(member)]);
  return chosen.filter((value) => isWord(value) && value !== "on");
}

function isWord(value: string): boolean {
  return value.trim() !== "";
}

function shownIn(element: Element): readonly string[] {
  const { value, files, selectedOptions } = element as HTMLInputElement & HTMLSelectElement;
  const parts = typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  if (files) parts.push(...[...files].map((file) => file.name));
  if (selectedOptions) parts.push(...[...selectedOptions].map((option) => option.text ?? option.textContent));
  if (isListButton(element) || (!isInput(element) && element.matches(SHOWS_ITS_VALUE)))
    parts.push(element.textContent ?? "");
  return parts;
}

const SHOWS_ITS_VALUE = `${EDITABLE},${rolesOf("textbox", "searchbox", "combobox", "spinbutton")}`;
