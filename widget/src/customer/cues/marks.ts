/**
 * Marks: what happened on the page, as far as cues are about it. Times in milliseconds; fields and steps by keys that
 * only this device understands. Types only, and what a tally is at first.
 */
import type { Cue, CueLimits } from "../../shared/protocol.gen";

/** What a click was on. Of text one selects words with many clicks; of steppers and date pickers many are meant. */
export type Place = "control" | "text" | "stepper" | "date" | "other";

export type Mark = { readonly at: number } & (
  | { readonly mark: "field"; readonly field: string; readonly short: boolean }
  | { readonly mark: "typed"; readonly field: string }
  | { readonly mark: "sent" }
  /**
   * These fields are marked as wrong now; none: all are right, as far as the page says. Those in `anew` the page has
   * looked at again: on many pages an error stands until the form is sent, whatever is typed meanwhile.
   */
  | { readonly mark: "wrong"; readonly fields: readonly string[]; readonly anew?: readonly string[] }
  | { readonly mark: "click"; readonly x: number; readonly y: number; readonly on: Place }
  | { readonly mark: "step"; readonly step: string }
  | { readonly mark: "active" }
  | { readonly mark: "tick" }
);

/** A cue as it is noticed; `field` is its key. */
export interface Noticed {
  readonly kind: Cue["kind"];
  readonly field?: string;
}

export type Limits = CueLimits;

/** All that is remembered between two marks, and between two page loads. */
export interface Tally {
  readonly wrong: readonly string[];
  /** Of the wrong ones, those they have been at since. */
  readonly tried: readonly string[];
  readonly errors: Readonly<Record<string, number>>;
  readonly visits: Readonly<Record<string, number>>;
  readonly last: string;
  /** They tried to go on, and the page has not answered yet. */
  readonly sent: boolean;
  readonly refused: number;
  readonly clicks: readonly (readonly [at: number, x: number, y: number])[];
  readonly trail: readonly string[];
  readonly active: number;
  readonly idled: boolean;
}

export const NOTHING: Tally = {
  wrong: [],
  tried: [],
  errors: {},
  visits: {},
  last: "",
  sent: false,
  refused: 0,
  clicks: [],
  trail: [],
  active: 0,
  idled: false,
};
