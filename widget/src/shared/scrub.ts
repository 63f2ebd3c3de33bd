/**
 * Takes what the customer entered out of what a page says about it: "“123” is not a postcode" becomes
 * "“…” is not a postcode". Names and errors leave the device only after this.
 *
 * Two sweeps. The first knows the values: it finds them whole (whatever their case, spaces and punctuation),
 * as the same number or date written another way, word by word, and half typed: a page may repeat what was there
 * some keys ago. The second knows nothing and takes what
 * looks entered: secrets, e-mail addresses, the queries of web addresses, and five digits or more that are not
 * plainly a limit or a tax year; the server does that one again (`privacy.scrub_label`, the same cases in
 * `tests/cases/scrubbing.json`). Where in doubt a word is taken: a "…" too many costs the agent little.
 *
 * It must not know the page: texts and values come in as strings.
 */

import { findSecrets, read } from "./redact";

type Span = readonly [start: number, end: number];

const GONE = "…";

/**
 * `text` with "…" for every entered value. `keep` is text of the field's own, such as its label: words of a
 * longer value that also stand there are not taken one by one ("Street" in "Enter a street").
 */
export function scrub(text: string, values: readonly string[], keep = ""): string {
  return scrubber(values)(text, keep);
}

/** `scrub` for many texts and the same values: the values are made ready once. `typed`: not picked from a list. */
export function scrubber(values: readonly string[], typed = true): (text: string, keep?: string) => string {
  const entered = values.map(ready).filter(({ value }) => value !== "");
  const words = entered.flatMap(({ words }) => words).filter(tells);
  const telling = new Set(typed ? words.flatMap(beginnings).filter(tells) : words);
  return (text, keep = "") => {
    const { plain, original } = read(text);
    const tokens = tokenise(plain);
    const letters = run(tokens, plain);
    const known = [
      ...entered.flatMap((each) => shown(each, plain, letters, typed)),
      ...singleWords(tokens, telling, keep),
    ];
    const spans = [...known, ...addresses(plain), ...longNumbers(plain)].map(([start, end]) => original(start, end));
    return without(text, [...spans, ...findSecrets(text)]);
  };
}

function without(text: string, spans: { start: number; end: number }[]): string {
  let left = "";
  let done = 0;
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    if (end <= done) continue;
    left += text.slice(done, Math.max(start, done)) + GONE;
    done = end;
  }
  return (left + text.slice(done)).replace(/…(?:[\s,.\-/]{0,4}…)+/g, GONE);
}

// --- The first sweep: values that are known ---

interface Token {
  readonly word: string;
  readonly start: number;
}

interface Entered {
  readonly value: string;
  /** Its letters and digits in one run, and the same for other ways to write a date. */
  readonly keys: readonly string[];
  readonly words: readonly string[];
  /** What it is worth, if it is a number. */
  readonly worth: readonly number[];
}

