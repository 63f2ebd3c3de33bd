/**
 * Finds secrets in what people write, so that the browser can warn and hide them before anything is sent.
 *
 * The smaller twin of the server's `alongside.privacy`, which runs again on what arrives: the same rules under the
 * same names, held together by `tests/cases/redaction.json`. National ids that are rarely met here are left to
 * the server. Every repeat in a pattern is bounded, so that matching stays linear; look-behind is avoided for older
 * Safari. It must not know who is writing or where the words go.
 */

import type { Part } from "./protocol.gen";

export interface Secret {
  /** In UTF-16 units of the original text, as `slice` takes them. */
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** The text in parts, in order: the words that may be sent, and for each secret only its kind. */
export function redact(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { start, end, kind } of findSecrets(text)) {
    if (start > done) parts.push({ text: text.slice(done, start) });
    parts.push({ hidden: kind });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

/** The secrets in a text, in order and apart from each other. */
export function findSecrets(text: string): Secret[] {
  const { plain, original } = read(text);
  const found = [...cards(plain), ...RULES.flatMap((rule) => matches(rule, plain)), ...bracketed(plain)];
  return apart(found).map(({ start, end, kind }) => ({ ...original(start, end), kind }));
}

// --- The plain reading: ASCII digits, plain spaces, nothing invisible, and the way back ---

export interface Reading {
  readonly plain: string;
  /** The stretch of the original behind a stretch of the reading, which must not be empty. */
  original(start: number, end: number): { start: number; end: number };
}

export function read(text: string): Reading {
  const starts: number[] = [];
  const ends: number[] = [];
  let plain = "";
  let place = 0;
  for (const char of text) {
    const read = plainly(char);
    if (read) {
      plain += read;
      starts.push(place);
      ends.push(place + char.length);
    }
    place += char.length;
  }
  return { plain, original: (start, end) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 }) };
}

const DIGIT = /\p{Nd}/u;

/** One character for each visible one, "" for those without width (and for accents that stand apart). */
function plainly(char: string): string {
  if (char <= "\x7f") return char;
  if (/[\p{Cf}\p{Mn}\p{Me}]/u.test(char)) return "";
  if (/\s/.test(char)) return " ";
  if (/\p{Pd}/u.test(char)) return "-";
  if (/[“”„«»]/.test(char)) return '"';
  if (/[‘’]/.test(char)) return "'";
  const folded = char.normalize("NFKC");
  const code = folded.codePointAt(0) ?? 0;
  if (DIGIT.test(folded) && code > 0x7f) {
    // Unicode's runs of ten digits begin at a code that ends in 0 or, for some scripts, in 6.
    const row = code & ~15;
    return String((code - row - (DIGIT.test(String.fromCodePoint(row)) ? 0 : 6)) % 10);
  }
  return folded.length === 1 ? folded : char.length === 1 ? char : "\ufffc";
}

// --- The rules ---

interface Rule {
  readonly kind: string;
  /** Group 1 is hidden; it ends the match or opens it, and then nothing may be joined to it on the left. */
  readonly pattern: RegExp;
  readonly valid?: (secret: string) => boolean;
  /** Words that must stand shortly before or just after. */
  readonly near?: RegExp;
  /** Words that must not stand shortly before. */
  readonly never?: RegExp;
}

const shape = (pattern: string): RegExp => new RegExp(`(${pattern})(?!\\w|[.\\-/]\\d)`, "gi");
const digits = (count: number): RegExp => shape(`\\d(?:[ .\\-/]?\\d){${count - 1}}`);
const words = (...patterns: string[]): RegExp => new RegExp(patterns.join(""), "gi");

/** The remainder of a number too long for a double, digit by digit. */
const mod97 = (number: string): number => [...number].reduce((left, digit) => (left * 10 + +digit) % 97, 0);
const weighted = (number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0);

export const luhn = (number: string): boolean =>
  [...number].reverse().reduce((sum, digit, at) => sum + Number(at % 2 ? "0246813579"[+digit] : digit), 0) % 10 === 0;
