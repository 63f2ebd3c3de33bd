/**
 * Makes the model: reads the page, whole or only the fields in which something happened.
 *
 * Pauses between elements, so that its caller can give way to the page. Must not know who is told.
 */

import { randomId } from "../../shared/random_id";
import type { Field, FieldState, LensModel } from "../../shared/protocol.gen";
import { errorAt, errorOfBox, markedInvalid } from "./errors";
import { pointAt, survey, type Found, type LensRules } from "./fields";
import { Ids } from "./ids";
import { isTwoState } from "./kinds";
import { Names } from "./names";
import { planOf, type Plan } from "./plan";
import { isRequired, States } from "./state";
import { stepsOf, Trail, type Named } from "./steps";
import { focused, outwards } from "./tree";
import { valuesOf } from "./values";
import type { Verdicts } from "./verdicts";
import { INPUT, INVALID, LEFT, type Marks, type Watch } from "./watch";
import { Words } from "./words";

const NOTHING: Plan = { paged: false, steps: [], fields: [], stepOf: new Map(), groupOf: new Map() };
/** More fields are not reported; the protocol's ceiling is 5,000 and the server's default 1,000. */
const MOST = 1_000;

export class Reader {
  /** The rules that answers are judged by from the next reading on. */
  judge: Verdicts | null = null;
  readonly #page: Document;
  readonly #rules: LensRules;
  readonly #watch: Watch;
  readonly #fieldIds = new Ids("f");
  readonly #stepIds = new Ids("s");
  readonly #names = new Names();
  readonly #states = new States();
  readonly #trail = new Trail();
  readonly #words = new Words(
    () => this.#plan.fields.map(valuesOf),
    () => this.#watch.passed(),
  );
  #plan: Plan = NOTHING;
  #fieldOf = new Map<Element, Found>();
  #rows = new Map<Found, Field>();
  #here = "";
  #model: LensModel;

  constructor(page: Document, rules: LensRules, watch: Watch) {
    this.#page = page;
    this.#rules = rules;
    this.#watch = watch;
    this.#model = { page: randomId(), title: "" };
  }

  get model(): LensModel {
    return this.#model;
  }

  get someoneTypes(): boolean {
    return (this.#model.fields ?? []).some((field) => field.state === "typing");
  }

  element(id: string): Element | null {
    const field = this.#plan.fields.find((each) => this.#fieldIds.of(each.element) === id);
    if (field) return pointAt(field);
    return this.#plan.steps.find((each) => this.#stepIds.of(each.key) === id)?.element ?? null;
  }

  /** Whether there is anything to read; when `narrow`, of single fields only. */
  due(narrow: boolean): boolean {
    return this.#watch.some || (this.#watch.wide && !narrow);
  }

  /** Brings the model up to date. */
  *read(narrow: boolean): Generator<void> {
    const marks = this.#watch.take(narrow);
    this.#note(marks);
    if (marks.page) yield* this.#readPage();
    const rows = new Map<Found, Field>();
    const due = marks.page ? this.#plan.fields : this.#affected(marks);
    for (const field of due) {
      this.#words.remember(valuesOf(field));
      yield;
    }
    for (const field of due) {
      rows.set(field, this.#row(field));
      yield;
    }
    this.#rows = marks.page ? rows : new Map([...this.#rows, ...rows]);
    const model = this.#assembled();
    this.#model = this.judge ? yield* this.judge.judged(model, this.#rows) : model;
    this.#words.firstIsOver();
  }

  *#readPage(): Generator<void> {
    const found = yield* survey(this.#page, this.#rules, (root) => this.#watch.root(root));
    const plan = yield* planOf(this.#page, found);
    yield;
    this.#plan = { ...plan, fields: plan.fields.slice(0, MOST) };
    this.#fieldOf = new Map(
      this.#plan.fields.flatMap((field) => [field.element, field.control, ...field.members].map((at) => [at, field])),
    );
  }

  // --- what happened in which field ---

  #note(marks: Marks): void {
    const now = performance.now();
    const happened = new Map<Found, number>();
    this.#words.rememberPassing(this.#watch.passed());
    for (const [target, what] of marks.targets) {
      const field = this.#fieldAt(target);
      if (field) happened.set(field, (happened.get(field) ?? 0) | what);
    }
    for (const [field, what] of happened) {
      this.#words.remember(valuesOf(field)); // It may be gone from the page by the time the page is read.
      this.#states.note(field, { input: !!(what & INPUT), left: !!(what & LEFT), invalid: !!(what & INVALID) }, now);
    }
  }

  #affected(marks: Marks): ReadonlySet<Found> {
    const fields = [...marks.targets.keys()].map((target) => this.#fieldAt(target));
    return new Set(fields.filter((field) => field !== null));
  }

  #fieldAt(target: EventTarget | null): Found | null {
    if (target === null || !("nodeType" in target) || target.nodeType !== 1) return null;
    for (const at of outwards(target as Element)) {
      const field = this.#fieldOf.get(at);
      if (field) return field;
    }
    return null;
  }

  // --- the model ---

  #row(field: Found): Field {
    const id = this.#fieldIds.of(field.element);
    const step = this.#stepIds.of(this.#plan.stepOf.get(field)?.key ?? "");
    if (field.private) return { id, step, name: "", kind: field.kind, state: "empty", private: true };
    const name = this.#words.safe(this.#names.of(field), "", isTwoState(field));
    const error = field.visible ? this.#error(field, name) : "";
    const group = this.#plan.groupOf.get(field);
    return {
      id,
      step,
      name,
      kind: field.kind,
      state: this.#state(field, error),
      ...(isRequired(field) && { required: true }),
      ...(group && { group: this.#words.safe(group.name) }),
      ...(error && { error }),
      ...(this.#states.corrections(field) > 0 && { corrections: this.#states.corrections(field) }),
    };
  }

  #error(field: Found, name: string): string {
    const own = errorAt(field);
    const box = this.#plan.groupOf.get(field)?.element;
    return this.#words.safe(own || (box && !isUnmarked(field, box) ? errorOfBox(box) : ""), name);
  }

  #state(field: Found, error: string): FieldState {
    if (!field.visible) return "hidden";
    return this.#states.of(field, error !== "" || markedInvalid(field), performance.now());
  }

  #assembled(): LensModel {
    const fields = this.#plan.fields.map((field) => this.#rows.get(field)).filter((row) => row !== undefined);
    const focus = this.#fieldAt(focused(this.#page));
    const here = focus && this.#rows.get(focus);
    if (here) this.#here = here.step;
    const steps = this.#trail.along(stepsOf(this.#plan, this.#named(), fields, this.#here), fields);
    const title = this.#words.safe(this.#page.title.slice(0, 200));
    return { page: this.#model.page, title, steps: steps.slice(-200), fields, focus: here?.id ?? "" };
  }

  #named(): readonly Named[] {
    return this.#plan.steps.map((planned) => ({
      planned,
      id: this.#stepIds.of(planned.key),
      name: this.#words.safe(planned.name),
    }));
  }
}

/** Whether the page marks other parts of the same question as wrong, and not this one. */
function isUnmarked(field: Found, box: Element): boolean {
  const marked = box.querySelectorAll("[class*='error' i]:is(input, select, textarea), [aria-invalid='true']");
  return marked.length > 0 && ![...marked].includes(field.control);
}
