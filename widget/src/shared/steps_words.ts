/**
 * The words of the Steps view, in English. A panel in another language passes its own.
 *
 * Must not know how they are laid out.
 */

import type { FieldState, StepState } from "./protocol.gen";

export interface StepsWords {
  readonly list: string;
  readonly unnamed_step: string;
  readonly other_fields: string;
  readonly unnamed_field: string;
  readonly private_field: string;
  readonly not_shared: string;
  readonly required: string;
  readonly here: string;
  readonly error: string;
  readonly unsaid_error: string;
  readonly looks_like: string;
  readonly point: string;
  readonly clear: string;
  readonly pointing: string;
  readonly nothing: string;
  readonly step_state: Readonly<Record<StepState, string>>;
  readonly field_state: Readonly<Record<FieldState, string>>;
  place(step: number, steps: number): string;
  filled(filled: number, fields: number): string;
  count(fields: number): string;
  errors(errors: number): string;
  unseen(fields: number): string;
  corrections(times: number): string;
  changed(seconds: number): string;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const ENGLISH: StepsWords = {
  list: "Steps of the form",
  unnamed_step: "Form",
  other_fields: "Other fields",
  unnamed_field: "Field without a name",
  private_field: "Private field",
  not_shared: "Not shared",
  required: "required",
  here: "Here now",
  error: "Error:",
  unsaid_error: "The page marks this field as wrong without saying why.",
  looks_like: "Looks like:",
  point: "Point",
  clear: "Clear",
  pointing: "Pointing here",
  nothing: "There is no form on this page.",
  step_state: { done: "Done", current: "Current step", ahead: "Ahead" },
  field_state: {
    empty: "Empty",
    typing: "Typing",
    filled: "Filled in",
    invalid: "Error",
    disabled: "Switched off",
    hidden: "Hidden",
  },
  place: (step, steps) => `Step ${step} of ${steps}`,
  filled: (filled, fields) => `${filled} of ${fields} filled in`,
  count: (fields) => counted(fields, "field", "fields"),
  errors: (errors) => counted(errors, "error", "errors"),
  unseen: (fields) => `${counted(fields, "field", "fields")} hidden on their page`,
  corrections: (times) => `Corrected ${times} times`,
  changed: (seconds) => (seconds < 2 ? "changed just now" : `changed ${seconds} s ago`),
};
