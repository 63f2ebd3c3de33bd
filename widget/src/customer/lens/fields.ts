/**
 * Walks the page and finds its fields and headings, in the order of the page.
 *
 * Says what is there, not what it is called, how it stands or which step it belongs to.
 */

import { controlAt, type Control } from "./kinds";
import { childrenOf, isOwn, isVisible, nearest, rootsOf } from "./tree";

export interface LensRules {
  /** CSS selector of the forms to report; what is outside of them stays unseen. */
  readonly forms: string;
  /** CSS selector of parts to be treated as if marked `data-alongside-private`; empty for none. */
  readonly private: string;
}

/** One field: the element a person calls the field, and for a radio group all of its buttons. */
export interface Found extends Control {
  readonly members: readonly Element[];
  readonly private: boolean;
  readonly visible: boolean;
  /** The part marked `data-alongside-step` that it stands in. */
  readonly step: Element | null;
  /** The fieldsets and groups that it stands in, the innermost first. */
  readonly boxes: readonly Element[];
}

export interface Heading {
  readonly element: Element;
  /** 1 to 6; 7 for what only looks like a title. */
  readonly level: number;
  readonly inForm: boolean;
}

/** What is on the page, in its order. `steppers` are the items marked `aria-current="step"`. */
export interface Survey {
  readonly fields: readonly Found[];
  readonly outline: readonly (Found | Heading)[];
  readonly steppers: readonly Element[];
}

/** Where the walk is: what holds for an element because of what it stands in. */
interface Place {
  readonly inForm: boolean;
  readonly private: boolean;
  /** Kept from assistive technology: what is in there is no field for anybody. */
  readonly silent: boolean;
  /** The radio group that radio buttons here belong to, whatever their names. */
  readonly group: Element | null;
  readonly step: Element | null;
  readonly boxes: readonly Element[];
}

const OUTSIDE: Place = { inForm: false, private: false, silent: false, group: null, step: null, boxes: [] };
const BOX = "fieldset, [role='group']";

const HEADING = "h1, h2, h3, h4, h5, h6, [role='heading']";
/** Some form builders mark their titles by class alone. */
const LIKE_TITLE = "[class*='page__title'], [class*='page-title'], [class*='step-title']";

/**
 * Walks the page; pauses (`yield`) at every element, so that its reader can give way to the page.
 * `entered` is told of each shadow root and frame on the way.
 */
export function* survey(
  page: Document,
  rules: LensRules,
  entered: (root: Document | ShadowRoot) => void,
): Generator<void, Survey> {
  const finding = new Finding(rules);
  const ahead: [Element, Place][] = [];
  const push = (from: Document | Element, place: Place): void => {
    const children = childrenOf(from);
    for (let at = children.length - 1; at >= 0; at--) ahead.push([children[at] as Element, place]);
  };
  push(page, OUTSIDE);
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    for (const root of rootsOf(next[0])) entered(root);
    const inside = finding.visit(...next);
    if (inside !== null) push(next[0], inside);
    yield;
  }
  return finding.survey();
}

class Finding {
  readonly #rules: LensRules;
  readonly #outline: (Found | Heading | Radios)[] = [];
  readonly #steppers: Element[] = [];
  readonly #radios = new Map<unknown, Map<string, Radios>>();

  constructor(rules: LensRules) {
    this.#rules = rules;
  }

  survey(): Survey {
    const outline = this.#outline.map((item) => (item instanceof Radios ? item.whole : item));
    return { outline, steppers: this.#steppers, fields: outline.filter((item): item is Found => "members" in item) };
  }

  /** Looks at one element. Returns what holds inside it, or null when there is nothing more to find there. */
  visit(element: Element, around: Place): Place | null {
    if (isOwn(element)) return null;
    const place = this.#inside(element, around);
    if (!place.private) this.#note(element, place);
    if (!place.inForm) return place;
    const found = controlAt(element);
    if (found === null) return place;
    if (!place.silent) this.#add(found, place);
    return null;
  }

  #inside(element: Element, around: Place): Place {
    const found = this.#differences(element, around);
    return Object.keys(found).length > 0 ? { ...around, ...found } : around;
  }

