/**
 * The tutorial's own look at the page: a lens whose findings stay here, the playbook's words for one site, and pointing.
 *
 * Nothing of what it finds is sent anywhere; it has no connection to send it by. It only fetches.
 */
import { signal } from "@preact/signals";
import type { DeviceStep, LensModel, SiteInfo, Tutorial } from "../shared/protocol.gen";
import { type Lens, readLens } from "./lens/index";

export async function fetchTutorial(site: string, playbook: string): Promise<Tutorial> {
  const path = `/widget/${encodeURIComponent(site)}/playbooks/${encodeURIComponent(playbook)}.json`;
  const answer = await fetch(new URL(import.meta.url).origin + path, { credentials: "omit" });
  if (!answer.ok) throw new Error(`Alongside: no steps, status ${answer.status}`);
  return (await answer.json()) as Tutorial;
}

/** The steps as the device looks at fields by them. */
export function deviceSteps({ steps }: Tutorial): readonly DeviceStep[] {
  return steps.map(({ id, match, expect = [] }) => ({ id, match, expect }));
}

export class Following {
  readonly model = signal<LensModel | null>(null);
  readonly #lens: Lens;
  #clear: (() => void) | null = null;

  constructor({ forms, private: hidden }: SiteInfo, tutorial: Tutorial) {
    this.#lens = readLens(document, { forms, private: hidden });
    this.#lens.expect(deviceSteps(tutorial));
    const look = (): void => void (this.model.value = this.#lens.model());
    this.#lens.start({ opened: look, changed: look });
  }

  /** A field's `name` attribute, by which playbooks may know it. */
  readonly attribute = (field: string): string => {
    const element = this.#lens.element(field);
    const control = element?.matches("input, select, textarea") ? element : element?.querySelector("[name]");
    return control?.getAttribute("name") ?? "";
  };

  /** Rings a field on the page, until the next one or the customer's word. False: it is not there. */
  async point(field: string, says: string, close: string): Promise<boolean> {
    this.unpoint();
    const element = this.#lens.element(field);
    if (element === null) return false;
    const { showHighlight } = await import("./highlight");
    const text = { close, by: () => says, at: () => says };
    this.#clear = showHighlight(element, { words: [], by: "", text }, () => (this.#clear = null)).clear;
    return true;
  }

  stop(): void {
    this.unpoint();
    this.#lens.stop();
  }

  /** Nothing is ringed any more. */
  unpoint(): void {
    this.#clear?.();
    this.#clear = null;
  }
}
