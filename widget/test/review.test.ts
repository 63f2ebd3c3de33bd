/** A review in the making: commands one after the other, words that wait, and what is pinned to the timeline. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { CoachingView, ReviewView } from "../src/shared/protocol.gen";
import { momentWords, pinsOf, scoreWords, shownRange } from "../src/supervise/review/marks";

const words = new Map<string, string>();
Object.assign(globalThis, {
  window: globalThis,
  addEventListener: () => undefined,
  sessionStorage: {
    getItem: (key: string) => words.get(key) ?? null,
    setItem: (key: string, value: string) => words.set(key, value),
    removeItem: (key: string) => words.delete(key),
  },
});
const { Coaching, forget, keep, kept } = await import("../src/supervise/review/coaching");

const view = (number: number): CoachingView => ({ session: "s1", number, began_at: 0, me: "ruth" });

/** What the fake server shows to who only looks. */
const STANDS = 40;

/** A server that answers each command when it is told to; `asked` are those so far. */
function server(...answers: readonly (number | string)[]) {
  const asked: string[] = [];
  let under_way = 0;
  globalThis.fetch = (async (_: unknown, request?: RequestInit) => {
    if (request === undefined) return new Response(JSON.stringify(view(STANDS)));
    assert.equal(++under_way, 1, "one command at a time");
    asked.push(JSON.parse(String(request.body)).do);
    await new Promise((done) => setTimeout(done, 1));
    under_way -= 1;
    const answer = answers[asked.length - 1] ?? asked.length;
    if (answer === "away") throw new TypeError("failed to fetch");
    const body = typeof answer === "string" ? { says: answer } : view(answer);
    return new Response(JSON.stringify(body), { status: typeof answer === "string" ? 409 : 200 });
  }) as typeof fetch;
  return asked;
}

test("commands go one after the other, and the last answer is what is shown", async () => {
  const asked = server();
  const coaching = new Coaching(view(0));
  const sent = [coaching.send({ do: "second.ask" }), coaching.send({ do: "review.submit", review: "r1" })];
  assert.equal(coaching.saving.value, "saving");
  assert.deepEqual(await Promise.all(sent), [true, true]);
  assert.deepEqual(asked, ["second.ask", "review.submit"]);
  assert.equal(coaching.view.value.number, 2);
  assert.equal(coaching.saving.value, "saved");
});

test("a refusal is said in the server's words, and what comes after is sent all the same", async () => {
  server("Choose a scorecard.", 7);
  const coaching = new Coaching(view(0));
  assert.equal(await coaching.send({ do: "review.begin" }), false);
  assert.equal(coaching.trouble.value, "Choose a scorecard.");
  assert.equal(coaching.view.value.number, STANDS, "somebody may have changed what was shown");
  assert.equal(coaching.saving.value, "unsaved");
  assert.equal(await coaching.send({ do: "second.ask" }), true);
  assert.equal(coaching.trouble.value, "");
});

test("a server that is away is tried again, and nothing overtakes", async () => {
  const asked = server("away", 5);
  const coaching = new Coaching(view(0), 1);
  const sent = [coaching.send({ do: "second.ask" }), coaching.send({ do: "review.submit", review: "r1" })];
  assert.deepEqual(await Promise.all(sent), [true, true]);
  assert.deepEqual(asked, ["second.ask", "second.ask", "review.submit"]);
  assert.equal(coaching.trouble.value, "");
});

test("words stay in the tab until the server has just those", async () => {
  server("Not now.", 3);
  const coaching = new Coaching(view(0));
  const save = (): void =>
    coaching.soon("r1.summary", () => ({ do: "review.summarise", review: "r1", words: "Calm" }), () =>
      forget("s1", "r1.summary", "Calm"),
    );
  keep("s1", "r1.summary", "Calm");
  save();
  await coaching.flush();
  assert.equal(coaching.trouble.value, "Not now.");
  assert.equal(kept("s1", "r1.summary"), "Calm");
  save();
  await coaching.flush();
  assert.equal(kept("s1", "r1.summary"), null);
  keep("s1", "r1.summary", "Calm and clear");
  forget("s1", "r1.summary", "Calm"); // an answer to what was typed before
  assert.equal(kept("s1", "r1.summary"), "Calm and clear");
});

const player = { offset: (entry: number) => entry * 30_000 };
const at = (entry: number, range: { from: number; to: number } | null) =>
  shownRange({ entry: { value: entry }, range: { value: range } } as never);

test("what is chosen on the timeline goes before the moment that is shown", () => {
  assert.deepEqual(at(4, null), { entry: 4, until: 0 });
  assert.deepEqual(at(4, { from: 2, to: 6 }), { entry: 2, until: 6 });
  assert.deepEqual(at(4, { from: 2, to: 2 }), { entry: 4, until: 0 });
  assert.equal(momentWords(player, 2), "1:00");
  assert.equal(momentWords(player, 2, 6), "1:00 to 3:00");
});

const review = {
  scorecard: { scales: [], sections: [{ title: "Hearing", items: [{ id: "listened", title: "Listened", guidance: "" }] }] },
  evidence: [{ id: "e1", item: "listened", entry: 3, at: 0, until: 5 }],
  comments: [
    { id: "c1", words: [{ text: "Well done" }], tone: "praise", entry: 4 },
    { id: "c2", words: [{ text: "On the whole" }], tone: "note" },
  ],
  result: { score: 75 },
} as unknown as ReviewView;

test("evidence and comments on moments stand on the timeline, and those on the whole do not", () => {
  assert.deepEqual(
    pinsOf(review).map(({ id, from, to, words }) => [id, from, to, words]),
    [
      ["c1", 4, 4, "Well done"],
      ["e1", 3, 5, "Evidence: Listened"],
    ],
  );
});

test("a score is said as it counts", () => {
  assert.equal(scoreWords(review), "75 of 100");
  assert.equal(scoreWords({ ...review, result: { score: 0, failed: ["listened"] } }), "Not passed");
  assert.equal(scoreWords({ ...review, result: { score: null } }), "No score yet");
});
