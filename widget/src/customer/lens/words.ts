/**
 * What may be said of the page's words: every value entered on it is taken out first.
 *
 * Words are judged when they first appear, and the verdict is kept. A label that the page had before anything was
 * typed is the page's own and stays as it is (were it to change when a like value is typed, that would tell it).
 * Answers picked from a list are made of the page's own words. They are taken out as a whole, only of what appears
 * after the first reading, and only if they have a word of their own: "By phone" may bring up "Phone number".
 */

import { hasOwnWord, scrubber } from "../../shared/scrub";
import type { Values } from "./values";

type Scrub = ReturnType<typeof scrubber>;

/** How many texts and values are remembered, and how many values that were there for one key only. */
const MOST = 2_000;
const MOST_PASSING = 100;

export class Words {
  readonly #entered: () => Iterable<Values>;
  readonly #passed: () => readonly string[];
  #looked = false;
  readonly #judged = new Map<string, string>();
  readonly #typed = new Set<string>();
  readonly #chosen = new Set<string>();
  readonly #passing = new Set<string>();
  #withoutTyped: Scrub | null = null;
  #withoutChosen: Scrub | null = null;
  #first = true;

  /** `entered` looks at the page: what is in its fields at this moment. `passed` is what was there since, and is not. */
  constructor(entered: () => Iterable<Values>, passed: () => readonly string[]) {
    this.#entered = entered;
    this.#passed = passed;
  }

  /**
   * `text` as it may be reported. `keep` is the field's own name: its words may stay. The name of a box to tick is
   * itself an answer: from it none are taken.
   */
  safe(text: string, keep = "", isAnswer = false): string {
    return text && (this.#judged.get(text) ?? this.#judge(text, keep, !this.#first && !isAnswer));
  }

  /** Takes note of what is entered now. What leaves the page is not forgotten. */
  remember({ typed, chosen }: Values): void {
    if (add(this.#typed, typed, MOST, true)) this.#withoutTyped = null;
    if (add(this.#chosen, chosen.filter(hasOwnWord), MOST)) this.#withoutChosen = null;
  }

  /** Takes note of what was in fields between two readings. */
  rememberPassing(values: readonly string[]): void {
    if (add(this.#passing, values, MOST_PASSING, true)) this.#withoutTyped = null;
  }

  /** The page has been read once. */
  firstIsOver(): void {
    this.#first = false;
  }

  /**
   * A page repeats a value when it is typed, which may be after its field was read: look again, once per task. And the
   * words to be judged may be of an earlier task, from between two keys.
   */
  #lookAgain(): void {
    if (this.#looked) return;
    this.#looked = true;
    queueMicrotask(() => (this.#looked = false));
    for (const values of this.#entered()) this.remember(values);
    this.rememberPassing(this.#passed());
  }

  #judge(text: string, keep: string, withAnswers: boolean): string {
    this.#lookAgain();
    this.#withoutTyped ??= scrubber([...this.#typed, ...this.#passing]);
    const once = this.#withoutTyped(text, keep);
    const safe = withAnswers ? this.#withoutAnswers(once) : once;
    if (this.#judged.size >= MOST) this.#judged.clear();
    this.#judged.set(text, safe);
    return safe;
  }

  #withoutAnswers(text: string): string {
    this.#withoutChosen ??= scrubber([...this.#chosen], false);
    return this.#withoutChosen(text, text);
  }
}

/** Whether anything was new. A value typed on takes the place of its beginning, which the scrubber finds by it. */
function add(known: Set<string>, values: readonly string[], most: number, typed = false): boolean {
  const news = values.filter((value) => !known.has(value));
  for (const value of news) {
    for (const before of known) {
      if (known.size > most || (typed && before.length > 2 && value.startsWith(before))) known.delete(before);
    }
    known.add(value);
  }
  return news.length > 0;
}
