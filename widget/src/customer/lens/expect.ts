/**
 * The playbook's `expect` rules: what is wrong with a value, as a verdict which says nothing of the value.
 *
 * This is where the diagnosis happens: on the customer's device; only the verdict's name leaves it. The first rule
 * that fails gives it, an empty value has none. Of a rule that fails, in this order: the first of its near misses which
 * fits, what keeps a date from being read as one, the rule's own verdict, the kind's.
 * The twin of `alongside.playbook.expect`, held to it by `tests/cases/expect.json`. Must not know the page or the lens.
 */

import type { Expect } from "../../shared/protocol.gen";
import { read } from "../../shared/redact";
import { CHECKSUMS } from "./checksums";
import { difference } from "./counting";
import { bound, type Dated, type DateParts, readDate, readParts } from "./dates";

export interface ChosenFile {
  readonly name: string;
  readonly bytes: number;
}

/** What is in a field: text, a date in three inputs as typed, or files. */
export type Value = { readonly text: string } | { readonly date: DateParts } | { readonly files: readonly ChosenFile[] };

/** What a rule may look at beside the value: `today` as an ISO date, and the text of another field. */
export interface Context {
  readonly today: string;
  other(name: string): string | undefined;
}

/** How much of a value patterns are tried on, in UTF-16 units. */
const LONGEST = 500;
const MEGABYTE = 1_000_000;
/** What a rule's own verdict does not replace: of what is no date, nothing else would be true. */
const UNREADABLE = ["not-a-date", "date-incomplete", "two-digit-year", "day-and-month-swapped", "no-such-day"];

/** The verdict of the first rule that fails; "" when there is nothing to say. Never raises. */
export function verdictOf(rules: readonly Expect[], value: Value, context: Context): string {
  if (isEmpty(value)) return "";
  for (const rule of rules) {
    const verdict = ruleVerdict(rule, value, context);
    if (verdict) return verdict;
  }
  return "";
}

function isEmpty(value: Value): boolean {
  if ("files" in value) return value.files.length === 0;
  return !tidied("text" in value ? value.text : Object.values(value.date).join(""));
}

function ruleVerdict(rule: Expect, value: Value, context: Context): string {
  const own = ownVerdict(rule, value, context);
  if (!own) return "";
  const near = "text" in value ? nearMiss(rule, readings(rule, value.text)) : "";
  return near || (UNREADABLE.includes(own) ? own : rule.verdict || own);
}

/** What the rule's kind says of the value. A kind that does not apply to such a value says nothing. */
function ownVerdict(rule: Expect, value: Value, context: Context): string {
  if ("files" in value) return ofFiles(rule, value.files);
  if (rule.date) return ofDate(rule, "text" in value ? readDate(tidied(value.text)) : readParts(tidiedParts(value.date)), context.today);
  return "text" in value ? ofText(rule, value.text, context) : "";
}

function ofText(rule: Expect, text: string, context: Context): string {
  if (rule.pattern) return ofPattern(rule, rule.pattern, text);
  if (rule.checksum) return CHECKSUMS[rule.checksum]?.(compact(tidied(text)).toUpperCase()) ?? "";
  if (rule.same_as) return ofSame(text, context.other(rule.same_as) ?? "");
  return ofLength(rule, text);
}

// --- patterns --------------------------------------------------------------------------------------------

function ofPattern(rule: Expect, source: string, text: string): string {
  const pattern = compiled(source, rule.exact);
  if (!pattern) return "";
  for (const reading of readings(rule, text)) {
    if (pattern.test(reading)) return "";
    if (nearMiss(rule, [reading])) break; // spaces that a near miss names are not forgiven
  }
  return ofDigits(source, compact(tidied(text)));
}

function ofDigits(pattern: string, number: string): string {
  const asked = digitsAsked(pattern);
  if (asked && !/^\d+$/.test(number)) return "not-only-digits";
  return (asked && difference(number.length, asked, "digit")) || "wrong-format";
}

/** The name of the first mistake that fits, if one does. */
function nearMiss(rule: Expect, texts: readonly string[]): string {
  const misses = rule.near_misses ?? [];
  const found = texts.flatMap((text) => misses.find((miss) => compiled(miss.pattern, rule.exact)?.test(text)) ?? []);
  return found[0]?.verdict ?? "";
}

