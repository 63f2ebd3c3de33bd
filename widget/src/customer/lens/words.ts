/**
 * What may be said of the page's words: every value entered on it is taken out first.
 *
 * Words are judged when they first appear, and the verdict is kept. A label that the page had before anything was
 * typed is the page's own and stays as it is (were it to change when a like value is typed, that would tell it).
 * Answers picked from a list are taken out only of words that appear after the first reading: before, they are words
 * of the page that other labels share.
 */

import { scrubber } from "../../shared/scrub";
import type { Values } from "./values";

type Scrub = ReturnType<typeof scrubber>;

/** How many texts and values are remembered. */
const MOST = 2_000;

export class Words {
  readonly #judged = new Map<string, string>();
  readonly #typed = new Set<string>();
  readonly #chosen = new Set<string>();
  #ofTyped: Scrub | null = null;
  #ofAll: Scrub | null = null;
  #first = true;

  /** `text` as it may be reported. `keep` is the field's own name: its words may stay. */
  safe(text: string, keep = ""): string {
    return text === "" ? "" : (this.#judged.get(text) ?? this.#judge(text, keep, !this.#first));
  }

  /** The same for the name of a box to tick, which is itself an answer. */
  safeAnswer(text: string): string {
    return text === "" ? "" : (this.#judged.get(text) ?? this.#judge(text, "", false));
  }

  /** Takes note of what is entered now. What leaves the page is not forgotten. */
  remember(values: Iterable<Values>): void {
    const before = this.#typed.size + this.#chosen.size;
    for (const { typed, chosen } of values) {
      add(this.#typed, typed);
      add(this.#chosen, chosen);
    }
    if (this.#typed.size + this.#chosen.size !== before) this.#ofTyped = this.#ofAll = null;
  }

  /** The page has been read once. */
  firstIsOver(): void {
    this.#first = false;
  }

  #judge(text: string, keep: string, withAnswers: boolean): string {
    const scrub = withAnswers
      ? (this.#ofAll ??= scrubber([...this.#typed, ...this.#chosen]))
      : (this.#ofTyped ??= scrubber([...this.#typed]));
    const safe = scrub(text, keep);
    if (this.#judged.size >= MOST) this.#judged.clear();
    this.#judged.set(text, safe);
    return safe;
  }
}

function add(known: Set<string>, values: readonly string[]): void {
  for (const value of values) if (known.size < MOST) known.add(value);
}
