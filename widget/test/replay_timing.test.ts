/** The player's clock, skipping idle time, the timeline's arithmetic, and links to a moment. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { linkTo, momentIn } from "../src/supervise/moment";
import { following, placed, ticks, toMoment, toPixel, zoomed } from "../src/supervise/scale";
import { Tape } from "../src/supervise/tape";
import { advanced, clockTime, entryAt, gapsOf, offsetsOf, spokenTime } from "../src/supervise/timing";

const OFFSETS = offsetsOf([0, 1_000, 20_000, 500, 0, 10_000]); // 0, 1, 21, 21.5, 21.5, 31.5 seconds
const END = 31_500;
const GAPS = gapsOf(OFFSETS);

test("the entry at a moment is the last that had happened, of several in one moment the last", () => {
  const at = [0, 999, 1_000, 20_999, 21_500, 99_999].map((moment) => entryAt(OFFSETS, moment));
  assert.deepEqual(at, [1, 1, 2, 2, 5, 6]);
});

test("pauses of more than five seconds are gaps, but for a second at either end", () => {
  assert.deepEqual(GAPS, [{ from: 2_000, to: 20_000 }, { from: 22_500, to: 30_500 }]);
});

test("time goes on as it passes where nothing is left out", () => {
  assert.deepEqual(advanced(1_500, 4_000, [], END), { at: 5_500, skipped: 0 });
  assert.deepEqual(advanced(500, 1_000, GAPS, END), { at: 1_500, skipped: 0 });
});

test("a gap is leapt over, and what of the passed time is left plays on after it", () => {
  assert.deepEqual(advanced(1_500, 1_500, GAPS, END), { at: 21_000, skipped: 18_000 });
});

test("from within a gap playing goes to its end at once", () => {
  assert.deepEqual(advanced(10_000, 100, GAPS, END), { at: 20_100, skipped: 10_000 });
});

test("at great speed several gaps are leapt over in one frame, and the end is the end", () => {
  assert.deepEqual(advanced(0, 2_000 + 2_500 + 500, GAPS, END), { at: 31_000, skipped: 26_000 });
  assert.equal(advanced(0, 600_000, GAPS, END).at, END);
});

test("times are written like a clock's and said in words", () => {
  assert.deepEqual([0, 64_000, 3_724_000].map(clockTime), ["0:00", "1:04", "1:02:04"]);
  assert.deepEqual([0, 61_000, 724_000].map(spokenTime), ["0 seconds", "1 minute 1 second", "12 minutes 4 seconds"]);
});

test("a link names an entry or a second; anything else names nothing", () => {
  assert.deepEqual(["#entry=12", "#at=75.5", "", "#entry=x", "#entry=1&at=2"].map(momentIn), [
    { entry: 12 }, { at: 75_500 }, null, null, null,
  ]);
  assert.equal(linkTo("https://desk.example/sessions/s1/replay#at=3", 12), "https://desk.example/sessions/s1/replay#entry=12");
});

test("a moment's pixel is that pixel's moment", () => {
  const window = { from: 10_000, to: 20_000 };
  assert.equal(toMoment(toPixel(12_345, window, 800), window, 800), 12_345);
});

test("zooming keeps the moment in its place, inside the session", () => {
  assert.deepEqual(zoomed({ from: 0, to: 100_000 }, 0.5, 50_000, 100_000), { from: 25_000, to: 75_000 });
  assert.deepEqual(zoomed({ from: 0, to: 50_000 }, 4, 0, 100_000), { from: 0, to: 100_000 });
  assert.equal(zoomed({ from: 0, to: 20_000 }, 0.01, 5_000, 100_000).to - 0 <= 20_000, true);
});

test("what is zoomed follows the moment out of sight", () => {
  const window = { from: 0, to: 10_000 };
  assert.equal(following(window, 5_000, 100_000), window);
  assert.deepEqual(following(window, 50_000, 100_000), { from: 49_000, to: 59_000 });
});

test("the axis has round times, far enough apart to be read", () => {
  assert.deepEqual(ticks({ from: 0, to: 60_000 }, 300, 70), [0, 15_000, 30_000, 45_000, 60_000]);
});

test("marks of a kind that could not be told apart are drawn once", () => {
  const marks = [1, 2, 3].map((entry) => ({ entry, lane: "customer" as const, kind: "message" as const, words: "" }));
  const places = placed(marks, (entry) => entry * 1_000, { from: 0, to: 1_000_000 }, 1_000);
  assert.deepEqual(places.get("customer message"), [1]);
});

// --- the tape -------------------------------------------------------------------------------------------

const update = (number: number, first: boolean) => ({
  epoch: 0,
  after: first ? 0 : number - 1,
  number,
  at: 0,
  view: first ? { note: [number], fields: { a: number }, chat: {} } : { note: [number] },
});

function tape(): { readonly tape: Tape; readonly asked: number[] } {
  const asked: number[] = [];
  const fetch = (chunk: number) => {
    asked.push(chunk);
    const updates = [0, 1, 2].map((index) => update(chunk * 3 + index + 1, index === 0));
    return Promise.resolve({ updates });
  };
  return { tape: new Tape(3, fetch), asked };
}

test("a view is there once its chunk is, which is fetched once, and its neighbours ahead of time", async () => {
  const { tape: played, asked } = tape();
  assert.equal(played.view(5), null);
  await Promise.all([played.load(5), played.load(6)]);
  assert.deepEqual(played.view(5)?.note, [5]);
  assert.deepEqual(asked, [1]);
  played.ahead(5, 9);
  await played.load(6);
  assert.deepEqual(asked, [1, 2, 0]);
});

test("going back within a chunk shows what stood there, untouched sections as they were", async () => {
  const { tape: played } = tape();
  await played.load(1);
  const third = played.view(3);
  assert.deepEqual(played.view(2)?.note, [2]);
  assert.deepEqual(third?.note, [3]);
  assert.deepEqual(played.view(3)?.fields, { a: 1 });
});

test("a session that went on has its last chunk fetched anew", async () => {
  const asked: number[] = [];
  let length = 2;
  const played = new Tape(3, (chunk) => {
    asked.push(chunk);
    return Promise.resolve({ updates: Array.from({ length }, (_, index) => update(index + 1, index === 0)) });
  });
  await played.load(1);
  assert.equal(played.view(3), null);
  length = 3;
  played.grown(3);
  await played.load(3);
  assert.deepEqual(played.view(3)?.note, [3]);
});
