/**
 * One field in the Steps view: its name, how it stands, its error, and the marks for focus, change and highlight.
 *
 * Must not know a field's value: no record of it carries one.
 */

import { Component, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  EyeOff,
  LockKeyhole,
  type LucideIcon,
  PencilLine,
  Pointer,
  RotateCcw,
  X,
} from "lucide-preact";

import type { Field, FieldState, Highlight, Part } from "./protocol.gen";
import type { StepsWords } from "./steps_words";

export type OnPoint = (target: string, name: string, button: HTMLElement) => void;
export interface Clock {
  readonly value: number;
  subscribe(listener: (now: number) => void): () => void;
}

export interface FieldRowProps {
  readonly field: Field;
  readonly here: boolean;
  /** When it changed, if it was the last to change; else 0. */
  readonly changedAt: number;
  readonly highlight: Highlight | null;
  readonly onPoint: OnPoint | undefined;
  readonly onClear: ((highlight: string) => void) | undefined;
  readonly clock: Clock | undefined;
  readonly verdictWords: ((verdict: string) => string) | undefined;
  readonly words: StepsWords;
}

const ICONS: Readonly<Record<FieldState, LucideIcon>> = {
  empty: CircleDashed,
  typing: PencilLine,
  filled: CircleCheck,
  invalid: CircleAlert,
  disabled: Ban,
  hidden: EyeOff,
};

/** From this many corrections on they are worth an agent's glance. */
const NOTABLE_CORRECTIONS = 2;

export class FieldRow extends Component<FieldRowProps> {
  override shouldComponentUpdate(next: FieldRowProps): boolean {
    return (Object.keys(next) as (keyof FieldRowProps)[]).some((key) => next[key] !== this.props[key]);
  }

  override render({
    field,
    here,
    changedAt,
    highlight,
    onPoint,
    onClear,
    clock,
    verdictWords,
    words,
  }: FieldRowProps): JSX.Element {
    const name = field.private ? words.private_field : field.name || words.unnamed_field;
    const state = field.private ? "private" : field.state;
    return (
      <li
        class={`steps-field steps-is-${state}${here ? " steps-here" : ""}`}
        aria-current={here || undefined}
        data-target={field.id}
      >
        {clock && changedAt > 0 && <span key={changedAt} class="steps-flash" aria-hidden="true" />}
        <StateMark field={field} words={words} />
        <span class="steps-field-name">
          {field.group && !field.private && <span class="steps-group">{field.group}: </span>}
          {name}
          {field.required && <Required words={words} />}
        </span>
        <span class="steps-marks">
          {here && <span class="steps-here-mark">{words.here}</span>}
          {clock && changedAt > 0 && <Changed at={changedAt} clock={clock} words={words} />}
          <Corrections count={field.corrections ?? 0} words={words} />
        </span>
        {onPoint && <PointButton target={field.id} name={name} onPoint={onPoint} words={words} />}
        {!field.private && field.state === "invalid" && (
          <FieldError error={field.error ?? ""} words={words} />
        )}
        {field.verdict && field.state !== "invalid" && verdictWords && (
          <p class="steps-verdict">
            <b>{words.looks_like}</b> {sentence(verdictWords(field.verdict))}
          </p>
        )}
        {highlight && <Pointed highlight={highlight} onClear={onClear} words={words} />}
      </li>
    );
  }
}

function StateMark({ field, words }: { field: Field; words: StepsWords }) {
  const Icon = field.private ? LockKeyhole : ICONS[field.state];
  return (
    <span class="steps-mark">
      <Icon size="1.15em" aria-hidden="true" />
      <span>{field.private ? words.not_shared : words.field_state[field.state]}</span>
    </span>
  );
}

function Required({ words }: { words: StepsWords }) {
  return (
    <span class="steps-required" title={words.required}>
      <span aria-hidden="true">*</span>
      <span class="steps-unseen-words">{words.required}</span>
    </span>
  );
}

function Corrections({ count, words }: { count: number; words: StepsWords }) {
  if (count < NOTABLE_CORRECTIONS) return null;
  return (
    <span class="steps-corrections">
      <RotateCcw size="1em" aria-hidden="true" />
      {words.corrections(count)}
    </span>
  );
}

function FieldError({ error, words }: { error: string; words: StepsWords }) {
  return (
    <p class="steps-error">
      <b>{words.error}</b> {error || words.unsaid_error}
    </p>
  );
}

/** As it goes on after a colon. */
const sentence = (said: string): string => said.charAt(0).toLowerCase() + said.slice(1);

/** For how long a change is worth a mark, in seconds. */
const RECENT = 60;

function Changed({ at, clock, words }: { at: number; clock: Clock; words: StepsWords }) {
  const [now, tick] = useState(clock.value);
  useEffect(() => clock.subscribe(tick), [clock]);
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  return seconds > RECENT ? null : <span class="steps-changed">{words.changed(seconds)}</span>;
}

interface PointProps {
  readonly target: string;
  readonly name: string;
  readonly onPoint: OnPoint;
  readonly words: StepsWords;
}

export function PointButton({ target, name, onPoint, words }: PointProps): JSX.Element {
  return (
    <button
      type="button"
      class="steps-point"
      aria-label={`${words.point}: ${name}`}
      title={words.point}
      onClick={(event) => onPoint(target, name, event.currentTarget)}
    >
      <Pointer size="1.1em" aria-hidden="true" />
      <span aria-hidden="true">{words.point}</span>
    </button>
  );
}

interface PointedProps {
  readonly highlight: Highlight;
  readonly onClear: ((highlight: string) => void) | undefined;
  readonly words: StepsWords;
}

export function Pointed({ highlight, onClear, words }: PointedProps): JSX.Element {
  return (
    <p class="steps-pointed">
      <Pointer size="1.1em" aria-hidden="true" />
      <span>
        <b>{words.pointing}</b> {highlight.words.map(plain).join("")}
      </span>
      {onClear && (
        <button type="button" class="steps-clear" onClick={() => onClear(highlight.id)}>
          <X size="1em" aria-hidden="true" />
          {words.clear}
        </button>
      )}
    </p>
  );
}

const plain = (part: Part): string => part.text ?? `[${part.hidden ?? ""}]`;
