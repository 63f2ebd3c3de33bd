/**
 * Finds in an agent's words what could be said more plainly or more kindly, and what to say instead.
 *
 * Pure: a text and glossaries in, findings out; the cases are tests/cases/plain_words.json. It only suggests: nothing
 * here keeps a message from being sent. Words in quotation marks are left alone: they are the form's own.
 *
 * How this works: the text is cut into words once, and each word is looked up as the beginning of a phrase, longest
 * phrase first. So the time goes with the length of the text, whatever the size of the glossary.
 */

import type { Term } from "../../shared/protocol.gen";

/** jargon: a word of a glossary or of officialese; tone: it can sound curt or blaming. */
export type Kind = "jargon" | "tone";

export interface Finding {
  readonly kind: Kind;
  /** Where the words stand in the text. */
  readonly start: number;
  readonly end: number;
  /** The words as they were written. */
  readonly words: string;
  /** What to put in their place; null: there is only advice. */
  readonly instead: Replacement | null;
  readonly advice: string;
}

/** `text` takes the place of `start` to `end`, which may be wider than the words: “an applicant” changes its “an”. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The officialese that everybody is given: forms of a word side by side, parted by `|`. */
export interface Officialese {
  readonly words: Readonly<Record<string, string>>;
  readonly tone: readonly { readonly phrases: string; readonly instead?: string; readonly advice?: string }[];
}

interface Phrase {
  readonly kind: Kind;
  readonly words: readonly string[];
  /** Written all in capitals: found only so. */
  readonly capitals: boolean;
  /** null: only advice; with `advice` empty too: a good word here. */
  readonly plain: string | null;
  readonly advice: string;
}

/** Phrases by their first word, the longest first. */
export type Phrases = ReadonlyMap<string, readonly Phrase[]>;

/** Glossaries made ready to look up. Of two that know a word the earlier one counts; the officialese comes last. */
export function phrases(glossaries: readonly (readonly Term[])[], officialese: Officialese | null): Phrases {
  const all = new Map<string, Phrase>();
  const add = (phrase: Phrase): void => {
    const key = phrase.words.join(" ");
    if (key !== "" && !all.has(key)) all.set(key, phrase);
  };
  for (const { term, plain = "" } of glossaries.flat()) add(phrase("jargon", term, plain === "" ? null : plain));
  for (const each of officialese === null ? [] : shipped(officialese)) add(each);
  const byFirst = new Map<string, Phrase[]>();
  for (const each of all.values()) {
    const first = each.words[0] ?? "";
    byFirst.set(first, [...(byFirst.get(first) ?? []), each]);
  }
  for (const each of byFirst.values()) each.sort((one, other) => other.words.length - one.words.length);
  return byFirst;
}

function* shipped({ words, tone }: Officialese): Generator<Phrase> {
  for (const [forms, plain] of Object.entries(words)) {
    const plains = plain.split("|");
    for (const [at, form] of forms.split("|").entries()) yield phrase("jargon", form, plains[at] ?? plain);
  }
  for (const { phrases: forms, instead = null, advice = "" } of tone) {
    for (const form of forms.split("|")) yield phrase("tone", form, instead, advice);
  }
}

function phrase(kind: Kind, written: string, plain: string | null, advice = ""): Phrase {
  const found = wordsOf(written);
  const capitals = written === written.toUpperCase() && written !== written.toLowerCase();
  return { kind, words: found.map(({ key }) => key), capitals, plain, advice };
}

interface Word {
  readonly start: number;
  readonly end: number;
  /** In small letters, with straight apostrophes. */
  readonly key: string;
}

const WORD = /[\p{L}\p{N}]+(?:['’\-/][\p{L}\p{N}]+)*/gu;
const UNTOUCHED = /https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+|"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»/giu;
const BETWEEN = /^[ \t\n\u00a0]+$/u;

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    key: word.toLowerCase().replaceAll("’", "'"),
  }));
}

/** What could be said more plainly, in the order of the text; no two overlap. */
export function find(text: string, known: Phrases): Finding[] {
  const untouched = [...text.matchAll(UNTOUCHED)].map(({ index, 0: part }) => [index, index + part.length] as const);
  const words = wordsOf(text);
  const found: Finding[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as Word;
    const match = known.get(word.key)?.find((each) => fits(each, text, words, at));
    if (match === undefined) continue;
    const { end } = words[at + match.words.length - 1] as Word;
    const free = !untouched.some(([from, to]) => word.start < to && end > from);
    at += match.words.length - 1;
    if (free && (match.plain !== null || match.advice !== "")) found.push(finding(text, word.start, end, match));
  }
  return found;
}