function ready(typed: string): Entered {
  const value = read(typed).plain.trim();
  const words = tokenise(value).map(({ word }) => lower(word));
  const amount = /^[^\p{L}\d]{0,4}(\d[\d., ']{2,24})[^\p{L}\d]{0,4}$/u.exec(value)?.[1];
  return { value, words, keys: [words.join(""), ...otherDates(value)], worth: amount ? worths(amount) : [] };
}

function tokenise(plain: string): Token[] {
  return [...plain.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({ word, start: index }));
}

/** In lower case at the same length: a few capitals would become two characters. */
function lower(word: string): string {
  return word.replace(/./gs, (char) => (char.toLowerCase().length === 1 ? char.toLowerCase() : char));
}

/** Where a value is shown. One or two characters count only in quotation marks: "7" is everywhere. */
function shown({ value, keys: [key = "", ...others], worth }: Entered, plain: string, letters: Run, typed: boolean): Span[] {
  if (key.length < SHORTEST) return literally(value, plain, value.length < SHORTEST);
  return [
    ...occurrences(key, typed ? SHORTEST : key.length, plain, letters),
    ...others.flatMap((other) => occurrences(other, other.length, plain, letters)),
    ...sameNumbers(worth, plain),
  ];
}

const OPENS = /["'`“”„‚‘’«»‹›(]$/;
const CLOSES = /^["'`“”‘’«»‹›)]/;

/** A short value, or one of signs only, as it was typed. */
function literally(value: string, plain: string, quoted: boolean): Span[] {
  const [haystack, needle] = [plain.toLowerCase(), value.toLowerCase()];
  const found: Span[] = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    if (!quoted || (OPENS.test(plain.slice(0, at)) && CLOSES.test(plain.slice(end)))) found.push([at, end]);
  }
  return found;
}

/** So few letters and digits say something. */
const SHORTEST = 3;

/** Shorter keys must begin and end with the text's own words: "art" is not taken out of "start". */
const WITHIN_WORDS = 6;

/** All letters and digits of a text without what stands between them, and the place of each. */
interface Run {
  readonly key: string;
  readonly places: readonly number[];
}

function run(tokens: Token[], plain: string): Run {
  const places = tokens.flatMap(({ word, start }) => Array.from(word.split(""), (_, index) => start + index));
  return { key: lower(places.map((place) => plain.charAt(place)).join("")), places };
}

/**
 * Where `key` stands, or its beginning of `least` characters and more. Of a beginning only what has a digit and ends
 * with the text's own words: `singleWords` finds the words, and those that pages are made of are to stay.
 */
function occurrences(key: string, least: number, plain: string, { key: haystack, places }: Run): Span[] {
  const found: Span[] = [];
  const seed = key.slice(0, least);
  for (let at = haystack.indexOf(seed); at >= 0; at = haystack.indexOf(seed, at + 1)) {
    const start = places[at] ?? 0;
    let length = least;
    while (length < key.length && haystack[at + length] === key[length]) length++;
    const end = (): number => (places[at + length - 1] ?? 0) + 1;
    if (length === key.length && length >= WITHIN_WORDS) found.push([start, end()]);
    else if (!continues(plain, start)) {
      while (length >= least && continues(plain, end())) length--;
      if (length === key.length || (length >= least && /\d/.test(key.slice(0, length)))) found.push([start, end()]);
    }
  }
  return found;
}

/** Whether the characters before and at a place belong together: both letters, or both digits. */
function continues(plain: string, place: number): boolean {
  return place > 0 && /^(?:\p{L}{2}|\p{N}{2})$/u.test(plain.slice(place - 1, place + 1));
}

const NUMBER = /\d(?:[., ']?\d){2,20}/g;

/** Numbers of three digits or more that are worth the same: 1234.5, "1,234.50", "1 234,50". */
function sameNumbers(worth: readonly number[], plain: string): Span[] {
  if (worth.length === 0) return [];
  return [...plain.matchAll(NUMBER)]
    .filter(({ 0: number }) => worths(number).some((each) => worth.includes(each)))
    .map(({ 0: number, index }) => [index, index + number.length]);
}

/** What a number is worth by the point, and by the comma, as decimal mark. */
function worths(number: string): number[] {
  const bare = number.replace(/[ ']/g, "");
  const readings = [bare.replace(/,/g, ""), bare.replace(/\./g, "").replace(",", ".")];
  return readings.map(Number).filter((worth) => !Number.isNaN(worth));
}

/** A date as `<input type=date>` gives it, or as people write it, in the other ways in which a page may show it. */
function otherDates(value: string): string[] {
  const iso = /^(\d{4})-(\d\d)-(\d\d)/.exec(value);
  const typed = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(value);
  const [year, month, day] = iso ? iso.slice(1).map(Number) : typed ? typed.slice(1).map(Number).reverse() : [];
  if (!year || !month || !day || month > 12) return [];
  const two = (number: number): string => String(number).padStart(2, "0");
  const names = monthNames(month).flatMap((name) => [name, name.slice(0, 3)]);
  const forms = [String(month), two(month), ...names].flatMap((named) =>
    [String(day), two(day)].flatMap((at) => [`${at}${named}${year}`, `${named}${at}${year}`, `${year}${named}${at}`]),
  );
  return [...new Set(forms)];
}

/** Made once, and only when there is a date: a formatter costs a millisecond. */
let monthsIn: readonly Intl.DateTimeFormat[] | undefined;

/** A month's name in English and in the browser's language. */
function monthNames(month: number): string[] {
  monthsIn ??= ["en", undefined].map((language) => new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }));
  return monthsIn.map((names) => lower(names.format(Date.UTC(2000, month - 1, 1))));
}

/** Words that errors are made of. They say nothing about a value, even where it has them too. */
const COMMON = new Set(
  [
    "the and for not you your are was were has have had can must may should please with without from this that",
    "these those its our their will would like need but out per too get into what when where which who why how",
    "yes all any only other one two three more less than least most between before after",
    "enter select choose check give tell use add try again valid invalid correct wrong real full missing",
    "required optional name names first last middle date day month year time address street road town city",
    "county country postcode zip code email phone telephone number numbers digits letters characters words",
    "text field form page question answer file option com org net www http https",
  ].flatMap((line) => line.split(" ")),
);

function tells(word: string): boolean {
  return word.length >= SHORTEST && !COMMON.has(word);
}

/** What was there while a word was typed, from its third letter on. Nobody types the tail of a very long one. */
function beginnings(word: string): string[] {
  return [...word.slice(SHORTEST, 30)].map((_, more) => word.slice(0, SHORTEST + more)).concat(word);
}

/** Whether a value has a word of its own: "Tenant" has, "By phone" and "Yes" have none. */
export function hasOwnWord(value: string): boolean {
  return tokenise(read(value).plain).some(({ word }) => tells(lower(word)));
}

/** Single words of the values: three letters or digits and longer, but neither common nor the field's own. */
function singleWords(tokens: Token[], telling: ReadonlySet<string>, keep: string): Span[] {
  const own = new Set(tokenise(keep).map(({ word }) => lower(word)));
  return tokens
    .filter(({ word }) => telling.has(lower(word)) && !own.has(lower(word)))
    .map(({ word, start }) => [start, start + word.length]);
}

// --- The second sweep: what looks entered, as in the server's labels.py ---

/** Group 1 goes. */
const ADDRESSES = [
  /([\p{L}\p{N}_.+%-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,5})/gu,
  /\/\/([^\s/@]{1,100}@)/g,
  /(?:https?:\/\/|www\.|\/)[^\s?#]{0,300}([?#]\S{1,2000})/g,
  /([?&][\w.~%[\]-]{1,60}=\S{0,2000})/g,
];
/** The reserved names with which pages show the format stay: "like name@example.com". */
const SAMPLE = /^(?:name|you|someone|user)@example\.(?:com|org|net)$/;
const RUN = /\d(?:[ .,'\-/()]{0,2}\d){4,}/g;
const TAX_YEAR = /^(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d$/;
const AMOUNT = /^(?:\d{1,3}(?:[ ,.']\d{3}){1,2}(?:[.,]\d\d)?|\d{1,7}(?:[.,]\d\d)?)$/;
const DATE = /^(?:\d{1,2}([/.\- ])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d)$/;
const LIMIT = new RegExp(
  "(?:\\bbetween|\\bbetween\\b[^?!;]{1,24}\\band|\\bat (?:least|most)|\\bup to|\\bm(?:ax|in)(?:imum)?(?: of)?" +
    "|\\b(?:more|less|fewer|greater|larger|later|earlier|higher|lower|longer) than|\\blimit(?: of| is)?" +
    "|\\bunder|\\bover|\\babove|\\bbelow|\\bexceed|\\bbefore|\\bafter|\\buntil|\\bfor example,?|\\be\\.g\\.,?)" +
    "[\\s:]{0,2}[£$€]?$",
  "i",
);
const UNIT = /^\s?(?:characters?|words|letters|digits|bytes|[kmg]b)\b/i;

function addresses(plain: string): Span[] {
  return ADDRESSES.flatMap((pattern) => [...plain.matchAll(pattern)])
    .filter(({ 0: match }) => !SAMPLE.test(match))
    .map(({ 0: match, 1: gone = "", index }) => [index + match.length - gone.length, index + match.length]);
}

function longNumbers(plain: string): Span[] {
  return [...plain.matchAll(RUN)]
    .map(({ 0: run, index }): Span => [index, index + run.length])
    .filter((span) => !isLimit(span, plain));
}

/** Whether the page states a rule with this number, rather than repeating what was entered. */
function isLimit([start, end]: Span, plain: string): boolean {
  const run = plain.slice(start, end);
  if (TAX_YEAR.test(run)) return true;
  if (!AMOUNT.test(run) && !DATE.test(run)) return false;
  return LIMIT.test(plain.slice(Math.max(0, start - 40), start)) || UNIT.test(plain.slice(end, end + 16));
}
