/** Plain words: what is found in an agent's words, what takes its place, and how hard a message is to read. */

import assert from "node:assert/strict";
import { test } from "node:test";

import cases from "../../tests/cases/plain_words.json";
import { reader } from "../src/agent/plain/advice";
import { find, moved, phrases } from "../src/agent/plain/matcher";
import officialese from "../src/agent/plain/officialese.json";
import { readingAge } from "../src/agent/plain/reading_age";

const known = phrases([cases.glossary], officialese);

function replaced(text: string): string {
  return find(text, known).reduceRight((left, { instead }) => {
    if (instead === null) return left;
    return left.slice(0, instead.start) + instead.text + left.slice(instead.end);
  }, text);
}

for (const { name, text, found, after = text } of cases.cases) {
  test(`finds: ${name}`, () => {
    const findings = find(text, known);
    assert.deepEqual(findings.map(({ words }) => words), found.map(([words]) => words));
    assert.deepEqual(findings.map(({ instead }) => instead === null), found.map(([, plain]) => plain === null));
    for (const { start, end, words } of findings) assert.equal(text.slice(start, end), words);
    assert.equal(replaced(text), after);
  });
}

for (const { name, before, after, kept } of cases.moves) {
  test(`while typing: ${name}`, () => {
    const left = moved(find(before, known), before, after);
    assert.deepEqual(left.map(({ start, end }) => after.slice(start, end)), kept);
    assert.deepEqual(left.map(({ instead }) => instead?.text), kept.map((words) => find(words, known)[0]?.instead?.text));
  });
}

for (const { name, text, age } of cases.reading) {
  test(`reading age: ${name}`, () => {
    const reading = readingAge(text);
    if (age === null) return assert.equal(reading, null);
    const [least = 0, most = 0] = age;
    assert.ok(reading !== null && reading.age >= least && reading.age <= most, JSON.stringify(reading));
  });
}

test("no plain word of the officialese is itself officialese", () => {
  const shipped = phrases([], officialese);
  for (const plain of Object.values(officialese.words).flatMap((forms) => forms.split("|"))) {
    assert.deepEqual(find(plain, shipped).map(({ words }) => words), [], plain);
  }
});

test("each form of a word has its plain one, and no word stands twice", () => {
  const all = new Set<string>();
  for (const [forms, plain] of Object.entries(officialese.words)) {
    const count = plain.split("|").length;
    assert.ok(count === 1 || count === forms.split("|").length, forms);
    for (const form of forms.split("|")) {
      assert.ok(!all.has(form.toLowerCase()), form);
      all.add(form.toLowerCase());
    }
  }
});

test("the earlier glossary counts before the later one, and both before the officialese", () => {
  const words = phrases([[{ term: "obtain", plain: "fetch" }], [{ term: "Obtain", plain: "grab" }]], officialese);
  assert.equal(find("to obtain", words)[0]?.instead?.text, "fetch");
});

test("in another language than English only the glossaries count", () => {
  const read = reader([[{ term: "Bescheid", plain: "Brief" }]], "de");
  const { findings, reading } = read(`Der Bescheid. We commence. ${"Ein Satz mit Worten. ".repeat(20)}`);
  assert.deepEqual(findings.map(({ words }) => words), ["Bescheid"]);
  assert.equal(reading, null);
});

test("a hostile text of 2,000 characters is read without raising", () => {
  for (const piece of ["a ", "an an ", '"', "“”", "obviously, ", "in order ", "https://", "a@b.c ", "\n", "PCN"]) {
    reader([cases.glossary], "en")(piece.repeat(2000 / piece.length));
  }
});
