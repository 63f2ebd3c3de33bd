/**
 * Looks a text over when its writer pauses: what could be plainer or kinder, and how hard it is to read.
 *
 * The one part that is fetched by itself, when the first words are written: it brings the officialese and the library
 * that counts syllables. It knows no screen.
 */

import type { Term } from "../../shared/protocol.gen";
import { find, type Finding, type Officialese, phrases } from "./matcher";
import officialese from "./officialese.json";
import { type Reading, readingAge } from "./reading_age";

export interface Advice {
  readonly findings: readonly Finding[];
  readonly reading: Reading | null;
}

/** A reader for a conversation in this language; earlier glossaries count before later ones, and before officialese. */
export function reader(glossaries: readonly (readonly Term[])[], language: string): (text: string) => Advice {
  const english = /^en\b/i.test(language);
  const known = phrases(glossaries, english ? (officialese as Officialese) : null);
  return (text) => ({ findings: find(text, known), reading: english ? readingAge(text) : null });
}