export const iban = (number: string): boolean => {
  const moved = number.slice(4) + number.slice(0, 4);
  return number.length > 14 && mod97(moved.replace(/[a-z]/gi, (letter) => String(parseInt(letter, 36)))) === 1;
};
export const nhs = (number: string): boolean => weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
const utr = (number: string): boolean =>
  number[0] === "21987654321"[weighted(number.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11];
const ssn = (number: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(number);

const NINO = "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][ \\-]?[A-CEGHJ-NPR-TW-Z](?:[ \\-]{0,2}\\d\\d){3}";
const PHONE = /\b(?:phone|tel|telephone|mobile|call|ring|text)\b/i;
const GAP = "(?:(?!\\b(?:error|order|page|step|question|ref|reference|permit|form)\\b)[^\\d?!;]){0,32}?";
const IS = "\\b(?:is|was|ist|est)\\b|[:=]";
const SORT_CODE = "\\bsort ?-?code\\b";
const CHOSEN_IS =
  "\\b(?:pass ?word|pass ?phrase|pwd|passwort|kennwort|mot de passe)" +
  `(?: (?:for|to|on)(?: [\\w.\\-]{1,20}){1,3}?)?\\s{0,3}(?:${IS})\\s{0,3}`;
/** "my password is wrong", "password: 8 characters" */
const COMPLAINT =
  "(?!\\d[\\d+\\-]{0,6}\\s{1,3}(?:char|digit|letter|number|day|hour|min|month|time)|(?:not|wrong|incorrect|" +
  "required|missing|expired|invalid|rejected|refused|correct|right|fine|blocked|locked|forgotten|lost|" +
  "reset|hidden|needed|optional|accepted|working|empty|weak|strong|short|long|what|there|this|that|same|" +
  "different|changed|unknown|here|safe|secret)\\b)";
const QUOTED = "[\"'][^\"'\\n]{3,99}[\"']";

const RULES: readonly Rule[] = [
  { kind: "iban", pattern: shape("[A-Z]{2}\\d\\d(?:[ \\-]?[A-Z0-9]{4}){2,7}(?:[ \\-]?[A-Z0-9]{1,3})?"), valid: iban },
  {
    kind: "security_code", // "4111 1111 1111 1111 12/27 123"
    pattern: words("\\d{4}[ ,\\-]{1,3}(?:exp\\w{0,5}[: ]{1,2})?\\d\\d ?/ ?(?:20)?\\d\\d[ ,]{1,3}(\\d{3,4})(?!\\d)"),
  },
  {
    kind: "security_code",
    pattern: words(
      "\\b(?:cv[vc]2?|cv2|(?:security|verification) (?:code|number)|(?:digits|number|code) on the back)\\b",
      GAP,
      "\\b(\\d{3,4})(?![\\w/\\-]|[ .]\\d)",
    ),
  },
  { kind: "uk_nino", pattern: shape(`${NINO}[ \\-]?[A-D]`) },
  { kind: "uk_nino", pattern: shape(NINO), near: /national insurance|\bnino?\b|\bni (?:no|num)/i },
  { kind: "uk_nhs", pattern: shape("\\d{3} \\d{3} \\d{4}"), valid: nhs, never: PHONE },
  { kind: "uk_nhs", pattern: digits(10), valid: nhs, near: /\bnhs\b|health (?:service )?number/i },
  { kind: "uk_utr", pattern: digits(10), valid: utr, near: /\butr\b|tax(?:payer)? ref|unique tax/i },
  { kind: "us_ssn", pattern: shape("\\d{3}([ \\-])\\d\\d\\2\\d{4}"), valid: ssn, never: PHONE },
  { kind: "us_ssn", pattern: digits(9), valid: ssn, near: /\bssn\b|social security/i },
  {
    kind: "bank_account",
    pattern: words(SORT_CODE, GAP, "\\b(\\d\\d[ \\-]?\\d\\d[ \\-]?\\d\\d(?:[ ,/]{1,3}\\d{8})?)(?!\\d)"),
  },
  {
    kind: "bank_account",
    pattern: words("\\b(?:account|acct?|a/c)\\b", GAP, "\\b(\\d{4} ?\\d{4})(?!\\w|[.\\-/]\\d)"),
    near: words("\\bbank\\b|", SORT_CODE),
  },
  {
    kind: "password",
    pattern: words(
      CHOSEN_IS,
      COMPLAINT,
      `((?=\\S{0,99}[\\d@#$%^&*_+=~|\\\\]|\\S{0,99}!\\S|${QUOTED})(?:${QUOTED}|\\S{4,200}))`,
    ),
  },
  { kind: "password", pattern: words(CHOSEN_IS, COMPLAINT, "([a-z]{4,64})(?=\\s{0,3}(?:[.,!;\\n]|$| and\\b))") },
  {
    kind: "pin",
    pattern: words(
      "\\bpin(?: ?(?:number|code|no\\.?))?(?: (?:for|to|on|of|i)\\b[^\\d?!;.:=]{1,24}?)?",
      `\\s{0,3}(?:${IS})?\\s{0,3}["']?(\\d{4,8})(?!\\w|[ .\\-/]\\d)`,
    ),
  },
  { kind: "pin", pattern: words("\\b(\\d{4,8}) is (?:my|the|our)(?: (?:card|bank))? pin\\b") },
  {
    kind: "one_time_code",
    pattern: words(
      "\\b(?:otp|one[ \\-]time (?:code|pass ?code|password|pin)|pass ?code",
      "|(?:verification|security|access|log-?in|sign-?in|authenticat\\w{2,5}|2fa|sms|texted|activation) code",
      "|code (?:they|you|i|we|it) (?:just )?(?:got|get|sent|texted|emailed|received|was sent)",
      "|code from (?:the|my) (?:text|sms|app|email))\\b",
      GAP,
      "\\b(\\d{3}[ \\-]\\d{3}|\\d{4,8})(?!\\w|[ .\\-/]?\\d)",
    ),
  },
];

// --- Walking the rules over a text ---

/** How far the words of a rule may stand from the number, in characters. */
const BEFORE = 48;
const AFTER = 24;

function matches(rule: Rule, plain: string): Secret[] {
  if (rule.near && plain.search(rule.near) < 0) return [];
  return [...plain.matchAll(rule.pattern)].flatMap((match) => {
    const secret = match[1] ?? "";
    const start = match.index + (match[0].endsWith(secret) ? match[0].length - secret.length : 0);
    if (start === match.index && /[\w+]$|\d[.\-/]$/.test(plain.slice(Math.max(0, start - 2), start))) return [];
    const end = validEnd(rule, plain, start, start + secret.length);
    return end > start && inContext(rule, plain, start, end) ? [{ start, end, kind: rule.kind }] : [];
  });
}

/** Where the valid secret ends: words that follow an IBAN look like more of its groups. -1 for nowhere. */
function validEnd({ valid }: Rule, plain: string, start: number, end: number): number {
  while (valid && end > start && !valid(plain.slice(start, end).replace(/[ .\-/]/g, ""))) {
    end = plain.lastIndexOf(" ", end - 1);
  }
  return end;
}

function inContext({ near, never }: Rule, plain: string, start: number, end: number): boolean {
  const before = plain.slice(Math.max(0, start - BEFORE), start);
  if (never && before.search(never) >= 0) return false;
  return !near || before.search(near) >= 0 || plain.slice(end, end + AFTER).search(near) >= 0;
}

/** What was hidden before, as hidden.ts writes it. */
function bracketed(plain: string): Secret[] {
  return [...plain.matchAll(/⟦(\w+)⟧/g)].flatMap(({ 0: whole, 1: kind = "", index: start }) =>
    kind === "card" || RULES.some((rule) => rule.kind === kind) ? [{ start, end: start + whole.length, kind }] : [],
  );
}

/** Overlapping secrets as one, under the kind of the longest of them that starts first. */
function apart(found: Secret[]): Secret[] {
  const result: Secret[] = [];
  for (const secret of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && secret.start < last.end) result.splice(-1, 1, { ...last, end: Math.max(last.end, secret.end) });
    else result.push(secret);
  }
  return result;
}

// --- Cards: other numbers may stand before and after them in the same run of groups ---

/** Lengths by issuer: Visa; Mastercard, Mir; American Express; Diners; Discover, UnionPay, JCB; Maestro. */
const ISSUED = new RegExp(
  "^(?:4(?:\\d{12}|\\d{15}|\\d{18})" +
    "|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720|220[0-4])\\d{12}" +
    "|3[47]\\d{13}|3(?:0[0-5]|[689]\\d)\\d{11}" +
    "|(?:6011|64[4-9]\\d|65\\d\\d|62\\d\\d|35(?:2[89]|[3-8]\\d))\\d{12,15}" +
    "|(?:5018|5020|5038|5893|6304|6759|676[1-3])\\d{9,15})$",
);
const LONGEST_CARD = 19;

interface Group {
  readonly start: number;
  readonly end: number;
  /** Whether the next group of digits belongs to the same run. */
  readonly joined: boolean;
}

function cards(plain: string): Secret[] {
  const groups = [...plain.matchAll(/\d+/g)].map(({ 0: run, index }): Group => {
    const end = index + run.length;
    return { start: index, end, joined: /^[ .\-_\t\r\n]{1,3}\d/.test(plain.slice(end, end + 4)) };
  });
  return groups.flatMap(({ start }, first) => {
    const end = plain[start - 1] === "+" ? 0 : cardEnd(plain, groups, first);
    return end ? [{ start, end, kind: "card" }] : [];
  });
}

/** The end of the longest card that begins with this group of digits, or 0. */
function cardEnd(plain: string, groups: Group[], first: number): number {
  const opensRun = !groups[first - 1]?.joined;
  const sizes: number[] = [];
  let number = "";
  let longest = 0;
  for (const { start, end, joined } of groups.slice(first, first + LONGEST_CARD)) {
    if (number.length + end - start > LONGEST_CARD) break;
    number += plain.slice(start, end);
    sizes.push(end - start);
    const grouped = groupedLikeACard(sizes);
    if ((grouped || (opensRun && !joined)) && ISSUED.test(number) && luhn(number)) longest = end;
    if (!joined || !(grouped || opensRun)) break;
  }
  return longest;
}

function groupedLikeACard(sizes: number[]): boolean {
  return /^(?:4,6|6,10|6,13)\b/.test(sizes.join()) || sizes.slice(0, -1).every((size) => size % 4 === 0);
}
