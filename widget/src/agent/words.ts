/**
 * How the console says things: parts of text, familiarity, notices, times and durations.
 *
 * Pure: must not know components or connections. Times are milliseconds.
 */

import type { ChatItem, CheckMethod, DeskRow, Familiarity, Part, SessionInfo } from "../shared/protocol.gen";

const HIDDEN: Readonly<Record<string, string>> = {
  card: "card number",
  iban: "bank account number",
  bank_account: "bank account number",
  security_code: "security code",
  uk_nino: "National Insurance number",
  uk_nhs: "NHS number",
  uk_utr: "tax reference",
  us_ssn: "social security number",
  es_dni: "identity number",
  pin: "PIN",
  one_time_code: "one-time code",
};

/** What was removed, named: "card number". */
export const secretName = (kind: string): string => HIDDEN[kind] ?? kind.replaceAll("_", " ");

export const messageWords = { hidden: (kind: string): string => `${secretName(kind)} removed` };

export const plainText = (parts: readonly Part[]): string =>
  parts.map((part) => (part.hidden ? `[${messageWords.hidden(part.hidden)}]` : (part.text ?? ""))).join("");

/** What to call a customer, who has no name: by what they try to do. */
export function customerTitle(about: Pick<DeskRow | SessionInfo, "goal" | "difficulty" | "choice">): string {
  return (
    plainText(about.goal).trim() ||
    about.choice ||
    plainText(about.difficulty).trim() ||
    "A customer who said nothing yet"
  );
}

export const FAMILIARITY: Readonly<Record<Familiarity, string>> = {
  new: "First time",
  used_before: "Used it before",
  confident: "Uses it often",
};

/** That a customer came back, by whole days: "Was helped here 3 days ago". */
export const helpedWords = (days: number): string =>
  `Was helped here ${days > 0 ? counted(days, "day", "days") : "less than a day"} ago`;

/** The ways to pass an ID check. */
export const BY_METHOD: Readonly<Record<CheckMethod, string>> = {
  signed: "sign-in on the site",
  code: "one-time code",
  questions: "questions",
  totp: "authenticator app",
};

const NOTICES: Readonly<Record<string, (name: string) => string>> = {
  "agent.joined": (name) => `${name} joined`,
  "agent.joined.over": (name) => `${name} took over`,
  "agent.left.lapsed": (name) => `${name} lost the connection`,
  "agent.left.returned": (name) => `${name} returned the customer to the queue`,
  "agent.left.transferred": (name) => `${name} handed over`,
  "session.queued.lapsed": () => "Back at the head of the queue",
  "session.queued.returned": () => "Back at the head of the queue",
  "session.transferred": (name) => `Handed over to ${name}`,
  "session.ended": (name) =>
    name ? `${name} ended the conversation` : "The customer ended the conversation",
  "consent.asked": (name) => `${name || "The agent"} asked to see their steps`,
  "consent.given": () => "The customer shares their steps",
  "consent.declined": () => "The customer chose chat only",
  "consent.withdrawn": () => "The customer stopped sharing",
  "check.requested": (name) => `${name || "The agent"} asked for an ID check`,
  "check.passed": (way) => `Identity checked by ${BY_METHOD[way as CheckMethod] ?? "a check"}: passed`,
  "check.failed": () => "A try at the ID check was not right",
  "check.locked": () => "The ID check is locked",
  "check.cancelled": () => "The ID check was called off",
  "check.expired": () => "The ID check’s time is over",
  "log.gap": () => "Part of this conversation was lost by the server's store",
};

export const noticeText = ({ notice = "", name = "" }: ChatItem): string => NOTICES[notice]?.(name) ?? notice;

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** "14:05", in the reader's own way. */
export const timeOfDay = (at: number): string => clockTime.format(at);

/** A waiting time that need not be exact: "40 s", "3 min", "1 h 5 min". */
export function duration(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "3 min ago", or "just now". */
export const ago = (millis: number): string => (millis < 5_000 ? "just now" : `${duration(millis)} ago`);

/** The language's name, in the console's language: "German". */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

const calendarDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "31 January 2027", in the reader's own way, of "2027-01-31". */
export const day = (date: string): string => calendarDay.format(new Date(date));
