/**
 * A text box that saves itself: kept in this tab with each key, sent when a moment passed without one, or on leaving it.
 */

import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { CoachingCommand } from "../../shared/protocol.gen";
import { type Coaching, forget, keep, kept } from "./coaching";

interface WordsFieldProps {
  readonly coaching: Coaching;
  /** Names the place, the same after a reload. */
  readonly where: string;
  readonly label: string;
  readonly saved: string;
  readonly rows?: number;
  /** It has come by a press, and takes the focus. */
  readonly focused?: boolean;
  readonly command: (words: string) => CoachingCommand;
}

export function WordsField({ coaching, where, label, saved, rows = 2, focused = false, command }: WordsFieldProps): JSX.Element {
  const id = useId();
  const { session } = coaching.view.peek();
  const box = useRef<HTMLTextAreaElement>(null);
  const [typed, type] = useState(kept(session, where));
  const save = (words: string): void =>
    coaching.soon(where, () => command(words), () => {
      forget(session, where, words);
      type((now) => (now === words ? null : now));
    });
  useEffect(() => {
    if (typed !== null && typed !== saved) save(typed); // from before a reload
    if (focused) box.current?.focus();
  }, []);
  const changed = (words: string): void => {
    keep(session, where, words);
    type(words);
    save(words);
  };
  return (
    <div class="review-words">
      <label for={id}>{label}</label>
      <textarea
        ref={box}
        id={id}
        rows={rows}
        maxLength={4000}
        value={typed ?? saved}
        onInput={(event) => changed(event.currentTarget.value)}
        onBlur={() => void coaching.flush()}
      />
    </div>
  );
}
