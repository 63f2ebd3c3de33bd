/**
 * Which elements are fields, and of what kind: native controls, ARIA widgets, custom elements, rich text.
 *
 * Looks at one element at a time. Must not know of steps, names or states.
 */

import type { FieldKind } from "../../shared/protocol.gen";
import { childrenOf } from "./tree";

/** What a field is made of: the element a person calls the field, and the control in it that holds the value. */
export interface Control {
  readonly element: Element;
  readonly control: HTMLElement;
  readonly kind: FieldKind;
}

const NO_FIELD = /^(hidden|submit|button|reset|image)$/;

/** Types of inputs, roles, and words in the names of custom elements that are called otherwise than their kind. */
const KINDS: Readonly<Record<string, FieldKind>> = {
  tel: "phone",
  month: "date",
  week: "date",
  "datetime-local": "date",
  range: "slider",
  textbox: "text",
  searchbox: "search",
  combobox: "choice",
  listbox: "choice",
  spinbutton: "number",
  toggle: "switch",
  select: "choice",
  dropdown: "choice",
  textarea: "multiline",
  upload: "file",
};
/** And those that are called like it; the first that stands in a custom element's name counts. */
const SAME: readonly FieldKind[] = [
  "radio",
  "switch",
  "checkbox",
  "slider",
  "color",
  "date",
  "time",
  "file",
  "email",
  "number",
  "password",
  "search",
  "url",
];
const ROLES = ["textbox", "searchbox", "combobox", "listbox", "radio", "checkbox", "switch", "slider", "spinbutton"];

export const EDITABLE = "[contenteditable]:not([contenteditable='false' i])";
const BUTTON = "button, a, [role='button'], [type='submit'], [type='button']";
const WIDGET = rolesOf(...ROLES);
export const NATIVE = "input:not([type='hidden' i]), select, textarea";

/** A box to tick, or a switch: its presence is its value, so not even the number of its changes may be told. */
export function isTwoState({ kind }: { readonly kind: FieldKind }): boolean {
  return kind === "checkbox" || kind === "switch";
}

/** A selector of elements with one of these roles. */
export function rolesOf(...roles: readonly string[]): string {
  return roles.map((role) => `[role='${role}']`).join();
}

/** The kind that an input's type, or a role, stands for. */
function kindOf(word: string): FieldKind | undefined {
  return KINDS[word] ?? SAME.find((kind) => kind === word);
}

/** The role of a field that `element` has, if any. */
function roleOf(element: Element): string {
  const role = element.getAttribute("role") ?? "";
  return ROLES.includes(role) ? role : "";
}

/** The field that `element` is, or null. Does not look at whether it can be seen. */
export function controlAt(element: Element): Control | null {
  const kind = nativeKind(element);
  if (kind !== undefined) return kind && whole(element, kind);
  return hostField(element) ?? widgetField(element);
}

function whole(element: Element, kind: FieldKind): Control {
  return { element, control: element as HTMLElement, kind };
}

/** The kind of a native control; null for one that is no field, undefined for what is no native control. */
function nativeKind(element: Element): FieldKind | null | undefined {
  if (element.localName === "textarea") return "multiline";
  if (element.localName === "select") return "choice";
  if (element.localName !== "input") return undefined;
  const { type } = element as HTMLInputElement;
  if (NO_FIELD.test(type)) return null;
  const role = kindOf(roleOf(element));
  return role === "switch" || role === "choice" ? role : (kindOf(type) ?? "text");
}

function widgetField(element: Element): Control | null {
  const kind = kindOf(roleOf(element));
  if (kind !== undefined)
    return element.querySelector(`${NATIVE}, ${WIDGET}`) ? null : whole(element, widgetKind(element, kind));
  if (isListButton(element)) return whole(element, "choice");
  return element.matches(EDITABLE) ? whole(element, "rich_text") : null;
}

function widgetKind(element: Element, kind: FieldKind): FieldKind {
  if (kind !== "text") return kind;
  return element.getAttribute("aria-multiline") === "true" ? "multiline" : "text";
}

/** A button that opens a list of options and shows the chosen one: a select made by hand. */
export function isListButton(element: Element): boolean {
  return element.getAttribute("aria-haspopup") === "listbox" && element.matches("button, [role='button']");
}

// --- custom elements -------------------------------------------------------------------------------------

export function isCustom(element: Element): boolean {
  return element.localName.includes("-");
}

/** A custom element that takes part in forms by itself. */
export function isFormHost(element: Element): boolean {
  return isCustom(element) && (element.constructor as { formAssociated?: unknown }).formAssociated === true;
}

/** A custom element as one field: it takes part in forms, or it wraps a single control. */
function hostField(host: Element): Control | null {
  if (!isCustom(host) || (host.shadowRoot === null && !isFormHost(host))) return null;
  const inner = host.shadowRoot === null ? [] : controlsIn(host.shadowRoot);
  const [first] = inner;
  if (first !== undefined && (inner.length === 1 || isFormHost(host)))
    return { ...first, element: host, kind: hostKind(host, first) };
  return first === undefined && isFormHost(host) && !isButtonLike(host) ? whole(host, hostKind(host, null)) : null;
}

function isButtonLike(host: Element): boolean {
  return (
    /button|option|menu-item|(^|-)tab($|-)/.test(host.localName) ||
    host.matches(BUTTON) ||
    !!host.shadowRoot?.querySelector(BUTTON)
  );
}

function hostKind(host: Element, inner: Control | null): FieldKind {
  const word = [...SAME, ...Object.keys(KINDS)].find((each) => host.localName.includes(each)) ?? "";
  const [named, said] = [kindOf(word), kindOf(roleOf(host)) ?? inner?.kind];
  if (inner === null || inner.kind === "text" || inner.kind === "other") return named ?? said ?? "other";
  return inner.kind === "checkbox" && named === "switch" ? "switch" : inner.kind;
}

/** Controls of the shadow tree itself; what is slotted into it belongs to the page. */
function controlsIn(root: ShadowRoot): readonly Control[] {
  return [...root.children].flatMap(controlsUnder);
}

function controlsUnder(element: Element): readonly Control[] {
  if (element.matches("[aria-hidden='true']") && element.localName === "input") return [];
  const found = controlAt(element);
  if (found !== null) return [found];
  if (element.localName === "slot" || element.localName === "iframe") return [];
  return (isCustom(element) ? childrenOf(element) : [...element.children]).flatMap(controlsUnder);
}
