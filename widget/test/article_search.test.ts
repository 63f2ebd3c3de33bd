/** Articles are found from few letters and with slips, and those of the step come first. */
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { ArticleIndex } from "../src/agent/article_search";
import type { ShelfArticle } from "../src/shared/protocol.gen";

function article(id: string, title: string, more: Partial<ShelfArticle["article"]> = {}): ShelfArticle {
  const plain = { summary: "", owner: "Us", review: "2027-01-31", sites: ["parking"], steps: [], tags: [], blocks: [] };
  return { article: { id, title, ...plain, ...more }, overdue: false };
}

const INDEX = new ArticleIndex([
  article("proof", "What counts as proof of address", {
    tags: ["council tax", "bill"],
    steps: ["permit/document", "permit/before"],
    blocks: [{ kind: "bullets", lines: [[{ text: "a tenancy " }, { text: "agreement", strong: true }]] }],
  }),
  article("photo", "How to take a good photo of a document", { steps: ["permit/document"] }),
  article("price", "What a permit costs", { summary: "It is paid when the application is sent.", steps: ["permit"] }),
  article("address", "When your address is not in the list", { steps: ["permit/home"] }),
]);

const found = (words: string, playbook = "", step = ""): string[] =>
  INDEX.found(words, playbook, step).map((each) => each.article.id);

test("a few letters are enough", () => assert.deepEqual(found("addr lis"), ["address"]));
test("slips are forgiven", () => {
  assert.equal(found("tenency agrement")[0], "proof");
  assert.equal(found("documnet foto")[0], "photo");
});
test("tags and words within are found", () => {
  assert.equal(found("council")[0], "proof");
  assert.equal(found("application")[0], "price");
});
test("a title counts for more than the words", () => assert.equal(found("permit")[0], "price"));
test("all words count before some of them", () => assert.deepEqual(found("proof address"), ["proof"]));
test("some of the words are better than nothing", () => assert.equal(found("photo xylophone")[0], "photo"));
test("of two alike the one for the step comes first", () => {
  assert.equal(found("address", "permit", "home")[0], "address");
  assert.equal(found("address", "permit", "document")[0], "proof");
});
test("what is nowhere is not found", () => assert.deepEqual(found("zeppelin"), []));
test("the step's own are suggested, else the playbook's", () => {
  const ids = (step: string) => INDEX.suggested("permit", step).map((each) => each.article.id);
  assert.deepEqual(ids("document"), ["proof", "photo"]);
  assert.deepEqual(ids("name"), ["price"]);
  assert.deepEqual(INDEX.suggested("", "document"), []);
});
