/**
 * How far the steps are: done, current, or ahead.
 *
 * Where the page says which step is current, those before it are done. Where all steps are on one page, the current
 * one is where the customer is, or the first with something left to do. Remembers the pages it has seen go by.
 */

import type { Field, Step, StepState } from "../../shared/protocol.gen";
import type { Plan, Planned } from "./plan";

/** What `stepsOf` needs of a step: its id and words as they are reported. */
export interface Named {
  readonly planned: Planned;
  readonly id: string;
  readonly name: string;
}

/** The steps with their states. `here` is the step the customer was last seen in, by id. */
export function stepsOf(plan: Plan, named: readonly Named[], fields: readonly Field[], here: string): readonly Step[] {
  const state = plan.paged ? byPlace(named) : byWork(named, fields, here);
  return named.map((step, at) => ({ id: step.id, name: step.name, state: state(step, at) }));
}

type StateOf = (step: Named, at: number) => StepState;

function byPlace(named: readonly Named[]): StateOf {
  const first = named.findIndex((step) => step.planned.shown);
  return (step, at) => (step.planned.shown ? "current" : at < first ? "done" : "ahead");
}

function byWork(named: readonly Named[], fields: readonly Field[], here: string): StateOf {
  const inStep = new Map<string, Field[]>(named.map(({ id }) => [id, []]));
  for (const field of fields) inStep.get(field.step)?.push(field);
  const done = new Set(named.map(({ id }) => id).filter((id) => isDone(inStep.get(id) ?? [])));
  const current = named.find(({ id }) => id === here) ?? named.find(({ id }) => !done.has(id)) ?? named.at(-1);
  return (step) => (step === current ? "current" : done.has(step.id) ? "done" : "ahead");
}

/** Nothing wrong, nothing required left, and something filled. */
function isDone(fields: readonly Field[]): boolean {
  const open = fields.filter(
    (field) => field.state === "invalid" || field.state === "typing" || (field.required && field.state === "empty"),
  );
  return open.length === 0 && fields.some((field) => field.state === "filled");
}

// --- pages that go by ------------------------------------------------------------------------------------

interface Passed {
  readonly step: { readonly id: string; readonly name: string };
  readonly fields: ReadonlySet<string>;
}

/** A form that shows one page after another in the same place: the pages before the current one are remembered. */
export class Trail {
  #passed: Passed[] = [];

  /** The steps with those that went by before them and, when the customer went back, those after. */
  along(steps: readonly Step[], fields: readonly Field[]): readonly Step[] {
    const [only] = steps;
    if (only === undefined || steps.length !== 1) {
      if (steps.length > 1) this.#passed = [];
      return steps;
    }
    const at = this.#place(only, new Set(fields.map((field) => field.id)));
    return this.#passed.map(({ step }, index) => ({
      ...step,
      state: index < at ? "done" : index === at ? only.state : "ahead",
    }));
  }

  /** Where the step stands in the trail; it is added when it is new. */
  #place(step: Step, fields: ReadonlySet<string>): number {
    const now = { step: { id: step.id, name: step.name }, fields };
    const known = this.#passed.findIndex((passed) => passed.step.id === step.id);
    const last = this.#passed.at(-1);
    if (known >= 0) this.#passed[known] = now;
    else if (last && [...fields].some((id) => last.fields.has(id))) this.#passed = [...this.#passed.slice(0, -1), now];
    else this.#passed.push(now);
    return known >= 0 ? known : this.#passed.length - 1;
  }
}
