/**
 * Which step of the playbook a field belongs to, and so which rules are for it.
 *
 * By its question's name or its own, by its `name` attribute, by a label pattern; a step's page decides where several
 * fit. The twin of `alongside.playbook.matching`, which cannot know the attribute. Must not know values or the page.
 */

import type { DeviceStep } from "../../shared/protocol.gen";

/** A field as it can be recognised: in the words that are reported, and by its attribute, which is not. */
interface Recognised {
  readonly name: string;
  readonly group: string;
  readonly attribute: string;
  /** The page's title, and the name of the form's step. */
  readonly title: string;
  readonly step: string;
}

/** `whole`: the step asks for the whole question that the field is a part of. */
export interface Bound {
  readonly step: DeviceStep;
  readonly whole: boolean;
}

interface Known extends DeviceStep {
  readonly called: string;
  readonly label: RegExp | null;
  readonly page: RegExp | null;
}

export class Binding {
  readonly #steps: readonly Known[];

  constructor(steps: readonly DeviceStep[]) {
    this.#steps = steps.flatMap(known);
  }

  /** The step that asks for this field, if there is one. */
  of(field: Recognised): Bound | null {
    const { name, group, attribute } = field;
    return (
      this.#best(field, true, (step) => isCalled(step, group)) ??
      this.#best(field, false, (step) => isCalled(step, name)) ??
      this.#best(field, false, (step) => attribute !== "" && step.match.field === attribute) ??
      this.#best(field, true, (step) => isLike(step, group)) ??
      this.#best(field, false, (step) => isLike(step, name))
    );
  }

  /** Of the steps that fit: one of this page, else one of any page, else the first. */
  #best({ title, step }: Recognised, whole: boolean, fits: (step: Known) => boolean): Bound | null {
    const found = this.#steps.filter(fits);
    const here = ({ page }: Known): boolean => !!page && (page.test(step) || page.test(title));
    const best = found.find(here) ?? found.find(({ page }) => page === null) ?? found[0];
    return best ? { step: best, whole } : null;
  }
}

/** What cannot be read as a step is left out: rules that are broken do no harm. */
function known(step: DeviceStep): readonly Known[] {
  try {
    const { name = "", label, page } = step.match;
    return [{ ...step, expect: [...step.expect], called: normal(name), label: pattern(label), page: pattern(page) }];
  } catch {
    return [];
  }
}

function isCalled({ called }: Known, name: string): boolean {
  return called !== "" && called === normal(name);
}

function isLike({ label }: Known, name: string): boolean {
  return !!label && name !== "" && (label.test(name) || label.test(normal(name)));
}

/** A pattern for a part of the words; null for none, and for what is none. */
function pattern(text = ""): RegExp | null {
  try {
    return text === "" ? null : new RegExp(text, "iu");
  } catch {
    return null;
  }
}

/** A name as it is compared: small letters, single spaces, no final sign, no "(optional)". */
function normal(name: string): string {
  const small = name.toLowerCase().replace(/’/g, "'").replace(/\s+/g, " ").trim();
  return small.replace(AT_THE_END, "").replace(OPTIONAL, "").replace(AT_THE_END, "");
}

const AT_THE_END = /[\s:*?!.…]+$/;
const OPTIONAL = /[\s([]*\b(optional|required)\b[)\]]*\s*$/;
