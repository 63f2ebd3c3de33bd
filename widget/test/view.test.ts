/** Applying updates to a view: the server's own cases, and that nothing is touched which did not change. */

import assert from "node:assert/strict";
import { test } from "node:test";

import rows from "../../tests/cases/differences.json";
import { applied } from "../src/shared/view";

type View = Readonly<Record<string, Readonly<Record<string, unknown>> | null | undefined>>;

interface Case {
  readonly name: string;
  readonly before: View | null;
  readonly difference: View;
  readonly after: View;
}
const cases = rows as unknown as readonly Case[];
const KEYED = ["people", "chat", "fields", "checks"];

const after = ({ before, difference }: Case): View =>
  applied<View>(before, { after: before === null ? 0 : 1, view: difference });

for (const one of cases) {
  test(`view: ${one.name}`, () => assert.deepEqual(after(one), one.after));

  test(`items stand in the server's order: ${one.name}`, () => {
    for (const section of KEYED) {
      assert.deepEqual(Object.keys(after(one)[section] ?? {}), Object.keys(one.after[section] ?? {}));
    }
  });

  test(`the view before stays as it was: ${one.name}`, () => {
    const kept = structuredClone(one.before);
    after(one);
    assert.deepEqual(one.before, kept);
  });
}

for (const one of cases.filter(({ before }) => before !== null)) {
  test(`what did not change is the same object: ${one.name}`, () => {
    const result = after(one);
    for (const [name, section] of Object.entries(one.before ?? {})) {
      if (!(name in one.difference)) assert.equal(result[name], section);
    }
  });

  test(`an update from the start forgets what was there: ${one.name}`, () => {
    assert.deepEqual(applied<View>({ ...one.before, stale: {} }, { after: 0, view: one.after }), one.after);
  });
}

test("an item that did not change is the same object", () => {
  const one = { id: "a" };
  const view = applied({ chat: { a: one } }, { after: 1, view: { chat: { b: { id: "b" } } } });
  assert.equal(view.chat.a, one);
});

test("a keyed section that was not there begins empty", () => {
  assert.deepEqual(applied({}, { after: 1, view: { chat: { a: 1, b: null } } }), { chat: { a: 1 } });
});
