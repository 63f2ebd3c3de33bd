/** How ID checks are said in the console: their states, ways and authorities. Pure. */

import type { Authority, Check } from "../shared/protocol.gen";
import type { Tone } from "./prompt_kinds";
import { ago, counted } from "./words";

export interface Standing {
  readonly word: string;
  readonly tone: Tone;
  readonly more: string;
}

export const AUTHORITIES: Readonly<Record<Authority, string>> = {
  "power-of-attorney": "power of attorney",
  deputy: "deputy",
  appointee: "appointee",
  "parent-or-guardian": "parent or guardian",
  executor: "executor of a will",
  "written-consent": "written consent",
  other: "another right",
};

const left = (check: Check): string => `${counted(check.attempts_left, "try", "tries")} left`;

/** How a check stands, in a word, its colour, and what else there is to say. */
export function standing(check: Check, now: number): Standing {
  switch (check.state) {
    case "asked":
      return { word: "Asked", tone: "info", more: `${ago(now - check.at)}, ${left(check)}` };
    case "answering":
      return { word: "Answering", tone: "info", more: left(check) };
    case "failed":
      return { word: "Not right yet", tone: "warning", more: left(check) };
    case "locked":
      return { word: "Locked", tone: "danger", more: "no more tries" };
    case "passed":
      if (check.valid_until <= now) return { word: "No longer valid", tone: "warning", more: "" };
      return { word: "Passed", tone: "success", more: "" };
    case "cancelled":
      return { word: "Called off", tone: "calm", more: "by you or by them" };
    case "expired":
      return { word: "Time is over", tone: "calm", more: "" };
  }
}

/** What a screen reader is told when a check changes. */
export function checkInWords(check: Check, now: number): string {
  const { word, more } = standing(check, now);
  return `ID check ${check.title}: ${word}${check.state === "failed" ? `, ${more}` : ""}`;
}