  #differences(element: Element, around: Place): Partial<Place> {
    const { forms, private: hidden } = this.#rules;
    const isPrivate = element.hasAttribute("data-alongside-private") || (hidden !== "" && element.matches(hidden));
    return {
      ...(!around.inForm && isForm(element, forms) && { inForm: true }),
      ...(isPrivate && { private: true }),
      ...(element.getAttribute("aria-hidden") === "true" && { silent: true }),
      ...(element.getAttribute("role") === "radiogroup" && { group: element }),
      ...(element.hasAttribute("data-alongside-step") && { step: element }),
      ...(element.matches(BOX) && { boxes: [element, ...around.boxes] }),
    };
  }

  #note(element: Element, place: Place): void {
    if (element.matches(HEADING) || (place.inForm && isLikeTitle(element)))
      this.#outline.push({ element, level: levelOf(element), inForm: place.inForm });
    if (element.getAttribute("aria-current") === "step" && isVisible(element)) this.#steppers.push(element);
  }

  #add(found: Control, place: Place): void {
    const visible = isVisible(found.element);
    if (found.kind === "radio" && (found.element === found.control || place.group))
      return this.#addRadio(found, place, visible);
    this.#outline.push({ ...found, ...standing(place), members: membersOf(found), visible });
  }

  /** Radio buttons are one field: those of a radiogroup, else those of one form and one name. */
  #addRadio(found: Control, place: Place, visible: boolean): void {
    const radio = found.control as HTMLInputElement;
    const name = place.group === null || radio.name ? (radio.name ?? "") : "";
    const groups = this.#radios.get(place.group ?? radio.form ?? null) ?? new Map<string, Radios>();
    this.#radios.set(place.group ?? radio.form ?? null, groups);
    const known = name === "" && place.group === null ? undefined : groups.get(name);
    if (known !== undefined) return known.add(found.element, visible);
    const field = new Radios(found, place, visible);
    groups.set(name, field);
    this.#outline.push(field);
  }
}

/** A radio group while its buttons are being found. */
class Radios {
  readonly field: Found;
  readonly #members: Element[];
  #visible: boolean;

  constructor(first: Control, place: Place, visible: boolean) {
    this.#members = [first.element];
    this.#visible = visible;
    this.field = { ...first, ...standing(place), members: this.#members, visible };
  }

  add(member: Element, visible: boolean): void {
    this.#members.push(member);
    this.#visible ||= visible;
  }

  get whole(): Found {
    return { ...this.field, visible: this.#visible };
  }
}

function standing({ private: hidden, step, boxes }: Place): Pick<Found, "private" | "step" | "boxes"> {
  return { private: hidden, step, boxes };
}

/** A custom element that is a whole radio group, or a single button or box, has its members in itself. */
function membersOf(found: Control): readonly Element[] {
  const inside = found.kind === "radio" ? [...found.element.querySelectorAll("[role='radio']")] : [];
  return inside.length > 0 ? inside : [found.control];
}

function isForm(element: Element, forms: string): boolean {
  if (!element.matches(forms)) return false;
  return forms !== "form" || !element.matches("[role='search'], search form");
}

function isLikeTitle(element: Element): boolean {
  return element.matches(LIKE_TITLE) && !/progress/i.test(element.className);
}

function levelOf(element: Element): number {
  if (!element.matches(HEADING)) return 7;
  return Number(element.getAttribute("aria-level") ?? /^h(\d)/.exec(element.localName)?.[1] ?? 2);
}

/** The element to point at: a radio group's own box if it has one, a visually hidden control's label. */
export function pointAt(field: Found): Element {
  if (field.members.length > 1) return groupBox(field) ?? field.element;
  const { width, height } = field.element.getBoundingClientRect();
  const label = (field.element as HTMLInputElement).labels?.[0];
  return Math.min(width, height) < 4 ? (label ?? field.element) : field.element;
}

/** The fieldset or group that holds this radio group and no other field. */
export function groupBox(field: Found): Element | null {
  const box = nearest(field.element, "fieldset, [role='radiogroup'], [role='group']");
  if (box === null || field.kind !== "radio") return null;
  const others = box.querySelectorAll("[type='radio' i], [role='radio']"); // A choice may reveal text boxes of its own.
  return [...others].every((other) => field.members.includes(other)) ? box : null;
}
