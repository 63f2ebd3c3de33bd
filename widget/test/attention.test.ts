/** What the wall calls for a supervisor's attention, why, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Standing, WallRow } from "../src/shared/protocol.gen";
import { chosen, held, need, reasons } from "../src/supervise/attention";

const NOW = 10_000_000;
const MINUTE = 60_000;
const standing: Standing = {
  shared: "no", step: "", place: 0, steps: 0, errors: 0, cues: {}, leaning: "", unanswered_since: 0,
};
const row = (given: Partial<WallRow>, stands: Partial<Standing> = {}): WallRow => ({
  session: "s", site: "parking", status: "active", goal: [], difficulty: [], choice: "", familiarity: "new",
  language: "en", practice: false, requested_at: NOW - MINUTE, waiting_since: NOW - MINUTE, joined_at: NOW - MINUTE,
  agent: "maya", agent_name: "Maya", teams: ["permits"], watchers: 0, standing: { ...standing, ...stands }, ...given,
});
const why = (each: WallRow): string[] => reasons(each, NOW).map(({ need, words }) => `${need} ${words}`);

test("a session that goes well gives no reason to look", () => {
  assert.deepEqual(why(row({})), []);
});

test("a wait is worth an eye after one minute and needs somebody after three", () => {
  const waits = (minutes: number): WallRow => row({ status: "waiting", waiting_since: NOW - minutes * MINUTE });
  assert.deepEqual([0.5, 1, 3].map((minutes) => need(waits(minutes), NOW)), [0, 1, 2]);
  assert.deepEqual(why(waits(3)), ["2 Waits 3 min for an agent"]);
});

test("who reads out a code waits for nobody in the queue", () => {
  assert.deepEqual(why(row({ status: "coded", waiting_since: NOW - 9 * MINUTE })), []);
});

test("a message without an answer, signs of trouble, errors and a long talk are reasons, the worst first", () => {
  const stuck = row(
    { joined_at: NOW - 31 * MINUTE },
    { unanswered_since: NOW - 2 * MINUTE, cues: { returns: 2 }, errors: 2 },
  );
  assert.deepEqual(why(stuck), [
    "2 No answer for 2 min",
    "1 2 signs of trouble",
    "1 2 fields in error",
    "1 Longer than half an hour",
  ]);
});

test("a fault of the system needs somebody now", () => {
  assert.deepEqual(why(row({}, { leaning: "system" })), ["2 Looks like a fault of the system"]);
});

const three = [
  row({ session: "fine" }),
  row({ session: "stuck", agent: "sam", teams: ["payments"] }, { cues: { rage_clicks: 3 } }),
  row({ session: "waits", status: "waiting", agent: "", teams: [], site: "library" }),
];
const ANY = { site: "", team: "", agent: "", order: "need" } as const;
const ids = (rows: readonly WallRow[]): string[] => rows.map(({ session }) => session);

test("those in need come first, or those who wait, as one chooses", () => {
  assert.deepEqual(ids(chosen(three, ANY, NOW)), ["stuck", "waits", "fine"]);
  assert.deepEqual(ids(chosen(three, { ...ANY, order: "waiting" }, NOW)), ["waits", "fine", "stuck"]);
});

test("the wall can be narrowed to a site, a team or an agent", () => {
  assert.deepEqual(ids(chosen(three, { ...ANY, site: "library" }, NOW)), ["waits"]);
  assert.deepEqual(ids(chosen(three, { ...ANY, team: "payments" }, NOW)), ["stuck"]);
  assert.deepEqual(ids(chosen(three, { ...ANY, agent: "maya" }, NOW)), ["fine"]);
});

test("rows that are being read stay where they are, and new ones come after them", () => {
  assert.deepEqual(ids(held(chosen(three, ANY, NOW), ["fine", "waits"])), ["fine", "waits", "stuck"]);
});
