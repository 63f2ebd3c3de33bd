/**
 * Which of the site's playbooks fit this page: compared here, on the customer's device. Only their ids leave it.
 *
 * Loaded with sharing, never before. It knows the page's path and which forms it has; it sends nothing itself.
 */
import type { PlaybookPlace } from "../shared/protocol.gen";

/** Milliseconds after which the form is reported without: a suggestion is not worth a wait. */
const PATIENCE = 2_000;

let places: Promise<readonly PlaybookPlace[]> | null = null;

/** The ids of the playbooks that fit the page as it is now; none where that cannot be known. */
export async function applying(site: string): Promise<string[]> {
  places ??= fetched(site);
  const has = (selector: string): boolean => document.querySelector(selector) !== null;
  return fitting(await places, location.pathname, has);
}

async function fetched(site: string): Promise<readonly PlaybookPlace[]> {
  const address = `${new URL(import.meta.url).origin}/widget/${encodeURIComponent(site)}/playbooks.json`;
  try {
    const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? ((await answer.json()) as readonly PlaybookPlace[]) : [];
  } catch {
    places = null; // the next page report asks again
    return [];
  }
}

/**
 * Those whose paths and forms fit. One without either is for every page: it is named only where the site has no other.
 */
export function fitting(
  all: readonly PlaybookPlace[],
  path: string,
  has: (selector: string) => boolean,
): string[] {
  const special = all.filter(({ urls = [], forms = [] }) => urls.length + forms.length > 0);
  if (special.length === 0 && all.length === 1) return all.map(({ id }) => id);
  return special
    .filter(({ urls = [] }) => urls.length === 0 || urls.some((url) => fits(url, path)))
    .filter(({ forms = [] }) => forms.length === 0 || forms.some((form) => found(has, form)))
    .map(({ id }) => id);
}

/** `*` stands for anything, also for several parts of the path; a slash at the end means nothing. */
function fits(pattern: string, path: string): boolean {
  const parts = bare(pattern).split("*");
  const last = parts.pop() ?? "";
  let rest = bare(path);
  for (const [at, part] of parts.entries()) {
    const from = rest.indexOf(part);
    if (from < 0 || (at === 0 && from > 0)) return false;
    rest = rest.slice(from + part.length);
  }
  return parts.length === 0 ? rest === last : rest.endsWith(last);
}

const bare = (path: string): string => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);

/** A selector that this browser does not know fits nothing. */
function found(has: (selector: string) => boolean, selector: string): boolean {
  try {
    return has(selector);
  } catch {
    return false;
  }
}
