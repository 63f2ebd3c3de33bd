/** When somebody was last helped with this browser: kept only where the site wants it, and no longer than it may be. */
import { strict as assert } from "node:assert";
import { beforeEach, test } from "node:test";
import { helpedBefore, keepHelped } from "../src/customer/helped";
import type { SiteInfo } from "../src/shared/protocol.gen";

const DAY = 86_400_000;
const KEY = "alongside.parking.helped";
const kept = new Map<string, string>();
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
};
const site = (first_contact_days: number): SiteInfo => ({ site: "parking", first_contact_days }) as SiteInfo;
const blocked = (): never => {
  throw new Error("blocked");
};

beforeEach(() => {
  kept.clear();
  Object.assign(globalThis, { localStorage: storage });
});

test("of a session nothing is kept but the moment it ended, under the site's name", () => {
  const ended = Date.now() - 1_000;
  keepHelped(site(7), ended);
  assert.deepEqual([...kept], [[KEY, String(ended)]]);
});

test("who comes back within the window is told by whole days", () => {
  kept.set(KEY, "0");
  assert.equal(helpedBefore(site(7), 0), 0);
  assert.equal(helpedBefore(site(7), DAY - 1), 0);
  assert.equal(helpedBefore(site(7), 3 * DAY), 3);
  assert.equal(helpedBefore(site(7), 7 * DAY - 1), 6);
});

test("what is older than the window, or makes no sense, is removed when it is seen", () => {
  for (const [value, now] of [["0", 7 * DAY], ["x", 0], [String(DAY), 0]] as const) {
    kept.set(KEY, value);
    assert.equal(helpedBefore(site(7), now), -1);
    assert.equal(kept.size, 0);
  }
});

test("a site that does not want it keeps nothing, and removes what it kept", () => {
  keepHelped(site(0), Date.now());
  assert.equal(kept.size, 0);
  keepHelped(site(7), Date.now());
  assert.equal(helpedBefore(site(0)), -1);
  assert.equal(kept.size, 0);
});

test("where nothing can be kept, nobody is known to come back", () => {
  Object.assign(globalThis, { localStorage: { getItem: blocked, setItem: blocked, removeItem: blocked } });
  keepHelped(site(7), Date.now());
  assert.equal(helpedBefore(site(7)), -1);
});
