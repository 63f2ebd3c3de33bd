/** The console's words: what a customer is called, and how long something took. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ago, customerTitle, duration, noticeText, plainText } from "../src/agent/words";

const about = (goal: string, choice = "", difficulty = "") => ({
  goal: goal ? [{ text: goal }] : [],
  difficulty: difficulty ? [{ text: difficulty }] : [],
  choice,
});

test("a customer is called by their goal, else by what else they said", () => {
  assert.equal(customerTitle(about("Renew", "An error", "It fails")), "Renew");
  assert.equal(customerTitle(about("", "An error", "It fails")), "An error");
  assert.equal(customerTitle(about("", "", "It fails")), "It fails");
  assert.match(customerTitle(about("")), /said nothing/);
});

test("what was removed is named in plain text", () => {
  assert.equal(plainText([{ text: "My " }, { hidden: "card" }]), "My [card number removed]");
});

test("waiting times are told as one would say them", () => {
  assert.equal(duration(-5), "0 s");
  assert.equal(duration(59_900), "59 s");
  assert.equal(duration(60_000), "1 min");
  assert.equal(duration(3_900_000), "1 h 5 min");
  assert.equal(ago(2_000), "just now");
  assert.equal(ago(120_000), "2 min ago");
});

test("an unknown notice shows its name rather than nothing", () => {
  const item = { id: "n", at: 0, role: "system" as const, notice: "never.heard.of" };
  assert.equal(noticeText(item), "never.heard.of");
});
