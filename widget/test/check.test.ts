/** An ID check on the customer's side: how a try stands, and what the page is asked for. No answer outlives its command. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import { askPage, identify } from "../src/customer/check_identity";
import { Trying } from "../src/customer/check_trying";
import type { Session } from "../src/customer/session";
import type { Answer, CheckAsked, Command } from "../src/shared/protocol.gen";

const ASKED = { id: "who", state: "answering", attempts_left: 3, checking: false } as CheckAsked;
const ANSWER: Command = { do: "check.answer", check: "who", answers: { code: "481516" } };
const YES: Answer = { ok: true, number: 1 };

/** A session that only shows one check, and answers what it is sent in one way. */
function showing(answer: Answer = YES) {
  const view = signal<unknown>({ checks: { who: ASKED } });
  const sent: Command[] = [];
  const send = (command: Command): Promise<Answer> => {
    sent.push(command);
    return Promise.resolve(answer);
  };
  const show = (changed: Partial<CheckAsked>): void => void (view.value = { checks: { who: { ...ASKED, ...changed } } });
  return { session: { view, send } as unknown as Session, sent, show };
}

test("a try is looked at until the server shows what came of it", async () => {
  const { session, show } = showing();
  const trying = new Trying(session, "who");
  await trying.send(ANSWER);
  assert.equal(trying.busy.value, true);
  show({ checking: true, attempts_left: 2 });
  assert.equal(trying.busy.value, true);
  show({ state: "failed", attempts_left: 2 });
  assert.equal(trying.busy.value, false);
  assert.equal(trying.failed.value, true);
});

test("a failure is no news once another way is begun", async () => {
  const { session, show } = showing();
  const trying = new Trying(session, "who");
  await trying.send(ANSWER);
  show({ state: "failed", attempts_left: 2 });
  await trying.send({ do: "check.begin", check: "who", method: "totp" });
  show({ state: "failed", attempts_left: 2, method: "totp" });
  assert.equal(trying.failed.value, false);
  await trying.send(ANSWER);
  show({ state: "failed", attempts_left: 1, method: "totp" });
  assert.equal(trying.failed.value, true);
});

test("an answer that did not arrive is asked for again, not sent again", async () => {
  const { session, sent } = showing({ ok: false, code: "replaced", says: "" });
  const trying = new Trying(session, "who");
  await trying.send(ANSWER);
  assert.equal(trying.trouble.value, "lost");
  assert.equal(trying.busy.value, false);
  assert.deepEqual(sent, [ANSWER]);
});

test("what the server refuses is said in its own words", async () => {
  const { session } = showing({ ok: false, code: "locked", says: "There are no more tries." });
  const trying = new Trying(session, "who");
  await trying.send(ANSWER);
  assert.deepEqual([trying.trouble.value, trying.says.value], ["refused", "There are no more tries."]);
});

test("the page is given the server's nonce, and its token goes to the check", async () => {
  const { session, sent } = showing({ ok: true, secret: "n-1" });
  const heard: unknown[] = [];
  const tell = (event: string, news?: { nonce: string }): void => {
    heard.push([event, news]);
    identify("a.b.c");
  };
  assert.equal(await askPage({ session, tell }, "who"), "handed");
  assert.deepEqual(heard, [["identify", { nonce: "n-1" }]]);
  assert.deepEqual(sent.at(-1), { do: "check.identify", check: "who", token: "a.b.c" });
});

test("the page is told once what came of its token", async () => {
  for (const [state, event] of [["passed", "identified"], ["failed", "identify-failed"]] as const) {
    const { session, show } = showing({ ok: true, secret: "n-1" });
    const heard: string[] = [];
    const tell = (event: string): void => {
      heard.push(event);
      if (event === "identify") identify("a.b.c");
    };
    await askPage({ session, tell }, "who");
    show({ checking: true, attempts_left: 2 });
    show({ state, attempts_left: 2 });
    await Promise.resolve();
    show({ state });
    await Promise.resolve();
    assert.deepEqual(heard, ["identify", event]);
  }
});

test("a token that nobody asked for goes nowhere", async (context) => {
  const warned = context.mock.method(console, "warn", () => undefined);
  const { sent } = showing();
  identify("a.b.c");
  assert.equal(warned.mock.callCount(), 1);
  assert.deepEqual(sent, []);
});

test("a page that does not answer is waited for no longer than fifteen seconds", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { session } = showing({ ok: true, secret: "n-1" });
  const asking = askPage({ session, tell: () => context.mock.timers.tick(15_000) }, "who");
  assert.equal(await asking, "silent");
});
