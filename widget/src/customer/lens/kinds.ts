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

const INPUTS: Readonly<Record<string, FieldKind | null>> = {
  hidden: null, submit: null, button: null, reset: null, image: null,
  email: "email", tel: "phone", number: "number", password: "password", search: "search", url: "url",
  date: "date", month: "date", week: "date", "datetime-local": "date", time: "time", color: "color",
  radio: "radio", checkbox: "checkbox", range: "slider", file: "file",
};

const ROLES: Readonly<Record<string, FieldKind>> = {
  textbox: "text", searchbox: "search", combobox: "choice", listbox: "choice", radio: "radio",
  checkbox: "checkbox", switch: "switch", slider: "slider", spinbutton: "number",
};

/** What a custom element is called, where nothing in it says more. The first that fits counts. */
const HOSTS: readonly (readonly [RegExp, FieldKind])[] = [
  [/radio/, "radio"], [/switch|toggle/, "switch"], [/checkbox/, "checkbox"], [/slider|range/, "slider"],
  [/select|combobox|dropdown/, "choice"], [/textarea/, "multiline"], [/colou?r/, "color"], [/date/, "date"],
  [/time/, "time"], [/file|upload/, "file"],
];

export const EDITABLE = "[contenteditable]:not([contenteditable='false' i])";
const BUTTON = "button, a, [role='button'], input[type='submit'], input[type='button'], input[type='reset']";
const WIDGET = Object.keys(ROLES).map((role) => `[role='${role}']`).join();
export const NATIVE = "input:not([type='hidden' i]), select, textarea";

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
  const kind = INPUTS[(element as HTMLInputElement).type];
  if (kind === null) return null;
  const role = ROLES[element.getAttribute("role") ?? ""];
  return role === "switch" || role === "choice" ? role : (kind ?? "text");
}

function widgetField(element: Element): Control | null {
  const role = element.getAttribute("role") ?? "";
  const kind = ROLES[role];
  if (kind !== undefined) return element.querySelector(`${NATIVE}, ${WIDGET}`) ? null : whole(element, widgetKind(element, kind));
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
  if (first !== undefined && (inner.length === 1 || isFormHost(host))) return { ...first, element: host, kind: hostKind(host, first) };
  return first === undefined && isFormHost(host) && !isButtonLike(host) ? whole(host, hostKind(host, null)) : null;
}

function isButtonLike(host: Element): boolean {
  return /button|option|menu-item|(^|-)tab($|-)/.test(host.localName) || host.matches(BUTTON) || !!host.shadowRoot?.querySelector(BUTTON);
}

function hostKind(host: Element, inner: Control | null): FieldKind {
  const named = HOSTS.find(([word]) => word.test(host.localName))?.[1];
  const said = ROLES[host.getAttribute("role") ?? ""] ?? inner?.kind;
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
