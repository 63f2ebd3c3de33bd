/** The expect rules: the cases shared with pytest, and the law that a verdict says nothing of the value. */

import assert from "node:assert/strict";
import { test } from "node:test";

import table from "../../tests/cases/expect.json";
import { type Value, verdictOf } from "../src/customer/lens/expect";
import type { Expect } from "../src/shared/protocol.gen";

interface Case {
  readonly name: string;
  readonly rules: readonly Expect[];
  readonly value: Value;
  readonly today?: string;
  readonly other?: Readonly<Record<string, string>>;
  readonly verdict: string;
}
const cases = table.cases as readonly Case[];
const context = ({ today = table.today, other = {} }: Partial<Case>) => ({ today, other: (name: string) => other[name] });

for (const each of cases) {
  test(`expects: ${each.name}`, () => assert.equal(verdictOf(each.rules, each.value, context(each)), each.verdict));
}

test("any rule takes any value, and answers with a name known beforehand", () => {
  const known = new Set(["", ...cases.flatMap(({ verdict, rules }) => [verdict, ...rules.flatMap(names)])]);
  for (const { rules } of cases) {
    for (const { value } of cases) {
      const verdict = verdictOf(rules, value, context({}));
      assert.ok(known.has(verdict) || /^(one|two|three|four|five)-(digit|character)s?-too-(few|many)$/.test(verdict), verdict);
    }
  }
});

test("what is set to nothing is as what is left out", () => {
  const rule: Expect = { verdict: "", pattern: "", min_length: null, max_length: null, date: "", checksum: "", same_as: "", max_megabytes: null };
  assert.equal(verdictOf([rule], { text: "anything" }, context({})), "");
});

test("a kind of rule from a newer server says nothing", () => {
  const rule = { checksum: "from-the-future" } as unknown as Expect;
  assert.equal(verdictOf([rule], { text: "anything" }, context({})), "");
});

function names(rule: Expect): readonly string[] {
  return [rule.verdict ?? "", ...(rule.near_misses ?? []).map((miss) => miss.verdict)];
}
