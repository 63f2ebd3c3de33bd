/**
 * Finding approved articles: by words, a few letters or a slip of the pen are enough; and by the playbook's step.
 *
 * MiniSearch ranks. Pure: knows neither network nor screen.
 */

import MiniSearch, { type SearchOptions } from "minisearch";

import type { Article, Block, ShelfArticle } from "../shared/protocol.gen";

/** More would not be read. */
const MOST = 20;

interface Document {
  readonly id: string;
  readonly title: string;
  readonly tags: string;
  readonly summary: string;
  readonly words: string;
}

const FIELDS: readonly (keyof Document)[] = ["title", "tags", "summary", "words"];
const WAYS: SearchOptions = {
  boost: { title: 4, tags: 3, summary: 2 },
  prefix: true,
  fuzzy: (term) => (term.length > 3 ? 0.25 : false), // a letter in four; of three, one is another word
};

export class ArticleIndex {
  readonly all: readonly ShelfArticle[];
  readonly #byId: ReadonlyMap<string, ShelfArticle>;
  readonly #search: MiniSearch<Document>;

  constructor(all: readonly ShelfArticle[]) {
    this.all = all;
    this.#byId = new Map(all.map((each) => [each.article.id, each]));
    this.#search = new MiniSearch({ fields: [...FIELDS], searchOptions: WAYS });
    this.#search.addAll(all.map(({ article }) => documentOf(article)));
  }

  /** The best first. With all of the words, else with any; what belongs to the step here counts for more. */
  found(words: string, playbook: string, step: string): readonly ShelfArticle[] {
    const near = new Set(this.suggested(playbook, step).map(({ article }) => article.id));
    const boostDocument = (id: string): number => (near.has(id) ? 1.5 : 1);
    const all = this.#search.search(words, { combineWith: "AND", boostDocument });
    const hits = all.length > 0 ? all : this.#search.search(words, { boostDocument });
    return hits.slice(0, MOST).flatMap(({ id }) => this.#byId.get(id as string) ?? []);
  }

  /** Those for this step of the playbook; without any, those for the playbook as a whole. */
  suggested(playbook: string, step: string): readonly ShelfArticle[] {
    const naming = (name: string) => this.all.filter(({ article }) => article.steps.includes(name));
    if (playbook === "") return [];
    const here = step === "" ? [] : naming(`${playbook}/${step}`);
    return here.length > 0 ? here : naming(playbook);
  }
}

function documentOf({ id, title, tags, summary, blocks }: Article): Document {
  return { id, title, tags: tags.join(" "), summary, words: blocks.map(textOf).join("\n") };
}

const textOf = ({ lines }: Block): string => lines.flat().map(({ text }) => text).join("");
