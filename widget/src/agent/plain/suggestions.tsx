/**
 * What could be plainer or kinder, as a list under the text box, and how hard a long message is to read. It suggests and
 * never blocks: each suggestion can be taken, left, or passed over by sending.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ArrowRight, BookOpen, HeartHandshake, SpellCheck, X } from "lucide-preact";

import type { Finding } from "./matcher";
import type { Reading } from "./reading_age";

/** Suggestions drawn at once; more wait until one of these is dealt with. */
const DRAWN = 3;
/** Milliseconds without a change until a screen reader is told: long enough not to speak into the typing. */
const CALM = 1_500;
const LONG_SENTENCE = 25;
/** The reading age we aim for, in years: what most people read with ease. */
const AIM = 11;

interface SuggestionsProps {
  /** Of the sentence that sums them up, to describe the text box by. */
  readonly id: string;
  readonly findings: readonly Finding[];
  readonly take: (finding: Finding) => void;
  readonly leave: (finding: Finding) => void;
}

/** Each of the words once, though they may stand there twice. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ words }) => !seen.has(words.toLowerCase()) && seen.add(words.toLowerCase()));
}

/** The suggestion that the key takes: the first with other words. */
export const firstToTake = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ instead }) => instead !== null);

export function Suggestions({ id, findings, take, leave }: SuggestionsProps): JSX.Element {
  const all = distinct(findings);
  const first = firstToTake(all.slice(0, DRAWN));
  return (
    <>
      {all.length > 0 && (
        <ul class="plainer" aria-label="Plainer words">
          {all.slice(0, DRAWN).map((each) => (
            <li key={each.words.toLowerCase()} class={`plainer-${each.kind}`}>
              <Suggestion finding={each} keyed={each === first} take={take} />
              <button type="button" class="plain-button plainer-leave" onClick={() => leave(each)}>
                <X size="1.1em" aria-hidden="true" />
                <span class="unseen">Leave “{each.words}”</span>
              </button>
            </li>
          ))}
          {all.length > DRAWN && <li class="plainer-more">and {all.length - DRAWN} more</li>}
        </ul>
      )}
      <Announced id={id} findings={all} />
    </>
  );
}

interface SuggestionProps {
  readonly finding: Finding;
  readonly keyed: boolean;
  readonly take: (finding: Finding) => void;
}

function Suggestion({ finding, keyed, take }: SuggestionProps) {
  const { kind, words, instead, advice } = finding;
  const Icon = kind === "tone" ? HeartHandshake : SpellCheck;
  if (instead === null) {
    return (
      <p class="plainer-advice">
        <Icon size="1.1em" aria-hidden="true" />
        <span>
          <b>“{words}”</b> {advice}
        </span>
      </p>
    );
  }
  return (
    <button type="button" class="plainer-take" onClick={() => take(finding)} {...(keyed && { "aria-keyshortcuts": "Alt+R" })}>
      <Icon size="1.1em" aria-hidden="true" />
      <span>
        <span class="unseen">{instead.text.trim() === "" ? "Leave out " : "Replace "}</span>
        <span class="plainer-was">{words}</span>
        <ArrowRight size="1em" aria-hidden="true" />
        {instead.text.trim() === "" ? <i aria-hidden="true">leave out</i> : <Instead words={instead.text} />}
      </span>
      {keyed && <kbd aria-hidden="true">Alt R</kbd>}
    </button>
  );
}

function Instead({ words }: { words: string }) {
  return (
    <>
      <span class="unseen"> with </span>
      <b>{words}</b>
    </>
  );
}

/** Tells a screen reader once the writer has paused, and only what is new. */
function Announced({ id, findings }: { id: string; findings: readonly Finding[] }) {
  const words = announcement(findings);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), words === "" ? 0 : CALM);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p role="status" class="unseen" id={id}>
      {said}
    </p>
  );
}

/** In a sentence: how many, and what the key does. */
export function announcement(findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const count = findings.length === 1 ? "One suggestion" : `${findings.length} suggestions`;
  const first = firstToTake(findings);
  if (first === undefined) return `${count}: “${findings[0]?.words}”. ${findings[0]?.advice}`;
  const { words, instead } = first;
  const does = instead?.text.trim() === "" ? `leaves out “${words}”` : `puts “${instead?.text}” for “${words}”`;
  return `${count}. Alt and R ${does}.`;
}

/** For a long message only. */
export function ReadingAge({ reading }: { reading: Reading | null }): JSX.Element | null {
  if (reading === null) return null;
  const hard = reading.age > AIM;
  const tip = reading.longest > LONG_SENTENCE ? `longest sentence ${reading.longest} words` : `aim for ${AIM} or less`;
  return (
    <p class={`reading-age ${hard ? "hard" : ""}`}>
      <BookOpen size="1.1em" aria-hidden="true" />
      <span>
        Reading age {reading.age}
        {reading.age >= 18 ? " or more" : ""}
        {hard && `: ${tip}`}
      </span>
    </p>
  );
}
