/**
 * Where a customer is in the tutorial, and what is said there: the playbook's words for the live field.
 *
 * The same order as for agents (`alongside.playbook.place`): what they are typing in, what went wrong where they just
 * were, where they are, what is still empty. Pure; what it is given stays on the device.
 */

import type { Familiarity, Field, LensModel, Tutorial, TutorialStep, Variants } from "../shared/protocol.gen";
import type { Binding } from "./lens/binding";

/** How far somebody is, as the tab keeps it over page loads: names of the playbook, nothing of the form. */
export interface Progress {
  readonly playbook: string;
  readonly familiarity: Familiarity;
  /** The id of the step they were at last; empty: they have not begun. */
  readonly at: string;
  readonly skipped: readonly string[];
}

export interface Place {
  readonly index: number;
  readonly step: TutorialStep;
  /** The ids of its fields on this page, in their order. */
  readonly fields: readonly string[];
  /** What to say about what is wrong there; empty: nothing is. */
  readonly wrong: string;
  readonly answered: boolean;
  /** Nothing is left to do on this page. */
  readonly complete: boolean;
  /** Other steps of this page with something wrong, by their index. */
  readonly elsewhere: readonly number[];
}

/** What is said of a mistake that the playbook has no words for. */
export interface Spoken {
  readonly check: string;
  page(error: string): string;
}

interface Seen {
  readonly field: Field;
  readonly index: number;
}

export class TutorialGuide {
  readonly tutorial: Tutorial;
  readonly #binding: Pick<Binding, "of">;
  readonly #index: ReadonlyMap<string, number>;
  readonly #attribute: (field: string) => string;
  readonly #spoken: Spoken;

  /** `attribute` tells a field's `name` attribute by its id. */
  constructor(tutorial: Tutorial, binding: Pick<Binding, "of">, attribute: (field: string) => string, spoken: Spoken) {
    this.tutorial = tutorial;
    this.#attribute = attribute;
    this.#spoken = spoken;
    this.#binding = binding;
    this.#index = new Map(tutorial.steps.map(({ id }, index) => [id, index]));
  }

  /** The step to show. `held`: the one they went to by Back and Next, until they are in another field. */
  place(model: LensModel, progress: Progress, held: string): Place {
    const seen = this.#seen(model);
    const last = this.#index.get(progress.at) ?? -1;
    const index = this.#index.get(held) ?? this.#following(model, seen, last, progress.skipped);
    const complete = index < 0;
    return this.#at(complete ? Math.max(0, ...seen.map((each) => each.index)) : index, seen, progress.familiarity, complete);
  }

  /** The step that asks for the field they are in; empty: none. */
  stepInFocus(model: LensModel): string {
    const focused = this.#seen(model).find(({ field }) => field.id === model.focus);
    return focused === undefined ? "" : (this.tutorial.steps[focused.index]?.id ?? "");
  }

  /** The index of the step; -1: all of this page is done. */
  #following(model: LensModel, seen: readonly Seen[], last: number, skipped: readonly string[]): number {
    const focused = seen.find(({ field }) => field.id === model.focus);
    if (focused && (focused.field.state === "typing" || isWrong(focused.field))) return focused.index;
    const before = seen.filter(({ index }) => index === last);
    if (before.some(({ field }) => isWrong(field))) return last;
    if (focused) return focused.index;
    const left = (step: number): boolean => !skipped.includes(this.tutorial.steps[step]?.id ?? "");
    if (before.some(({ field }) => isOpen(field)) && left(last)) return last;
    const wrong = seen.find(({ field }) => isWrong(field));
    const empty = seen.find(({ field, index }) => field.state === "empty" && field.required === true && left(index));
    const next = wrong ?? empty;
    if (next) return next.index;
    const page = this.#page(model);
    if (page >= 0) return page;
    return seen.length > 0 ? -1 : Math.max(0, last);
  }

  /** The step for this page as a whole; -1: there is none. */
  #page({ title, steps = [] }: LensModel): number {
    const here = steps.find(({ state }) => state === "current")?.name ?? "";
    return this.tutorial.steps.findIndex(({ match: { name, label, field, page } }) => {
      if (!page || name || label || field) return false;
      try {
        const pattern = new RegExp(page, "iu");
        return pattern.test(here) || pattern.test(title);
      } catch {
        return false;
      }
    });
  }

  /** The fields that can be filled in now, each with its step. */
  #seen({ fields = [], title, steps = [] }: LensModel): readonly Seen[] {
    return fields.flatMap((field) => {
      if (field.state === "hidden" || field.state === "disabled") return [];
      const step = steps.find(({ id }) => id === field.step)?.name ?? "";
      const { name, group = "" } = field;
      const bound = this.#binding.of({ name, group, attribute: this.#attribute(field.id), title, step });
      const index = this.#index.get(bound?.step.id ?? "");
      return index === undefined ? [] : [{ field, index }];
    });
  }

  #at(index: number, seen: readonly Seen[], familiarity: Familiarity, complete: boolean): Place {
    const step = this.tutorial.steps[index] as TutorialStep;
    const here = seen.filter((each) => each.index === index).map(({ field }) => field);
    const wrong = here.find(isWrong);
    const others = seen.filter((each) => each.index !== index && isWrong(each.field)).map((each) => each.index);
    return {
      index,
      step,
      fields: here.map(({ id }) => id),
      wrong: wrong ? this.#reply(step, wrong, familiarity) : "",
      answered: here.length > 0 && here.every(({ state }) => state === "filled"),
      complete,
      elsewhere: [...new Set(others)],
    };
  }

  /** The playbook's words for what is wrong: for the verdict, for the page's own error, or plain ones. */
  #reply({ if_error = [] }: TutorialStep, { verdict = "", error = "" }: Field, familiarity: Familiarity): string {
    const reply =
      if_error.find((each) => verdict !== "" && each.verdict === verdict) ??
      if_error.find((each) => error !== "" && each.error && fits(each.error, error));
    if (reply) return variant(reply.say, familiarity);
    return error === "" ? this.#spoken.check : this.#spoken.page(error);
  }
}

/** The words for a familiarity; those for somebody new where there are no others. */
export function variant(words: Variants, familiarity: Familiarity): string {
  return words[familiarity] || words.new;
}

function isWrong({ verdict = "", error = "", state }: Field): boolean {
  return verdict !== "" || error !== "" || state === "invalid";
}

function isOpen({ state }: Field): boolean {
  return state === "empty" || state === "typing";
}

/** A pattern of the playbook's; one that this browser cannot read fits nothing. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "iu").test(text);
  } catch {
    return false;
  }
}
