/**
 * Sorts a lens into steps with their fields and counts, for the Steps view to draw.
 *
 * Pure: must not know how it is drawn, nor anything of connections.
 */

import type { Field, LensModel, LensPage, Step } from "./protocol.gen";

export interface Group {
  readonly step: Step;
  /** From 1; 0 for fields of no known step. */
  readonly number: number;
  /** The fields that stand on the customer's page, in its order. */
  readonly fields: readonly Field[];
  /** How many more the page hides. */
  readonly unseen: number;
  readonly filled: number;
  /** The fields of which it is known whether they are filled: all but the private ones. */
  readonly countable: number;
  readonly errors: number;
}

export type Fields = Readonly<Record<string, Field>>;

/** The lens by steps, in the customer's order; fields of an unknown step come last, in a group of their own. */
export function groupsOf(lens: LensPage, fields: Fields): readonly Group[] {
  const byStep = new Map<string, Field[]>(lens.steps.map((step) => [step.id, []]));
  const strays: Field[] = [];
  for (const id of lens.order) {
    const field = fields[id];
    if (field !== undefined) (byStep.get(field.step) ?? strays).push(field);
  }
  const groups = lens.steps.map((step, index) => groupOf(step, index + 1, byStep.get(step.id) ?? []));
  return strays.length === 0 ? groups : [...groups, groupOf(STRAY, 0, strays)];
}

const STRAY: Step = { id: "", name: "", state: "current" };

function groupOf(step: Step, number: number, all: readonly Field[]): Group {
  const fields = all.filter((field) => field.state !== "hidden");
  const countable = fields.filter((field) => !field.private && field.state !== "disabled");
  return {
    step,
    number,
    fields,
    unseen: all.length - fields.length,
    filled: countable.filter((field) => field.state === "filled").length,
    countable: countable.length,
    errors: countable.filter((field) => field.state === "invalid").length,
  };
}

/** What the console would be sent for this model: for the preview of exactly what an agent will see. */
export function lensOf(model: LensModel): { readonly lens: LensPage; readonly fields: Fields } {
  const all = model.fields ?? [];
  const lens = {
    page: model.page,
    title: model.title,
    steps: model.steps ?? [],
    order: all.map((field) => field.id),
    focus: model.focus ?? "",
    changed: "",
    changed_at: 0,
    applies: [],
  };
  return { lens, fields: Object.fromEntries(all.map((field) => [field.id, field])) };
}

/** A step's number among the steps: the current one's, or 0 when none is current. */
export function currentNumber(groups: readonly Group[]): number {
  return groups.find((group) => group.number > 0 && group.step.state === "current")?.number ?? 0;
}
