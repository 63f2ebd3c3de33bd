/**
 * Notices that something happened on the page, across shadow roots and same-origin frames.
 *
 * Inside the page's own events it only takes a mark: what it means is found out later, in an idle moment.
 */

import { safely } from "./slices";

export const INPUT = 1;
export const LEFT = 2;
export const INVALID = 4;

/** What happened where, since it was last asked. `page`: anything may have changed, read it all again. */
export interface Marks {
  readonly targets: ReadonlyMap<EventTarget, number>;
  readonly page: boolean;
}

/** Events that may change more than the field they happen in. A new address shows in the page, or is nothing to us. */
const WIDE = ["click", "reset"];
const TYPED =
  "textarea, input:not([type='checkbox' i], [type='radio' i], [type='range' i], [type='color' i], [type='file' i])";
const OURS = /^alongside-/;
const OPTIONS = { capture: true, passive: true } as const;
const CHANGES: MutationObserverInit = { subtree: true, childList: true, characterData: true, attributes: true };
/** Attributes that change with every frame of an animation, or with the value itself, and say nothing to us. */
const IGNORED: ReadonlySet<string> = new Set(["value", "transform", "d"]);

export class Watch {
  readonly #page: Document;
  readonly #noticed: () => void;
  #roots = new WeakSet<Document | ShadowRoot>();
  readonly #undo: (() => void)[] = [];
  readonly #observer: MutationObserver;
  #targets = new Map<EventTarget, number>();
  readonly #passing: string[] = [];
  #wide = true;

  /** `noticed` is called, cheaply and often, when there is something to `take`. */
  constructor(page: Document, noticed: () => void) {
    this.#page = page;
    this.#noticed = noticed;
    this.#observer = new MutationObserver((records) => safely(() => this.#mutated(records)));
  }

  start(): void {
    this.#wide = true;
    this.root(this.#page);
  }

  /** Watches one more tree: a shadow root or a frame's page. Watching it again does nothing. */
  root(root: Document | ShadowRoot): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    this.#observer.observe(root, CHANGES);
    if (root.nodeType === 9) this.#hear(root as Document);
  }

  /** Whether something happened in single fields. */
  get some(): boolean {
    return this.#targets.size > 0;
  }

  /** Whether anything may have changed. */
  get wide(): boolean {
    return this.#wide;
  }

  /** What happened since the last call; when `narrow`, in single fields only, and the rest stays to be taken. */
  take(narrow: boolean): Marks {
    const marks = { targets: this.#targets, page: this.#wide && !narrow };
    this.#targets = new Map();
    if (!narrow) this.#wide = false;
    return marks;
  }

  /** What text fields held before and after each key since the last call: a page may repeat it when it is gone from the field. */
  passed(): readonly string[] {
    return this.#passing.splice(0);
  }

  /** The whole page is to be read again. */
  everything(): void {
    this.#mark(null, 0);
  }

  stop(): void {
    this.#observer.disconnect();
    this.#roots = new WeakSet();
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** Events of a page and of all shadow trees in it: those that matter cross their borders. */
  #hear(page: Document): void {
    this.#listen(page, "beforeinput", (event) => this.#pass(event));
    this.#listen(page, "input", (event) => this.#entered(event));
    this.#listen(page, "focusin", (event) => this.#mark(event, 0));
    this.#listen(page, "focusout", (event) => this.#mark(event, LEFT, true));
    this.#listen(page, "invalid", (event) => this.#mark(event, INVALID));
    this.#listen(page, "change", (event) => this.#changed(event));
    this.#listen(page, "load", (event) => this.#loaded(event));
    this.#listen(page, "transitionend", (event) => this.#faded(event as TransitionEvent));
    for (const name of WIDE) this.#listen(page, name, (event) => this.#mark(event, 0, true));
  }

  #entered(event: Event): void {
    this.#pass(event);
    this.#mark(event, INPUT);
  }

  #pass(event: Event): void {
    const target = event.composedPath()[0] as HTMLInputElement;
    if (target.matches(TYPED) && this.#passing.at(-1) !== target.value) this.#passing.push(target.value);
  }

  /** Boxes and lists of custom elements say `change` and not always `input`; text has said `input` before. */
  #changed(event: Event): void {
    const typed = (event.composedPath()[0] as Element).matches(TYPED);
    this.#mark(event, typed ? 0 : INPUT, true);
  }

  #loaded({ target }: Event): void {
    if ((target as Element).localName === "iframe") this.everything();
  }

  #faded({ propertyName }: TransitionEvent): void {
    if (propertyName === "visibility") this.everything();
  }

  #mark(event: Event | null, what: number, wide = event === null): void {
    const target = event?.composedPath()[0];
    if (target) this.#targets.set(target, (this.#targets.get(target) ?? 0) | what);
    this.#wide ||= wide;
    this.#noticed();
  }

  #mutated(records: readonly MutationRecord[]): void {
    if (!records.some(matters)) return;
    this.#wide = true;
    this.#noticed();
  }

  #listen(on: EventTarget, name: string, heard: (event: Event) => void): void {
    const listener = (event: Event): void => safely(() => heard(event));
    on.addEventListener(name, listener, OPTIONS);
    this.#undo.push(() => on.removeEventListener(name, listener, OPTIONS));
  }
}

function matters({ type, attributeName, target }: MutationRecord): boolean {
  if (OURS.test((target as Element).localName ?? "")) return false;
  return type !== "attributes" || !IGNORED.has(attributeName ?? "");
}
