/**
 * Ids for what is on the page: the same element keeps its id while the page lives. They say nothing of the page.
 */

export class Ids {
  readonly #prefix: string;
  readonly #elements = new WeakMap<Element, string>();
  readonly #names = new Map<string, string>();
  #last = 0;

  /** `prefix` begins every id and keeps those of fields and steps apart. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The id of an element, or of something that has only a name. */
  of(key: Element | string): string {
    const known = typeof key === "string" ? this.#names.get(key) : this.#elements.get(key);
    if (known !== undefined) return known;
    const id = `${this.#prefix}${++this.#last}`;
    if (typeof key === "string") this.#names.set(key, id);
    else this.#elements.set(key, id);
    return id;
  }
}
