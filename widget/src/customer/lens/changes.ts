/**
 * What changed between two models of the same page, as `lens.change` says it. Pure.
 */

import type { ChangeLens, Field, LensModel } from "../../shared/protocol.gen";

export type Change = Omit<ChangeLens, "do">;

/** The change that makes `before` into `after`; null when nothing changed. */
export function difference(before: LensModel, after: LensModel): Change | null {
  const change: { -readonly [key in keyof Change]: Change[key] } = { page: after.page };
  const [had, has] = [byId(before), byId(after)];
  const fields = [...has.values()].filter((field) => !same(field, had.get(field.id)));
  const gone = [...had.keys()].filter((id) => !has.has(id));
  if (fields.length > 0) change.fields = fields;
  if (gone.length > 0) change.gone = gone;
  if (!same([...had.keys()], [...has.keys()])) change.order = [...has.keys()];
  if (!same(before.steps, after.steps)) change.steps = after.steps ?? [];
  if (!same(before.focus, after.focus)) change.focus = after.focus ?? "";
  if (before.title !== after.title) change.title = after.title;
  return Object.keys(change).length > 1 ? change : null;
}

function byId(model: LensModel): ReadonlyMap<string, Field> {
  return new Map((model.fields ?? []).map((field) => [field.id, field]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
