/** The Steps view's order and counts, from the lens as the server sends it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Field, LensPage } from "../src/shared/protocol.gen";
import { currentNumber, groupsOf, lensOf } from "../src/shared/steps_groups";

const field = (id: string, step: string, more: Partial<Field> = {}): Field => ({
  id,
  step,
  name: id,
  kind: "text",
  state: "empty",
  ...more,
});

function form(...all: Field[]): { lens: LensPage; fields: Record<string, Field> } {
  const steps = [
    { id: "s1", name: "About you", state: "done" as const },
    { id: "s2", name: "Address", state: "current" as const },
  ];
  const order = all.map(({ id }) => id);
  const lens = { page: "p", title: "Form", steps, order, focus: "", changed: "", changed_at: 0, applies: [] };
  return { lens, fields: Object.fromEntries(all.map((each) => [each.id, each])) };
}

const groups = (...all: Field[]) => {
  const { lens, fields } = form(...all);
  return groupsOf(lens, fields);
};

test("fields stand under their step in the customer's order", () => {
  const [about, address] = groups(field("b", "s2"), field("a", "s1"), field("c", "s2"));
  assert.deepEqual(
    about?.fields.map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(
    address?.fields.map(({ id }) => id),
    ["b", "c"],
  );
});

test("a step without fields is still there", () => {
  assert.deepEqual(
    groups().map(({ step }) => step.name),
    ["About you", "Address"],
  );
});

test("fields of no known step come last, outside the numbering", () => {
  const last = groups(field("x", "gone")).at(-1);
  assert.equal(last?.number, 0);
  assert.deepEqual(
    last?.fields.map(({ id }) => id),
    ["x"],
  );
});

test("hidden fields are counted and not listed", () => {
  const [about] = groups(field("a", "s1"), field("h", "s1", { state: "hidden" }));
  assert.equal(about?.unseen, 1);
  assert.equal(about?.fields.length, 1);
});

test("private fields and those switched off are in no count", () => {
  const hushed = field("p", "s1", { private: true, state: "filled" });
  const [about] = groups(
    hushed,
    field("d", "s1", { state: "disabled" }),
    field("f", "s1", { state: "filled" }),
  );
  assert.equal(about?.countable, 1);
  assert.equal(about?.filled, 1);
});

test("errors are counted in their step", () => {
  const [, address] = groups(field("e", "s2", { state: "invalid" }));
  assert.equal(address?.errors, 1);
});

test("the current step's number is told", () => {
  assert.equal(currentNumber(groups()), 2);
});

test("the preview shows what the console would be sent", () => {
  const { lens, fields } = form(field("a", "s1"), field("b", "s2"));
  const model = { page: "p", title: "Form", steps: lens.steps, fields: Object.values(fields), focus: "b" };
  const preview = lensOf(model);
  assert.deepEqual(preview.fields, fields);
  assert.deepEqual(preview.lens, { ...lens, focus: "b" });
});
