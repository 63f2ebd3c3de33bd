/**
 * What may be said of the page's words: every value entered on it is taken out first.
 *
 * Words are judged when they first appear, and the verdict is kept. A label that the page had before anything was
 * typed is the page's own and stays as it is (were it to change when a like value is typed, that would tell it).
 */

import { scrubber } from "../../shared/scrub";

/** How many texts and values are remembered. */
const MOST = 2_000;

export class Words {
  readonly #valuesNow: () => Iterable<string>;
  readonly #judged = new Map<string, string>();
  readonly #past = new Set<string>();
  #scrub: ReturnType<typeof scrubber> | null = null;

  /** `valuesNow` gives what is entered on the page at the moment. */
  constructor(valuesNow: () => Iterable<string>) {
    this.#valuesNow = valuesNow;
  }

  /** `text` as it may be reported. `keep` is the field's own name: its words may stay. */
  safe(text: string, keep = ""): string {
    if (text === "") return "";
    const judged = this.#judged.get(text);
    if (judged !== undefined) return judged;
    const safe = this.#scrubber()(text, keep);
    if (this.#judged.size >= MOST) this.#judged.clear();
    this.#judged.set(text, safe);
    return safe;
  }

  /** The values may have changed since the last text. Those that leave the page are not forgotten. */
  refresh(): void {
    this.#scrub = null;
  }

  remember(values: Iterable<string>): void {
    for (const value of values) if (this.#past.size < MOST) this.#past.add(value);
  }

  #scrubber(): ReturnType<typeof scrubber> {
    this.remember(this.#valuesNow());
    return (this.#scrub ??= scrubber([...this.#past]));
  }
}
