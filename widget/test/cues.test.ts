/** Cues and faults: the detectors against the cases in tests/cases/cues.json, and the words of nothing but hosts. */

import assert from "node:assert/strict";
import { test } from "node:test";

import table from "../../tests/cases/cues.json";
import { follow } from "../src/customer/cues/detect";
import { faultOf, isPagesError, type Timing } from "../src/customer/cues/faults";
import { type Limits, type Mark, NOTHING, type Tally } from "../src/customer/cues/marks";

function noticed(marks: readonly Mark[], limits: Limits, from: Tally = NOTHING): string[] {
  let tally = from;
  return marks.flatMap((mark) => {
    const [next, cues] = follow(tally, mark, limits);
    tally = JSON.parse(JSON.stringify(next)) as Tally; // as it is kept over a page load
    return cues.map(({ kind, field }) => (field ? `${kind} ${field}` : kind));
  });
}

for (const { name, marks, cues, limits = {} } of table.cues as { name: string; marks: Mark[]; cues: string[]; limits?: object }[]) {
  test(`cues: ${name}`, () => assert.deepEqual(noticed(marks, { ...table.limits, ...limits }), cues));
}

for (const { name, timing, fault, where = {} } of table.requests as { name: string; timing: Timing; fault: object | null; where?: object }[]) {
  test(`faults: ${name}`, () => assert.deepEqual(faultOf(timing, { ...table.where, ...where }), fault));
}

for (const { name, message, from, counts } of table.errors) {
  test(`script errors: ${name}`, () => assert.equal(isPagesError(message, from, table.where.ours), counts));
}

test("a mark leaves the tally before it as it was", () => {
  const frozen = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  };
  for (const { marks } of table.cues as { marks: Mark[] }[]) {
    let tally: Tally = NOTHING;
    for (const mark of marks) {
      frozen(tally);
      [tally] = follow(tally, mark, table.limits);
    }
  }
});
