/**
 * What is entered on the page, read for two ends only: to say whether a field is empty, and to scrub values
 * out of words that are about to be reported. Nothing in here is ever part of the model.
 */

import type { Found } from "./fields";
import { EDITABLE, isListButton } from "./kinds";
import { textOf } from "./text";

/** Whether the page has anything in the field: for a radio group, whether it is answered. */
export function holdsValue(field: Found): boolean {
  if (field.kind === "radio") return field.members.some(isChosen);
  if (field.kind === "checkbox" || field.kind === "switch") return isChosen(field.control) || field.control.matches(":indeterminate");
  if (isInput(field.control)) return field.control.value !== "" || shownBeside(field.control);
  const own = (field.element as { value?: unknown }).value;
  if (field.element !== field.control || own !== undefined) return !isBlank(own);
  return widgetHolds(field.control);
}

function isInput(element: Element): element is HTMLInputElement {
  return ["input", "select", "textarea"].includes(element.localName);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
}

function isChosen(element: Element): boolean {
  return (element as HTMLInputElement).checked === true || element.getAttribute("aria-checked") === "true";
}

/** Search-and-choose lists keep the text box empty and show the choice beside it (react-select and its like). */
function shownBeside(control: HTMLInputElement): boolean {
  if (control.getAttribute("role") !== "combobox") return false;
  const around = control.parentElement?.parentElement;
  return !!around?.querySelector("[class*='singleValue' i], [class*='multiValue' i], [class*='single-value' i], [class*='multi-value' i]");
}

function widgetHolds(control: HTMLElement): boolean {
  const role = control.getAttribute("role");
  if (role === "listbox") return control.querySelector("[aria-selected='true']") !== null;
  if (control.hasAttribute("aria-valuenow")) return control.getAttribute("aria-valuenow") !== "";
  if (control.hasAttribute("data-placeholder")) return false;
  const behind = control.parentElement?.querySelector<HTMLInputElement>(":scope > input, :scope > select");
  if (behind && behind !== control) return behind.value !== "";
  return /[^\s\u200b]/.test(control.textContent ?? "");
}

// --- to be scrubbed --------------------------------------------------------------------------------------

/** Everything entered or chosen in the field, as a page might repeat it in its own words. */
export function valuesOf(field: Found): readonly string[] {
  return [...chosen(field), ...entered(field)].map((value) => value.trim()).filter((value) => value !== "");
}

function chosen(field: Found): readonly string[] {
  return field.members.filter(isChosen).flatMap((member) => [
    (member as HTMLInputElement).value ?? "",
    ...[...((member as HTMLInputElement).labels ?? [])].map(textOf),
  ]);
}

function entered(field: Found): readonly string[] {
  if (field.kind === "radio" || field.kind === "checkbox" || field.kind === "switch") return [];
  const { control, element } = field;
  const own = (element as { value?: unknown }).value;
  const from = [control as HTMLInputElement, element].flatMap(partsOf);
  return [...from, ...(Array.isArray(own) ? own.map(String) : [])];
}

function partsOf(element: Element): readonly string[] {
  const { value, files, selectedOptions } = element as HTMLInputElement & HTMLSelectElement;
  const parts = typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  if (files) parts.push(...[...files].map((file) => file.name));
  if (selectedOptions) parts.push(...[...selectedOptions].map((option) => option.text));
  if (element.matches(SHOWS_ITS_VALUE) || isListButton(element)) parts.push(element.textContent ?? "");
  return parts;
}

const SHOWS_ITS_VALUE = `${EDITABLE}, [role='textbox']:not(input), [role='searchbox']:not(input), [role='combobox']:not(input), [role='spinbutton']:not(input)`;
