/**
 * Dates as people enter them, and where they must lie, seen from a given day.
 *
 * Dates are kept as ISO text, which sorts as time does. Must not know the clock: today comes in. The twin of
 * `alongside.playbook.dates`.
 */

/** A date as ISO text, or else the mistake that keeps it from being read as one. */
export interface Dated {
  readonly date: string;
  readonly mistake: string;
}

export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

const YEAR_FIRST = /^(\d{4})[-/., ]+(\d\d?)[-/., ]+(\d\d?)$/;
const DAY_FIRST = /^(\d\d?)(?:st|nd|rd|th)?[-/., ]+(\d\d?|[a-z]{3,9})[-/., ]+(\d{1,5})$/i;
const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

/** The date in a line of text: 31/1/2026, 31.01.2026, 31 1 2026, 31 January 2026, 2026-01-31. */
export function readDate(text: string): Dated {
  const [, first, month, last] = YEAR_FIRST.exec(text) ?? DAY_FIRST.exec(text) ?? [];
  if (!first || !month || !last) return mistaken("not-a-date");
  return first[3] ? readParts({ day: last, month, year: first }) : readParts({ day: first, month, year: last });
}

/** The date in three separate inputs. The month may be a number or its English name. */
export function readParts({ day, month, year }: DateParts): Dated {
  if (!day || !month || !year) return mistaken("date-incomplete");
  const number = monthNumber(month.toLowerCase());
  if (!/^\d\d? \d\d? \d{2,4}$/.test(`${day} ${number} ${year}`)) return mistaken("not-a-date");
  if (year.length === 2) return mistaken("two-digit-year");
  const date = iso(year, number, day);
  return date ? { date, mistake: "" } : mistaken(whatIsWrong(year, number, day));
}

/**
 * The day that `earliest` or `latest` names: a date, or so far from today (-28d, +2w, -1m, +1y). Where the month has
 * no such day it is the month's last. "" for what names no day.
 */
export function bound(text: string, today: string): string {
  if (isReal(text)) return text;
  if (!isReal(today)) return "";
  const [, number, unit] = /^([+-]?\d{1,3})([dwmy])$/.exec(text) ?? [];
  if (number === undefined) return "";
  const day = new Date(today);
  if (unit === "d" || unit === "w") day.setUTCDate(day.getUTCDate() + Number(number) * (unit === "w" ? 7 : 1));
  else addMonths(day, Number(number) * (unit === "y" ? 12 : 1));
  return day.toISOString().slice(0, 10);
}

function mistaken(mistake: string): Dated {
  return { date: "", mistake };
}

function monthNumber(text: string): string {
  // What is no month's beginning gives no whole number.
  return /^[a-z]{3}/.test(text) ? String(MONTHS.indexOf(text.slice(0, 3)) / 3 + 1) : text;
}

function whatIsWrong(year: string, month: string, day: string): string {
  if (iso(year, day, month)) return "day-and-month-swapped";
  // The first of that month is there, and other months have such a day.
  return iso(year, month, "1") && iso(year, "1", day) ? "no-such-day" : "not-a-date";
}

/** The day in ISO text if there is such a day in the years from 1000 on; else "". */
function iso(year: string, month: string, day: string): string {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isReal(text) ? text : "";
}

function isReal(text: string): boolean {
  // 31 April is read as 1 May by some engines, and not at all by others: then toJSON gives null.
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !!new Date(text).toJSON()?.startsWith(text);
}

function addMonths(start: Date, months: number): void {
  const day = start.getUTCDate();
  start.setUTCMonth(start.getUTCMonth() + months);
  if (start.getUTCDate() !== day) start.setUTCDate(0);
}
