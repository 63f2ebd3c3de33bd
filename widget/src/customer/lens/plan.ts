/**
 * Which steps a page has, and which field belongs to which.
 *
 * Four ways in which pages divide a form, the clearest first: marked or alternating pages, a list of steps with one
 * marked as current, sections with a legend or heading, and the page as a whole. Says nothing of how far a step is.
 */

import type { Found, Heading, Survey } from "./fields";
import { groupBox } from "./fields";
import { groupName } from "./names";
import { pagesOf } from "./pages";
import { visibleText } from "./text";
import { isVisible, nearest, parentOf } from "./tree";

export interface Planned {
  /** What the step is known by from one reading to the next. */
  readonly key: Element | string;
  readonly name: string;
  /** What to point at; null for a step that is not on the page at the moment. */
  readonly element: Element | null;
  /** Whether it is the one that the page itself shows or marks as current. */
  readonly shown: boolean;
}

export interface Group {
  readonly element: Element;
  readonly name: string;
}

/** `paged`: the page says itself which step is current. Otherwise it is where the customer is. */
export interface Plan {
  readonly paged: boolean;
  readonly steps: readonly Planned[];
  readonly fields: readonly Found[];
  readonly stepOf: ReadonlyMap<Found, Planned>;
  /** The question that a field is a part of. */
  readonly groupOf: ReadonlyMap<Found, Group>;
}

/** Sorts the fields; pauses (`yield`) at each, so that its reader can give way to the page. */
export function* planOf(page: Document, survey: Survey): Generator<void, Plan> {
  const boxes = new Boxes();
  for (const field of visible(survey)) {
    boxes.add(field);
    yield;
  }
  return byPages(page, survey, boxes) ?? byStepper(survey, boxes) ?? bySections(page, survey, boxes);
}

// --- pages: marked containers, or siblings of which one is shown -----------------------------------------

function byPages(page: Document, survey: Survey, boxes: Boxes): Plan | null {
  const { pages, pageOf } = pagesOf(survey);
  if (pages.length === 0) return null;
  const planned = new Map(
    pages.map((each) => [
      each.element,
      { key: each.element, name: each.name, element: each.element, shown: each.visible },
    ]),
  );
  const rest = wholePage(page, survey);
  const stepOf = new Map<Found, Planned>();
  for (const field of survey.fields) {
    const around = pageOf(field);
    const step = around ? planned.get(around) : field.visible ? rest : undefined;
    if (step) stepOf.set(field, step);
  }
  const outside = [...stepOf.values()].includes(rest);
  const steps = outside ? [rest, ...planned.values()] : [...planned.values()];
  return plan(
    steps.some((step) => !step.shown),
    steps,
    stepOf,
    boxes,
  );
}

// --- a list of steps with the current one marked ---------------------------------------------------------

function byStepper(survey: Survey, boxes: Boxes): Plan | null {
  for (const current of survey.steppers) {
    const items = siblingsOf(current);
    if (items.length < 2) continue;
    const steps = items.map((item) => ({
      key: item,
      name: nameOfItem(item),
      element: item,
      shown: item === current || item.contains(current),
    }));
    const here = steps.find((step) => step.shown);
    if (here) return plan(true, steps, new Map(visible(survey).map((field) => [field, here])), boxes);
  }
  return null;
}

/** The items of the list that `current` stands in. */
function siblingsOf(current: Element): readonly Element[] {
  const item = current.closest("li, [role='listitem'], [role='tab']") ?? current;
  const around = parentOf(item);
  const items =
    around === null ? [] : [...around.children].filter((each) => each.localName === item.localName && isVisible(each));
  return items.filter((each) => visibleText(each) !== "");
}

/** What a list of steps calls an item: its link, for beside it stands how the step is ("About you, done"). */
function nameOfItem(item: Element): string {
  const whole = visibleText(item);
  const link = item.querySelector("a, button, [aria-current]");
  const name = link === null ? "" : visibleText(link);
  return name !== "" && whole.startsWith(name) ? name : whole;
}

// --- sections --------------------------------------------------------------------------------------------

function bySections(page: Document, survey: Survey, boxes: Boxes): Plan {
  const rest = wholePage(page, survey);
  const level = dividingLevel(survey);
  const known = new Map<Element, Planned>();
  const stepOf = new Map<Found, Planned>();
  let heading: Heading | null = null;
  for (const item of survey.outline) {
    if (!("members" in item)) heading = isDivider(item, level) ? item : heading;
    else if (item.visible) stepOf.set(item, sectionOf(item, boxes, heading, known) ?? rest);
  }
  return plan(false, [...new Set(stepOf.values())], stepOf, boxes);
}

