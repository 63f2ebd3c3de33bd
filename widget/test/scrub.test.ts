/** The scrubbing cases, those of the server's second line among them, and the law: no value stays. */

import assert from "node:assert/strict";
import { test } from "node:test";

import rows from "../../tests/cases/scrubbing.json";
import { scrub } from "../src/shared/scrub";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
  readonly expected: string;
  readonly keep?: string;
}
const cases: readonly Case[] = rows;

for (const { name, text, values, expected, keep } of cases) {
  test(`scrubs: ${name}`, () => assert.equal(scrub(text, values, keep), expected));
}

for (const { name, text, values, keep } of cases) {
  test(`scrubbing again changes nothing: ${name}`, () => {
    const once = scrub(text, values, keep);
    assert.equal(scrub(once, values, keep), once);
  });
}

const VALUES = ["Zanzibar", "k3Yb0ard", "98 76 54", "x-ray_42", "Ünal Özdemir", "a.b.c.d", "$$$", "1999-12-31", "O'Neill"];
const AROUND = [
  (value: string): string => value,
  (value: string): string => `“${value}” is not valid`,
  (value: string): string => `Error:${value}.`,
  (value: string): string => `You entered ${value.toUpperCase()}, which is taken`,
  (value: string): string => `(${value})(${value})`,
];

for (const value of VALUES) {
  test(`no way of showing it leaves ${value} in`, () => {
    for (const around of AROUND) {
      const left = scrub(around(value), [value]).toLowerCase();
      assert.ok(!left.includes(value.toLowerCase()), left);
    }
  });
}

test("a long text with many long values is read without raising", () => {
  const essay = "lorem ipsum 12345 ".repeat(600);
  assert.equal(scrub("Write at least 200 words", [essay, essay, essay]), "Write at least 200 words");
});
