/** Which playbooks fit a page: by its path and its forms, on the device. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../src/customer/applies";
import type { PlaybookPlace } from "../src/shared/protocol.gen";

const PERMIT = { id: "permit", urls: ["/permit", "/permit/*"] };
const INCOME = { id: "income", forms: ["form#income"] };
const ANYWHERE = { id: "complaint" };
const none = (_: string): boolean => false;
const at = (path: string, all: PlaybookPlace[] = [PERMIT, INCOME, ANYWHERE], has = none): string[] =>
  fitting(all, path, has);

test("a path fits its pattern, with a star for any rest", () => {
  assert.deepEqual(at("/permit"), ["permit"]);
  assert.deepEqual(at("/permit/about-you"), ["permit"]);
  assert.deepEqual(at("/permit/a/b/"), ["permit"]);
});

test("another path fits nothing", () => {
  for (const path of ["/", "/permits", "/x/permit", "/permit-old/1"]) assert.deepEqual(at(path), []);
});

test("stars may stand anywhere, and the order of the parts counts", () => {
  const all = [{ id: "claim", urls: ["/*/claim/*/income"] }];
  assert.deepEqual(at("/en/claim/7/income", [...all, ANYWHERE]), ["claim"]);
  assert.deepEqual(at("/en/claim/income", [...all, ANYWHERE]), []);
  assert.deepEqual(at("/income/claim/7/en", [...all, ANYWHERE]), []);
  assert.deepEqual(at("/a/aa", [{ id: "a", urls: ["/a*a"] }, ANYWHERE]), ["a"]);
});

test("a form on the page fits its selector; one that no browser knows fits nothing", () => {
  assert.deepEqual(at("/x", undefined, (selector) => selector === "form#income"), ["income"]);
  const unknown = (): boolean => {
    throw new SyntaxError("selector");
  };
  assert.deepEqual(at("/x", undefined, unknown), []);
});

test("where both are given, both must fit", () => {
  const both = [{ id: "both", urls: ["/a"], forms: ["form"] }, ANYWHERE];
  assert.deepEqual(at("/a", both), []);
  assert.deepEqual(at("/a", both, () => true), ["both"]);
  assert.deepEqual(at("/b", both, () => true), []);
});

test("a playbook for every page is named only where the site has no other", () => {
  assert.deepEqual(at("/anything", [ANYWHERE]), ["complaint"]);
  assert.deepEqual(at("/anything", [ANYWHERE, { id: "other" }]), []);
});
