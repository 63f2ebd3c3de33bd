/**
 * How old a reader must be for a longer message: the Flesch-Kincaid grade plus five years, which is how British
 * schools would count it. For English only, as its numbers are. Pure, and a rule of thumb: it is shown, never enforced.
 */

import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";

/** Messages of fewer words have no reading age: one long word would decide it. */
const LONG_FROM = 30;
const YOUNGEST = 6;
const OLDEST = 18;

export interface Reading {
  /** In years, from 6 to 18. */
  readonly age: number;
  /** The words of the longest sentence. */
  readonly longest: number;
}

/** The reading age of a text, or null where it is too short to have one. */
export function readingAge(text: string): Reading | null {
  const sentences = text
    .replace(/https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+/g, " ")
    .split(/[.!?…]+(?=\s|$)|\n+/)
    .map((sentence) => sentence.match(/\p{L}+(?:['’-]\p{L}+)*/gu) ?? [])
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length < LONG_FROM) return null;
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  const grade = fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
  const age = Math.min(OLDEST, Math.max(YOUNGEST, Math.round(grade + 5)));
  return { age, longest: Math.max(...sentences.map(({ length }) => length)) };
}