function fits({ words, capitals }: Phrase, text: string, all: readonly Word[], at: number): boolean {
  for (const [offset, key] of words.entries()) {
    const word = all[at + offset];
    if (word?.key !== key) return false;
    const before = all[at + offset - 1];
    if (offset > 0 && before !== undefined && !BETWEEN.test(text.slice(before.end, word.start))) return false;
  }
  const written = text.slice(all[at]?.start, all[at + words.length - 1]?.end);
  return !capitals || written === written.toUpperCase();
}

function finding(text: string, start: number, end: number, { kind, plain, advice }: Phrase): Finding {
  const words = text.slice(start, end);
  return { kind, start, end, words, instead: plain === null ? null : replacement(text, start, end, plain), advice };
}

const VOWEL = /^(?:[aei]|o(?!ne\b)|u(?!ni|se|su)|hour|honest)/i;
const BEFORE_NOUN = /(?<![\p{L}\p{N}])(an?|the|your|my|our|his|her|their|this|that|any)([ \u00a0]+)$/iu;
const NO_NOUN = /^(?:an?|the|your|what|whether|who|how)\b/i;

/** The plain words as they fit in: with the capital that stood there, after “a” or “an”, and with nothing doubled. */
function replacement(text: string, start: number, end: number, plain: string): Replacement {
  if (plain === "") return without(text, start, end);
  const written = text.slice(start, end);
  const capital = /^\p{Lu}/u.test(written) && (written !== written.toUpperCase() || begins(text, start));
  const put = capital ? upper(plain) : plain;
  const before = BEFORE_NOUN.exec(text.slice(0, start));
  if (before === null) return { start, end, text: put };
  const [whole, word = "", space = ""] = before;
  const upperWord = /^\p{Lu}/u.test(word);
  if (NO_NOUN.test(plain)) return { start: start - whole.length, end, text: upperWord ? upper(plain) : put };
  const article = VOWEL.test(plain) ? "an" : "a";
  if (!/^an?$/i.test(word) || word.toLowerCase() === article) return { start, end, text: put };
  return { start: start - whole.length, end, text: (upperWord ? upper(article) : article) + space + put };
}

/** Words that are best left out go with the comma and space beside them; what begins a sentence then gets its capital. */
function without(text: string, start: number, end: number): Replacement {
  const [after = ""] = /^[ \t]*,?[ \t]*/.exec(text.slice(end)) ?? [];
  const [before = ""] = /,?[ \t]*$/.exec(text.slice(0, start)) ?? [];
  const next = text.slice(end + after.length, end + after.length + 1);
  if (begins(text, start)) return { start, end: end + after.length + next.length, text: next.toUpperCase() };
  if (/^[.!?;:\n]?$/.test(next)) return { start: start - before.length, end: end + after.length, text: "" };
  if (!before.startsWith(",")) return { start, end: end + after.length, text: "" };
  return { start: start - before.length, end: end + after.length, text: " " };
}

/** Whether a sentence begins here. */
const begins = (text: string, at: number): boolean => /(?:^|[.!?…:]["”’)]?\s+|\n\s*)$/u.test(text.slice(0, at));

const upper = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** The findings in a text that has changed since, until it is looked at again: those that were touched are gone. */
export function moved(findings: readonly Finding[], before: string, after: string): Finding[] {
  if (before === after) return [...findings];
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  let rest = 0;
  while (rest < most - same && before[before.length - 1 - rest] === after[after.length - 1 - rest]) rest += 1;
  const by = after.length - before.length;
  return findings.flatMap((each) => {
    const start = Math.min(each.start, each.instead?.start ?? each.start);
    const end = Math.max(each.end, each.instead?.end ?? each.end);
    if (end < same || (end === same && !/^[\p{L}\p{N}]/u.test(after.slice(end)))) return [each];
    return start >= before.length - rest ? [shifted(each, by)] : [];
  });
}

function shifted(each: Finding, by: number): Finding {
  const instead = each.instead && { ...each.instead, start: each.instead.start + by, end: each.instead.end + by };
  return { ...each, start: each.start + by, end: each.end + by, instead };
}
