/**
 * What a field is called, by the accessible-name algorithm, with no value, placeholder or title in it.
 *
 * The algorithm lets values into names: of controls inside a label, and of controls a name refers to. So it is
 * told that everything that may bear a value cannot be seen, and references to such elements are resolved here.
 */

import { computeAccessibleName } from "dom-accessibility-api";

import { groupBox, type Found } from "./fields";
import { isCustom, isFormHost } from "./kinds";
import { bearsValue, line, textOf, visibleText } from "./text";
import { nearest, referenced, styleOf } from "./tree";

/** Names cost a style look-up per label: they are kept while the words they come from stay the same. */
export class Names {
  readonly #known = new WeakMap<Element, { readonly from: string; readonly name: string }>();

  /** The field's name as the page gives it, not yet scrubbed. */
  of(field: Found): string {
    const from = sourcesOf(field);
    const known = this.#known.get(field.element);
    if (known?.from === from) return known.name;
    const name = line(nameOf(field));
    this.#known.set(field.element, { from, name });
    return name;
  }
}

/** The words a name would come from; cheap, and changes whenever the name may. */
function sourcesOf(field: Found): string {
  const element = field.kind === "radio" ? (groupBox(field) ?? field.element) : field.element;
  const attributes = ["data-alongside-label", "aria-label", "label"].map((name) => element.getAttribute(name));
  const labels = [...labelsOf(element), ...labelsOf(field.control), ...referenced(element, "aria-labelledby")];
  const own = element.matches("fieldset, [role]:not(input)") ? element.textContent?.slice(0, 500) : "";
  return [...attributes, ...labels.map((label) => label.textContent), own].join("\u0000");
}

function labelsOf(element: Element): readonly Element[] {
  return [...((element as HTMLInputElement).labels ?? [])];
}

function nameOf(field: Found): string {
  const given = nearestLabel(field);
  if (given) return given;
  const { element, control } = field;
  if (field.kind === "radio" && !isCustom(element)) return radioName(field);
  return (
    guarded(element) ||
    (isCustom(element) ? hostName(element) : "") ||
    (element === control ? "" : guarded(control)) ||
    spelledOut(control.getAttribute("name") ?? element.getAttribute("name"))
  );
}

/** `data-alongside-label` on the field, or on the box of its radio group. */
function nearestLabel(field: Found): string {
  const on = [field.element, field.control, groupBox(field)];
  return on.map((element) => element?.getAttribute("data-alongside-label")?.trim()).find(Boolean) ?? "";
}

/** Never by the words of a button: they are an answer. */
function radioName(field: Found): string {
  const box = groupBox(field);
  const name = box === null ? "" : guarded(box);
  return name || spelledOut(field.control.getAttribute("name"));
}

/** The accessible name of `element`, values left out. */
export function guarded(element: Element): string {
  const refs = referenced(element, "aria-labelledby");
  if (refs.some(bearsValue)) return refs.map(referredName).filter(Boolean).join(" ");
  if (hasOnlyTitle(element)) return "";
  const name = computeAccessibleName(element, {
    computedStyleSupportsPseudoElements: false,
    getComputedStyle: (at: Element) =>
      at !== element && bearsValue(at) ? UNSEEN : (styleOf(at) as CSSStyleDeclaration),
  });
  return name || element.getAttribute("aria-label")?.trim() || refs.map(textOf).join(" ");
}

const UNSEEN = { getPropertyValue: (name: string) => (name === "display" ? "none" : "") } as CSSStyleDeclaration;

function referredName(element: Element): string {
  return element.getAttribute("aria-label")?.trim() || (bearsValue(element) ? "" : textOf(element));
}

/** Whether the algorithm would end with the title: a tool tip is no name, and may hold anything. */
function hasOnlyTitle(element: Element): boolean {
  if (!element.getAttribute("title")?.trim() || element.getAttribute("aria-label")?.trim()) return false;
  if (element.matches("fieldset, :is([role='checkbox'], [role='radio'], [role='switch']):not(input)"))
    return visibleText(element) === "";
  return [...labelsOf(element), ...referenced(element, "aria-labelledby")].every((label) => textOf(label) === "");
}

/** A custom element's own idea of its label: an attribute, or a label element that points at it. */
function hostName(host: Element): string {
  const property = (host as { label?: unknown }).label;
  const said = host.getAttribute("label")?.trim() || (typeof property === "string" ? property.trim() : "");
  return said || slottedLabel(host) || pointedLabel(host);
}

function slottedLabel(host: Element): string {
  const slotted = host.querySelector(":scope > [slot='label']");
  return slotted === null ? "" : textOf(slotted);
}

function pointedLabel(host: Element): string {
  const root = host.getRootNode() as Document | ShadowRoot;
  const pointing = host.id === "" ? null : root.querySelector(`label[for="${CSS.escape(host.id)}"]`);
  const label = pointing ?? nearest(host, "label");
  return label === null ? ownText(host) : textOf(label);
}

/** A box or switch says its name between its tags. */
function ownText(host: Element): string {
  return isFormHost(host) && /checkbox|switch|radio/.test(host.localName)
    ? line([...host.childNodes].map((node) => node.textContent).join(" "))
    : "";
}

/** The name for scripts, when it is plain words: the last resort for a field the page does not name. */
function spelledOut(name: string | null): string {
  if (!/^[a-z]{2,}([-_][a-z]+|[A-Z][a-z]+)*$/.test(name ?? "0")) return "";
  const words = String(name)
    .replace(/[-_]|(?=[A-Z])/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What to call any element of the page aloud, to the customer alone: its accessible name, or its words. */
export function spokenName(element: Element): string {
  const inner = element.shadowRoot?.querySelector("input, select, textarea");
  return guarded(element) || (inner ? hostName(element) || guarded(inner) : "") || visibleText(element);
}

// --- groups ----------------------------------------------------------------------------------------------

export function groupName(box: Element): string {
  if (box.closest("[data-alongside-private]") !== null) return "";
  return line(box.getAttribute("data-alongside-label")?.trim() || guarded(box));
}
