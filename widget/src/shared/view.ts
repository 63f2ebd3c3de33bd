/**
 * Applies an update to a view: the only place where a browser changes what it was shown of a session.
 *
 * Live pages and replay both go through it. It knows which sections are keyed and nothing of what they mean.
 */
import type { Update } from "./protocol.gen";

/** Sections that map an id to an item: an update carries the changed items only, null where one is gone. */
const KEYED: ReadonlySet<string> = new Set(["people", "chat", "fields", "checks"]);

type Sections = Record<string, unknown>;
type Items = Record<string, unknown>;

/** The view after `update`; one after entry 0 brings every section. Untouched sections and items keep their identity. */
export function applied<V extends object>(view: V | null, update: Pick<Update, "after" | "view">): V {
  const before = (update.after === 0 || view === null ? {} : view) as Sections;
  const after: Sections = { ...before };
  for (const [name, section] of Object.entries(update.view)) {
    after[name] = KEYED.has(name) ? merged(before[name] as Items | undefined, section as Items) : section;
  }
  return after as V;
}

function merged(before: Items | undefined, changed: Items): Items {
  const after: Items = { ...before };
  for (const [id, item] of Object.entries(changed)) {
    if (item === null) delete after[id];
    else after[id] = item;
  }
  return after;
}