/** For the whole value; null when it is no pattern. By itself first: `a)|(b` must not come apart inside the group. */
function compiled(pattern: string, exact = false): RegExp | null {
  const flags = exact ? "u" : "iu";
  try {
    new RegExp(pattern, flags);
    return new RegExp(`^(?:${pattern})$`, flags);
  } catch {
    return null;
  }
}

/** How many digits a pattern of digits alone asks for (`\d{2}-?\d{4}`: six); 0 for any other. */
function digitsAsked(pattern: string): number {
  let total = 0;
  const rest = pattern.replace(DIGITS_OR_GAPS, (_, digit?: string, times = "1") => {
    if (digit) total += Number(times);
    return "";
  });
  return rest ? 0 : total;
}

const DIGITS_OR_GAPS = /(\d|\\d|\[[\d-]+\])(?:\{(\d{1,3})\})?|[- ]\??|\[[- ]{2}\]\?|\\s[?*]/g;

/** The value as typed, and for a rule that is not exact the value without its spaces and dashes. */
function readings(rule: Expect, text: string): readonly string[] {
  const plain = tidied(text);
  return rule.exact ? [plain] : [plain, compact(plain)];
}

function tidied(text: string): string {
  const { plain } = read(text.slice(0, LONGEST).normalize());
  return plain.replace(/[\t-\r ]+/g, " ").replace(/^ | $/g, "");
}

function compact(plain: string): string {
  return plain.replace(/[ -]/g, "");
}

// --- length, the same ------------------------------------------------------------------------------------

function ofLength(rule: Expect, text: string): string {
  const unit = /^\d+$/.test(compact(tidied(text))) ? "digit" : "character";
  const size = sizeOf(text, unit);
  const least = rule.min_length ?? -1;
  const most = rule.max_length ?? Infinity;
  if (least === most) return difference(size, least, unit);
  return size < least ? "too-short" : size > most ? "too-long" : "";
}

/** Characters that count: no spaces, nothing invisible, and between digits no dashes. */
function sizeOf(text: string, unit: "digit" | "character"): number {
  const leftOut = unit === "digit" ? /[\t-\r\p{Z}\p{Cf}\p{Pd}]/gu : /[\t-\r\p{Z}\p{Cf}]/gu;
  return [...text.normalize().replace(leftOut, "")].length;
}

/** Compared as typed: a password is not the same in capitals. Nothing to say while the other is empty. */
function ofSame(text: string, other: string): string {
  const one = tidied(text);
  const two = tidied(other);
  if (!two || one === two) return "";
  return one.toLowerCase() === two.toLowerCase() ? "capitals-differ" : "not-the-same";
}

// --- dates -----------------------------------------------------------------------------------------------

function tidiedParts({ day, month, year }: DateParts): DateParts {
  return { day: tidied(day), month: tidied(month), year: tidied(year) };
}

function ofDate(rule: Expect, { date, mistake }: Dated, today: string): string {
  if (mistake) return mistake;
  if (rule.date === "past") return date > (bound("0d", today) || date) ? "in-the-future" : "";
  if (rule.date === "future") return date < bound("0d", today) ? "in-the-past" : "";
  if (date < bound(rule.earliest ?? "", today)) return "too-early";
  return date > (bound(rule.latest ?? "", today) || date) ? "too-late" : "";
}

// --- files -----------------------------------------------------------------------------------------------

function ofFiles(rule: Expect, files: readonly ChosenFile[]): string {
  const endings = (rule.file_types ?? []).map(ending);
  if (endings.length > 0 && files.some(({ name }) => !endings.includes(ending(name)))) return "wrong-file-type";
  const most = rule.max_megabytes;
  return most && files.some(({ bytes }) => bytes > most * MEGABYTE) ? "file-too-large" : "";
}

/** What follows the last dot (`pdf`, `.pdf` and `scan.PDF` are alike, jpg and jpeg too). */
function ending(name: string): string {
  return name.toLowerCase().split(".").at(-1)?.trim().replace(/^jpeg$/, "jpg") ?? "";
}
