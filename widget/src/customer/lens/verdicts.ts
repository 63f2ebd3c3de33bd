/**
 * Binds the playbook's rules to the live fields, and says of each what is wrong with its answer: a name, no value.
 *
 * Loaded when the first rules arrive. A verdict stands while somebody types, and changes only once they have left the
 * field or pause; that of a date in three inputs only once they have left all three. It is reported at the first of them.
 */

import type { DeviceStep, Field, LensModel } from "../../shared/protocol.gen";
import { answerIn, dateIn } from "./answers";
import { Binding, type Bound } from "./binding";
import { type Value, verdictOf } from "./expect";
import type { Found } from "./fields";

export { Binding };

/** The fields as they were read, and what will be reported of each. */
export type Rows = ReadonlyMap<Found, Field>;

type Seen = readonly [Found, Field];

/** One answer: a field, or all parts of a question, and the step that asks for it. */
interface Question {
  readonly step: DeviceStep;
  readonly parts: [Seen, ...Seen[]];
}

/** The protocol takes no other; a playbook's names are no exception. */
const NAME = /^[a-z0-9-]{0,60}$/;

export class Verdicts {
  readonly #binding: Binding;
  /** A field that is found anew may be called otherwise, and is looked up again. */
  readonly #bound = new WeakMap<Found, Bound | null>();
  readonly #former = new WeakMap<Element, string>();

  constructor(rules: readonly DeviceStep[]) {
    this.#binding = new Binding(rules);
  }

  /** The model with its verdicts. Pauses between questions, so that its caller can give way to the page. */
  *judged(model: LensModel, rows: Rows): Generator<void, LensModel> {
    const verdicts = new Map<string, string>();
    const questions = this.#questions(model, rows);
    for (const question of questions) {
      const [found, { id }] = question.parts[0];
      const verdict = this.#verdict(question, questions, model.focus);
      this.#former.set(found.control, verdict);
      if (verdict) verdicts.set(id, verdict);
      yield;
    }
    const fields = (model.fields ?? []).map((row) => {
      const verdict = verdicts.get(row.id);
      return verdict ? { ...row, verdict } : row;
    });
    return { ...model, fields };
  }

  /** What the playbook asks for on this page. */
  #questions(model: LensModel, rows: Rows): readonly Question[] {
    const questions = new Map<unknown, Question>();
    for (const seen of rows) {
      const [found, { group, step, state }] = seen;
      if (found.private || state === "hidden" || state === "disabled") continue;
      const known = this.#bound.get(found);
      const bound = known === undefined ? this.#bind(model, seen) : known;
      if (bound === null) continue;
      const key = bound.whole ? step + group : found;
      const question = questions.get(key);
      if (question) question.parts.push(seen);
      else questions.set(key, { step: bound.step, parts: [seen] });
    }
    return [...questions.values()];
  }

  #bind({ title, steps }: LensModel, [found, { name, group = "", step: id }]: Seen): Bound | null {
    const step = steps?.find((each) => each.id === id)?.name ?? "";
    const bound = this.#binding.of({ name, group, attribute: attributeOf(found), title, step });
    this.#bound.set(found, bound);
    return bound;
  }

  #verdict({ step, parts }: Question, questions: readonly Question[], focus = ""): string {
    const former = this.#former.get(parts[0][0].control) ?? "";
    if (isBusy(parts, focus)) return former;
    let waits = false;
    const other = (name: string): string | undefined => {
      const seen = questions.find((each) => isStep(each.step, name))?.parts[0];
      waits ||= seen?.[1].state === "typing";
      const value = seen && answerIn(seen[0]);
      return value && "text" in value ? value.text : undefined;
    };
    try {
      const value = answerOf(parts);
      const verdict = value ? verdictOf(step.expect, value, { today: today(), other }) : "";
      return waits ? former : NAME.test(verdict) ? verdict : "";
    } catch {
      return ""; // a rule that is broken says nothing
    }
  }
}

/** Somebody is at it: types in the field, or is still in one of several that make up the answer. */
function isBusy(parts: readonly Seen[], focus: string): boolean {
  return parts.some(([, { id, state }]) => state === "typing" || (id === focus && parts.length > 1));
}

function answerOf(parts: Question["parts"]): Value | null {
  return parts.length === 1 ? answerIn(parts[0][0]) : dateIn(parts.map(([found, { name }]) => ({ found, name })));
}

/** Whether `same_as` means this step by `name`. */
function isStep({ id, match }: DeviceStep, name: string): boolean {
  return [id, match.name, match.field].includes(name);
}

function attributeOf({ control, element }: Found): string {
  return control.getAttribute("name") ?? element.getAttribute("name") ?? "";
}

/** As an ISO date, where the customer is: it is how Swedes write one. */
function today(): string {
  return new Date().toLocaleDateString("sv");
}
