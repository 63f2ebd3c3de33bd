/** Cues and faults in words for the agent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { evidence } from "../src/agent/trouble_words";
import type { SeenCue, SeenFault, TroubleView } from "../src/shared/protocol.gen";

const NOW = 1_000_000;
const told = (cues: readonly SeenCue[], faults: readonly SeenFault[]): readonly string[] =>
  evidence({ leaning: "unclear", reasons: [], cause: "", why: "", cues, faults } satisfies TroubleView, NOW);
const cue = (given: Partial<SeenCue>): SeenCue => ({ kind: "returns", count: 1, question: "", at: NOW, ...given });
const fault = (given: Partial<SeenFault>): SeenFault =>
  ({ kind: "failed_request", count: 1, host: "", status: "", millis: 0, at: NOW, ...given });

test("failed requests say how many, to where, how, and when last", () => {
  const failed = fault({ count: 2, host: "api.example.org", status: "5xx", at: NOW - 10_000 });
  assert.deepEqual(told([], [failed]), ["2 requests to api.example.org failed (5xx), last 10 s ago"]);
});

test("each kind of fault has words of its own", () => {
  assert.deepEqual(told([], [fault({ host: "a.example", status: "no_answer" })]), ["1 request to a.example got no answer, last just now"]);
  assert.deepEqual(told([], [fault({ kind: "slow_request", host: "a.example", millis: 9_400 })]), ["1 slow answer from a.example (9 s), last just now"]);
  assert.deepEqual(told([], [fault({ kind: "script_error", count: 3 })]), ["3 errors in the page’s own program, last just now"]);
  assert.deepEqual(told([], [fault({ kind: "offline" })]), ["Their browser went offline, just now"]);
});

test("a cue names the question and how often", () => {
  assert.deepEqual(told([cue({ kind: "repeated_error", question: "Postcode", count: 2, at: NOW - 65_000 })], []), [
    "The same error again at “Postcode” (2 times), last 1 min ago",
  ]);
  assert.deepEqual(told([cue({ question: "Day" })], []), ["Came back again and again to “Day”, just now"]);
});

test("the newest stands first", () => {
  const [first] = told([cue({ kind: "rage_clicks", at: NOW - 9_000 })], [fault({ kind: "offline", at: NOW - 20_000 })]);
  assert.equal(first, "Clicked the same place again and again, 9 s ago");
});
