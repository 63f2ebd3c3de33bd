/** The redaction cases shared with pytest, on the browser's smaller table, and the laws behind them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import cases from "../../tests/cases/redaction.json";
import { findSecrets, redact } from "../src/shared/redact";

for (const { name, text, parts, browser } of cases.hidden) {
  if (!browser) continue;
  test(`hides ${name}`, () => {
    const expected = parts.map((part) => (typeof part === "string" ? { text: part } : part));
    assert.deepEqual(redact(text), expected);
  });
}

for (const text of cases.passes) {
  test(`lets pass: ${text}`, () => assert.deepEqual(redact(text), text ? [{ text }] : []));
}

test("kept parts and hidden stretches make up the text in order", () => {
  const text = cases.hidden.map((each) => each.text).join(" ~ ");
  const hidden = findSecrets(text).map(({ start, end }) => text.slice(start, end));
  const rebuilt = redact(text).map((part) => part.text || hidden.shift());
  assert.equal(rebuilt.join(""), text);
  assert.equal(hidden.length, 0);
});

test("reads every decimal digit of Unicode as the server does", () => {
  const card = [..."4111111111111111"];
  for (const zero of [0x660, 0x6f0, 0x966, 0xde6, 0xff10, 0x1d7ce, 0x1d7e2, 0x1e950]) {
    const text = card.map((digit) => String.fromCodePoint(zero + Number(digit))).join("");
    assert.deepEqual(redact(text), [{ hidden: "card" }], zero.toString(16));
  }
});

test("a hostile text of 2,000 characters is read without raising", () => {
  for (const piece of ["4", "1 ", "password is ", "pin for ", "GB11 AAAA ", "4111-", "a@", "code i got "]) {
    redact(piece.repeat(2000 / piece.length));
  }
});
