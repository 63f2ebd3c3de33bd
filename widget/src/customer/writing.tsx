/** A field to write in that warns of secrets and of too many characters, and grows with its words. */
import type { JSX } from "preact";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Secret } from "../shared/redact";
import { useHelp } from "./context";

interface WritingProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly invalid?: boolean;
  readonly onKeyDown?: (event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
}

/** The search for secrets, fetched when somebody first writes. Here it only warns: what is sent passes `outgoing`. */
const findSecrets = signal<(text: string) => readonly Secret[]>(() => []);

function fetchSearch(): void {
  void import("./outgoing").then((module) => (findSecrets.value = module.findSecrets), () => undefined);
}

export function Writing({ id, value, onChange, rows = 2, label, describedBy, ...rest }: WritingProps): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => grow(area.current), [value]);
  return (
    <>
      <textarea
        ref={area}
        id={id}
        rows={rows}
        value={value}
        aria-label={label}
        placeholder={rest.placeholder}
        aria-invalid={rest.invalid || undefined}
        aria-describedby={[describedBy, `${id}-hint`].filter(Boolean).join(" ")}
        onInput={(event) => onChange(event.currentTarget.value)}
        onFocus={fetchSearch}
        onKeyDown={rest.onKeyDown}
      />
      <Warning id={`${id}-hint`} text={value} />
    </>
  );
}

/** Said politely while typing: what will be hidden, and how far over the limit the text is. */
function Warning({ id, text }: { id: string; text: string }): JSX.Element {
  const { words, info } = useHelp();
  const kinds = [...new Set(findSecrets.value(text).map((secret) => secret.kind))];
  const left = info.message_length - text.length;
  return (
    <div id={id} class="warnings" role="status">
      {kinds.map((kind) => (
        <p key={kind} class="warning">
          {words.secret(kind)}
        </p>
      ))}
      {left < 0 && <p class="error">{words.chat.over(-left, info.message_length)}</p>}
      {left >= 0 && left <= 100 && <p class="hint">{words.chat.left(left)}</p>}
    </div>
  );
}

/** Browsers with `field-sizing` do it by style sheet. */
function grow(area: HTMLTextAreaElement | null): void {
  if (area === null || CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
