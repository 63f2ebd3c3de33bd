/** Commands wait for their answer in order, whatever the connection does meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type KeptCommands, mergedChange, Outbox, type Pending } from "../src/shared/pending";
import type { ChangeLens, Command, Field, Request } from "../src/shared/protocol.gen";

const message = (text: string): Command => ({ do: "message.send", text });
const change = (...fields: string[]): ChangeLens => ({ do: "lens.change", page: "p", fields: fields.map(field) });
const field = (id: string): Field => ({ id, step: "s", name: id, kind: "text", state: "empty" });
const texts = (requests: Request[]): unknown[] => requests.map(({ command }) => command.do === "message.send" && command.text);
const only = (requests: Request[]): Request => requests[0] as Request;

test("commands are sent once, in the order in which they were given", () => {
  const outbox = new Outbox("c");
  for (const text of ["one", "two", "three"]) void outbox.add(message(text));
  assert.deepEqual(texts(outbox.take()), ["one", "two", "three"]);
  assert.deepEqual(outbox.take(), []);
});

test("no more than twenty are on their way at once", () => {
  const outbox = new Outbox("c");
  for (let each = 0; each < 25; each += 1) void outbox.add(message(`${each}`));
  const sent = outbox.take();
  assert.equal(sent.length, 20);
  outbox.answered(only(sent), { ok: true, number: 1 }, 1);
  assert.deepEqual(texts(outbox.take()), ["20"]);
});

test("after a lost connection the unanswered go out again under the same number", () => {
  const outbox = new Outbox("c");
  void outbox.add(message("one"));
  const [first] = outbox.take();
  outbox.rewind();
  assert.deepEqual(outbox.take(), [first]);
});

test("a message stays pending until the view shows it", async () => {
  const outbox = new Outbox("c");
  const answer = outbox.add(message("one"));
  outbox.answered(only(outbox.take()), { ok: true, number: 7 }, 6);
  assert.equal((await answer).number, 7);
  assert.equal(outbox.pending.value.length, 1);
  outbox.shown(7);
  assert.equal(outbox.pending.value.length, 0);
});

test("a refused message stays, with the reason, until it is retried or thrown away", () => {
  const outbox = new Outbox("c");
  void outbox.add(message("one"));
  outbox.answered(only(outbox.take()), { ok: false, code: "too_long", says: "Too long." }, 0);
  assert.deepEqual(outbox.pending.value.map(({ state, says }) => [state, says]), [["failed", "Too long."]]);
  assert.deepEqual(outbox.take(), []);
  outbox.retry("c", 1);
  assert.deepEqual(outbox.take().map(({ seq }) => seq), [2]);
});

test("a command that the server cannot save yet is kept and sent again", () => {
  const outbox = new Outbox("c");
  void outbox.add(message("one"));
  const sent = only(outbox.take());
  outbox.answered(sent, { ok: false, code: "unsaved", retry: true }, 0);
  assert.deepEqual(outbox.take(), [sent]);
});

test("changes of the lens that wait are merged into one", () => {
  const outbox = new Outbox("c");
  void outbox.add(change("a"));
  void outbox.add(change("b"));
  assert.deepEqual(outbox.take().map(({ command }) => command), [{ ...change("a", "b"), gone: [] }]);
});

test("a lost connection drops reports of the lens: the form is reported afresh", async () => {
  const outbox = new Outbox("c");
  const answer = outbox.add(change("a"));
  void outbox.add(message("one"));
  outbox.rewind();
  assert.equal((await answer).code, "replaced");
  assert.deepEqual(texts(outbox.take()), ["one"]);
});

test("what the page before could not deliver comes first, under its own number", () => {
  const kept: Pending = { client: "before", seq: 9, command: message("old"), state: "sending", says: "" };
  const outbox = new Outbox("now", { load: () => [kept], save: () => undefined });
  void outbox.add(message("new"));
  assert.deepEqual(outbox.take().map(({ client, seq }) => [client, seq]), [["before", 9], ["now", 1]]);
});

test("what is unanswered is kept for the next page, but no report of the lens", () => {
  let saved: readonly Pending[] = [];
  const kept: KeptCommands = { load: () => [], save: (commands) => void (saved = commands) };
  const outbox = new Outbox("c", kept);
  void outbox.add(message("one"));
  void outbox.add(change("a"));
  assert.deepEqual(saved.map(({ command }) => command), [message("one")]);
});

const answer = { do: "check.answer", check: "basic", method: "code", answers: { code: "481516" } } as Command;

test("the answer to a check is never kept for the next page", () => {
  const saved: string[] = [];
  const outbox = new Outbox("c", { load: () => [], save: (commands) => void saved.push(JSON.stringify(commands)) });
  void outbox.add(answer);
  void outbox.add(message("one"));
  outbox.take();
  outbox.rewind();
  assert.ok(saved.some((commands) => commands.includes("one")));
  assert.ok(!saved.some((commands) => commands.includes("481516")));
});

test("a lost connection forgets the answer to a check rather than giving it twice", async () => {
  const outbox = new Outbox("c");
  const answered = outbox.add(answer);
  outbox.take();
  outbox.rewind();
  assert.equal((await answered).ok, false);
  assert.deepEqual(outbox.take(), []);
  assert.deepEqual(outbox.pending.value, []);
});

test("the answer to a check which the server cannot save is forgotten too", async () => {
  const outbox = new Outbox("c");
  const answered = outbox.add(answer);
  outbox.answered(only(outbox.take()), { ok: false, code: "unsaved", retry: true }, 0);
  assert.equal((await answered).ok, false);
  assert.deepEqual(outbox.take(), []);
  assert.deepEqual(outbox.pending.value, []);
});

test("merged changes let the later field win and bring back what was gone", () => {
  const first: ChangeLens = { ...change("a", "b"), gone: ["c"], focus: "a" };
  const second: ChangeLens = { do: "lens.change", page: "p", fields: [{ ...field("c"), state: "filled" }], gone: ["b"], order: ["a", "c"] };
  assert.deepEqual(mergedChange(first, second), {
    do: "lens.change", page: "p", focus: "a", order: ["a", "c"],
    fields: [field("a"), { ...field("c"), state: "filled" }],
    gone: ["b"],
  });
});
