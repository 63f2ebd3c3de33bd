// Generated from server/alongside/playbook by `python -m alongside.playbook.verdicts`. Do not edit.

const WORDS: Readonly<Record<string, string>> = {
  "wrong-format": "Not in the form that is asked for",
  "not-only-digits": "Something other than digits in it",
  "wrong-characters": "A character in it that does not belong there",
  "date-incomplete": "The day, the month or the year is missing",
  "two-digit-year": "The year has two digits instead of four",
  "day-and-month-swapped": "Day and month the wrong way round",
  "no-such-day": "A day that this month does not have",
  "in-the-past": "A date in the past",
  "in-the-future": "A date in the future",
  "too-early": "A date that is too early",
  "too-late": "A date that is too late",
  "check-digit-wrong": "A digit or letter is mistyped: the check digits do not agree",
  "wrong-country": "The country's two letters at the beginning are missing or not known",
  "letter-and-digit-confused": "A letter where a digit belongs, or the other way round (O and 0)",
  "not-the-same": "The two entries are not the same",
  "capitals-differ": "The two entries differ in capital letters only",
  "wrong-file-type": "A kind of file that is not accepted",
  "file-too-large": "The file is too large",
};

/** What a verdict says, for an agent; a playbook's own is read as it is spelled. */
export function verdictWords(verdict: string): string {
  const spelled = verdict.replaceAll("-", " ");
  return WORDS[verdict] ?? spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
