/** Where a customer is in the tutorial: as agents are prompted, and steady while they type. */
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Binding } from "../src/customer/lens/binding";
import { type Progress, TutorialGuide } from "../src/customer/tutorial_guide";
import type { Field, LensModel, Tutorial } from "../src/shared/protocol.gen";

const TUTORIAL: Tutorial = {
  id: "permit",
  title: "Permit",
  task: "Get a permit",
  steps: [
    { id: "before", title: "Before you start", match: { page: "^Before" }, say: { new: "Press Start." } },
    { id: "name", title: "Full name", match: { name: "Full name" }, say: { new: "Your whole name.", confident: "Name." } },
    {
      id: "born",
      title: "Date of birth",
      match: { name: "Date of birth" },
      say: { new: "Three boxes." },
      if_error: [
        { verdict: "in-the-future", say: { new: "It is still to come.", confident: "In the future." } },
        { error: "17 or older", say: { new: "Too young." } },
      ],
    },
    { id: "phone", title: "Phone", match: { field: "tel" }, say: { new: "A number." } },
  ],
};

const field = (id: string, name: string, more: Partial<Field> = {}): Field => ({
  id,
  step: "s1",
  name,
  kind: "text",
  state: "empty",
  required: true,
  ...more,
});

const part = (id: string, name: string, more: Partial<Field> = {}): Field => field(id, name, { group: "Date of birth", ...more });

function model(focus: string, ...fields: Field[]): LensModel {
  return { page: "p", title: "Permit", steps: [{ id: "s1", name: "About you", state: "current" }], fields, focus };
}

const ATTRIBUTES: Readonly<Record<string, string>> = { f3: "tel" };
const GUIDE = new TutorialGuide(
  TUTORIAL,
  new Binding(TUTORIAL.steps.map(({ id, match }) => ({ id, match, expect: [] }))),
  (id) => ATTRIBUTES[id] ?? "",
  { check: "Look again.", page: (error) => `Page: ${error}` },
);
const progress = (at = "", more: Partial<Progress> = {}): Progress => ({ playbook: "permit", familiarity: "new", at, skipped: [], ...more });
const place = (shown: LensModel, kept = progress(), held = "") => GUIDE.place(shown, kept, held);

const NAME = field("f1", "Full name");
const DAY = part("f2", "Day");
const PHONE = field("f3", "Telephone");

test("it begins at the first empty question", () => assert.equal(place(model("", NAME, DAY, PHONE)).step.id, "name"));
test("it follows the field they are in, by name, question or attribute", () => {
  assert.equal(place(model("f2", NAME, DAY, PHONE)).step.id, "born");
  assert.equal(place(model("f3", NAME, DAY, PHONE)).step.id, "phone");
});
test("a pause between two fields does not move it", () => assert.equal(place(model("", NAME, DAY, PHONE), progress("born")).step.id, "born"));
test("what went wrong where they just were comes before the next field", () => {
  const wrong = { ...DAY, state: "filled" as const, verdict: "in-the-future" };
  const shown = place(model("f3", NAME, wrong, PHONE), progress("born"));
  assert.deepEqual([shown.step.id, shown.wrong], ["born", "It is still to come."]);
});
test("somebody who types is not called away, and is told of the other one", () => {
  const wrong = { ...DAY, state: "filled" as const, verdict: "in-the-future" };
  const shown = place(model("f3", NAME, wrong, { ...PHONE, state: "typing" }), progress("born"));
  assert.deepEqual([shown.step.id, shown.wrong, shown.elsewhere], ["phone", "", [2]]);
});
test("words for a mistake suit the familiarity, the page's error, or are plain", () => {
  const said = (more: Partial<Field>, familiarity: Progress["familiarity"] = "new") =>
    place(model("f2", { ...DAY, ...more }), progress("", { familiarity })).wrong;
  assert.equal(said({ verdict: "in-the-future" }, "confident"), "In the future.");
  assert.equal(said({ verdict: "in-the-future" }, "used_before"), "It is still to come.");
  assert.equal(said({ error: "You must be 17 or older" }), "Too young.");
  assert.equal(said({ error: "Something else" }), "Page: Something else");
  assert.equal(said({ verdict: "unknown" }), "Look again.");
});
test("Back and Next go where they lead", () => {
  const shown = place(model("f1", NAME, DAY), progress("name"), "phone");
  assert.deepEqual([shown.step.id, shown.fields], ["phone", []]);
});
test("what was skipped is not asked for again", () => {
  assert.equal(place(model("", NAME, DAY, PHONE), progress("name", { skipped: ["name"] })).step.id, "born");
});
test("a page that is filled in is said to be complete", () => {
  const filled = [NAME, DAY].map((each) => ({ ...each, state: "filled" as const }));
  assert.equal(place(model("", ...filled), progress("name")).complete, true);
});
test("a page without questions is known by its name", () => {
  const shown = place({ page: "p", title: "Before you start", fields: [], focus: "" });
  assert.deepEqual([shown.step.id, shown.complete], ["before", false]);
});
test("hidden and switched-off fields are passed over", () => {
  assert.equal(place(model("", { ...NAME, state: "hidden" }, { ...DAY, state: "disabled" }, PHONE)).step.id, "phone");
});
