/**
 * How a field stands: what the lens remembers of each field, and the state that follows.
 *
 * Knows that a value is there, never which: a box that was ticked and one that was unticked are both "filled".
 */

import type { FieldKind, FieldState } from "../../shared/protocol.gen";
import { toldInvalid } from "./errors";
import type { Found } from "./fields";
import { isTwoState } from "./kinds";
import { holdsValue, standing } from "./values";

/** How long after the last key somebody is still typing, in ms. */
export const TYPING = 2_000;

/** Kinds whose presence says nothing, for they always hold something, or whose presence is their value. */
const SILENT: ReadonlySet<FieldKind> = new Set(["checkbox", "switch", "slider", "color"]);
const CHOSEN: ReadonlySet<FieldKind> = new Set(["choice", "radio", "slider", "color", "file", "checkbox", "switch"]);

/** What happened at a field since it was last read. */
interface Happened {
  readonly input: boolean;
  readonly left: boolean;
  readonly invalid: boolean;
}

interface Memory {
  touched: boolean;
  /** When the last key was pressed, in ms of `performance.now()`; 0 when nobody types. */
  typedAt: number;
  /** Filled and left: changing it from now on is a correction. */
  settled: boolean;
  corrections: number;
  /** The browser has said that it is wrong. */
  told: boolean;
  /** How a box or slider stood when it was first seen: hand-made ones may change without an event. */
  first: string | null;
}

export class States {
  readonly #memory = new WeakMap<Element, Memory>();

  /** Notes what happened; `at` is now, in ms of `performance.now()`. */
  note(field: Found, happened: Happened, at: number): void {
    const memory = this.#of(field);
    memory.told ||= happened.invalid;
    if (happened.input) this.#changed(field, memory, at);
    if (happened.left) this.#left(field, memory);
  }

  /** The state; `wrong` when the page shows or marks an error. Hidden fields are decided by the caller. */
  of(field: Found, wrong: boolean, at: number): FieldState {
    const memory = this.#of(field);
    if (isDisabled(field)) return "disabled";
    if (this.isTyping(field, at)) return "typing";
    if (wrong || (memory.told && toldInvalid(field))) return "invalid";
    return this.#isFilled(field, memory) ? "filled" : "empty";
  }

  corrections(field: Found): number {
    return this.#of(field).corrections;
  }

  isTyping(field: Found, at: number): boolean {
    const { typedAt } = this.#of(field);
    return typedAt > 0 && at - typedAt < TYPING;
  }

  #changed(field: Found, memory: Memory, at: number): void {
    memory.touched = true;
    if (memory.settled && !isTwoState(field)) memory.corrections = Math.min(memory.corrections + 1, 10_000);
    memory.settled = CHOSEN.has(field.kind) && holdsValue(field);
    if (!CHOSEN.has(field.kind) || isTypedInto(field)) memory.typedAt = at;
  }

  #left(field: Found, memory: Memory): void {
    memory.typedAt = 0;
    memory.settled = holdsValue(field);
  }

  #isFilled(field: Found, memory: Memory): boolean {
    if (!SILENT.has(field.kind)) return holdsValue(field);
    const now = standing(field);
    memory.first ??= now;
    memory.touched ||= now !== memory.first;
    return memory.touched;
  }

  #of(field: Found): Memory {
    const known = this.#memory.get(field.control);
    if (known) return known;
    const memory: Memory = { touched: false, typedAt: 0, settled: false, corrections: 0, told: false, first: null };
    this.#memory.set(field.control, memory);
    return memory;
  }
}

/** A list that is searched by typing. */
function isTypedInto(field: Found): boolean {
  return field.kind === "choice" && field.control.localName === "input";
}

export function isRequired(field: Found): boolean {
  const on = [field.control, field.element, ...field.members, field.element.closest("[role='radiogroup']")];
  return on.some(
    (element) =>
      (element as HTMLInputElement | null)?.required === true || element?.getAttribute("aria-required") === "true",
  );
}

function isDisabled(field: Found): boolean {
  const all = field.members.length > 1 ? field.members : [field.control, field.element];
  const off = (element: Element): boolean =>
    element.matches(":disabled") ||
    element.getAttribute("aria-disabled") === "true" ||
    (element as HTMLInputElement).disabled === true;
  return field.members.length > 1 ? all.every(off) : all.some(off);
}
