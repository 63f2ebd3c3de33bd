/**
 * A text box that can underline words. A real text area, so that undo, spell-checking, input methods and screen readers
 * are the browser's own; over it lies the same text, unseen but for its marks, which also makes the box grow.
 */

import type { JSX, Ref } from "preact";
import { useMemo } from "preact/hooks";

import type { Finding } from "./matcher";

interface BoxProps {
  readonly box: Ref<HTMLTextAreaElement>;
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly findings: readonly Finding[];
  /** The id of what describes the text; empty: nothing does. */
  readonly describedBy: string;
  readonly typed: (value: string) => void;
  readonly pressed: (event: KeyboardEvent) => void;
}

export function MessageBox({ box, id, label, value, findings, describedBy, ...rest }: BoxProps): JSX.Element {
  return (
    <div class="message-box">
      <textarea
        ref={box}
        id={id}
        rows={2}
        aria-label={label}
        placeholder={rest.placeholder}
        enterkeyhint="send"
        value={value}
        {...(describedBy !== "" && { "aria-describedby": describedBy })}
        onInput={(event) => rest.typed(event.currentTarget.value)}
        onKeyDown={rest.pressed}
      />
      <Marks text={value} findings={findings} />
    </div>
  );
}

function Marks({ text, findings }: { text: string; findings: readonly Finding[] }) {
  const pieces = useMemo(() => {
    const parts: (string | JSX.Element)[] = [];
    let at = 0;
    for (const { start, end, kind } of findings) {
      parts.push(text.slice(at, start), <mark class={kind}>{text.slice(start, end)}</mark>);
      at = end;
    }
    return [...parts, text.slice(at), "\u200b"]; // a last empty line has its height too
  }, [text, findings]);
  return (
    <div class="message-marks" aria-hidden="true">
      {pieces}
    </div>
  );
}

/** Puts words in the place of others, as if they were typed: Undo brings the others back. */
export function replaceIn(area: HTMLTextAreaElement, start: number, end: number, words: string): void {
  const caret = area.selectionEnd;
  area.focus();
  area.setSelectionRange(start, end);
  // Old, and the only way that keeps the browser's own undo.
  const done = words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words);
  if (!done) {
    area.setRangeText(words, start, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const by = words.length - (end - start);
  const to = caret >= end ? caret + by : Math.min(caret, start + words.length);
  area.setSelectionRange(to, to);
}