function sectionOf(field: Found, boxes: Boxes, heading: Heading | null, known: Map<Element, Planned>): Planned | null {
  const box = boxes.sectionOf(field);
  const element = box ?? heading?.element;
  if (!element) return null;
  const made = known.get(element) ?? {
    key: element,
    element,
    name: box ? boxes.nameOf(box) : visibleText(element),
    shown: true,
  };
  known.set(element, made);
  return made;
}

/** The highest level of which two headings or more have fields below them; 0 when none has. */
function dividingLevel(survey: Survey): number {
  for (let level = 1; level < 7; level++) {
    const used = new Set<Heading>();
    let heading: Heading | null = null;
    for (const item of survey.outline) {
      if (!("members" in item)) heading = isDivider(item, level) ? item : heading;
      else if (heading && item.visible) used.add(heading);
    }
    if (used.size >= 2) return level;
  }
  return 0;
}

function isDivider(heading: Heading, level: number): boolean {
  return (
    heading.level === level &&
    isVisible(heading.element) &&
    !isOfQuestion(heading.element) &&
    visibleText(heading.element) !== ""
  );
}

/** Some pages make a question's label or legend a heading. */
function isOfQuestion(heading: Element): boolean {
  return nearest(heading, "label, legend") !== null || heading.querySelector("label, legend") !== null;
}

// --- the page as a whole ---------------------------------------------------------------------------------

function wholePage(page: Document, survey: Survey): Planned {
  const headings = survey.outline.filter((item): item is Heading => !("members" in item) && isVisible(item.element));
  const real = headings.filter((each) => each.level < 7);
  const best = real.find((each) => each.level === 1) ?? real.find((each) => each.inForm) ?? real[0] ?? headings[0];
  const name = best ? visibleText(best.element) : "";
  return { key: name || page.title, name: name || page.title, element: best?.element ?? null, shown: true };
}

// --- boxes around fields ---------------------------------------------------------------------------------

/** The named boxes (fieldsets, groups) on the page, and what is in each. */
class Boxes {
  readonly #names = new Map<Element, string>();
  readonly #inside = new Map<Element, Found[]>();
  /** Boxes that are a question by themselves; what else stands in them, as for one answer only, is asked by itself. */
  readonly #taken = new Set<Element | null>();

  add(field: Found): void {
    this.#taken.add(groupBox(field));
    for (const box of this.#around(field)) this.#inside.set(box, [...(this.#inside.get(box) ?? []), field]);
  }

  nameOf(box: Element): string {
    const name = this.#names.get(box) ?? groupName(box);
    this.#names.set(box, name);
    return name;
  }

  /** Named boxes around the field, innermost first; the box that is the field itself is not around it. */
  #around(field: Found): readonly Element[] {
    if (field.private) return [];
    return field.boxes.filter((box) => !this.#taken.has(box) && this.nameOf(box) !== "");
  }

  /** The outermost box around the field that is a section of the form, not one question. */
  sectionOf(field: Found): Element | null {
    return [...this.#around(field)].reverse().find((box) => !this.#isQuestion(box)) ?? null;
  }

  /** The innermost box around the field that is one question in parts. */
  questionOf(field: Found): Element | null {
    return this.#around(field).find((box) => this.#isQuestion(box)) ?? null;
  }

  /** Boxes to tick, or a date in its parts: several fields that answer one question. */
  #isQuestion(box: Element): boolean {
    const fields = this.#inside.get(box) ?? [];
    if (fields.every((field) => field.kind === "checkbox" || field.kind === "radio")) return fields.length > 0;
    if (fields.length < 2) return !this.#alike(box).some((each) => (this.#inside.get(each)?.length ?? 0) > 1);
    return box.getAttribute("role") === "group" && fields.length <= 4;
  }

  /** The boxes beside `box`. Among sections, one with a single field is a section too. */
  #alike(box: Element): readonly Element[] {
    return box.localName === "fieldset" && box.parentElement
      ? [...box.parentElement.children].filter((each) => each.localName === "fieldset" && each.role !== "group")
      : [];
  }
}

function visible(survey: Survey): readonly Found[] {
  return survey.fields.filter((field) => field.visible);
}

function plan(paged: boolean, steps: readonly Planned[], stepOf: ReadonlyMap<Found, Planned>, boxes: Boxes): Plan {
  const fields = [...stepOf.keys()];
  const groupOf = new Map<Found, Group>();
  for (const field of fields) {
    const element = boxes.questionOf(field);
    if (element) groupOf.set(field, { element, name: boxes.nameOf(element) });
  }
  return { paged, steps, fields, stepOf, groupOf };
}
