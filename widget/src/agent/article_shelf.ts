/** The articles of each site, fetched from the server and asked for again at each look; what is there stays meanwhile. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { Articles } from "../shared/protocol.gen";
import { ArticleIndex } from "./article_search";

/** `failed` with an index: it could not be asked whether there is something newer. */
export interface Shelf {
  readonly index: ArticleIndex | null;
  readonly failed: boolean;
}

const shelves = new Map<string, Signal<Shelf>>();

export function shelfOf(site: string): ReadonlySignal<Shelf> {
  return own(site);
}

/** Asks the server for a site's articles; the browser knows which it has already. */
export async function refreshShelf(site: string): Promise<void> {
  const shelf = own(site);
  try {
    const answer = await fetch(`/console/articles/${encodeURIComponent(site)}.json`);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { articles } = (await answer.json()) as Articles;
    shelf.value = { index: new ArticleIndex(articles), failed: false };
  } catch {
    shelf.value = { ...shelf.value, failed: true };
  }
}

function own(site: string): Signal<Shelf> {
  const known = shelves.get(site) ?? signal<Shelf>({ index: null, failed: false });
  shelves.set(site, known);
  return known;
}
