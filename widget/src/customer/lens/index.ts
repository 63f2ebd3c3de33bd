/**
 * The lens: reads the customer's form and reports its steps and fields, and how each stands. Never a value.
 *
 * How this works. `watch` marks that something happened; in the page's idle moments, a few milliseconds at a time,
 * `reader` finds the fields (`fields`, `kinds`), names them (`names`), says how they stand (`state`, `errors`) and
 * sorts them into steps (`plan`, `pages`, `steps`); `verdicts` judges the answers by a playbook's rules, once there
 * are any. `changes` compares two readings, and what differs is reported here, at most every 50 ms. Every word passes
 * `words` on its way out. Nothing is sent from here.
 */

import type { DeviceStep, LensModel } from "../../shared/protocol.gen";
import { difference, type Change } from "./changes";
import type { LensRules } from "./fields";
import { Reader } from "./reader";
import { inSlices, safely } from "./slices";
import { TYPING } from "./state";
import { Watch } from "./watch";

export type { Change } from "./changes";
export type { LensRules } from "./fields";
/** For `highlight`, which points at what the lens found. */
export { spokenName } from "./names";

export interface LensReport {
  opened(model: LensModel): void;
  changed(change: Change): void;
}

export interface Lens {
  /** The first reading is done; until then the model is empty. */
  readonly ready: Promise<void>;
  model(): LensModel;
  /** What a field or step id stands for on the page: the element to point at. */
  element(id: string): Element | null;
  /** Reports to this listener from now on: the whole form when it has been read, then what changes. */
  start(report: LensReport): void;
  /** Reports what these rules find wrong with an answer, from now on: a verdict's name at its field, no value. */
  expect(rules: readonly DeviceStep[]): void;
  /** Silent from now on, and idle. It can be started again. */
  stop(): void;
}

/** Reports go out no more often than this, in ms. */
const PACE = 50;
/** After a reading of the whole page, this many times as long nothing but single fields is read. */
const REST = 2;

/** Reads the forms of `page` that `rules` name, and follows them. Sends nothing by itself. */
export function readLens(page: Document, rules: LensRules): Lens {
  return new PageLens(page, rules);
}

class PageLens implements Lens {
  readonly ready: Promise<void>;
  readonly #view: Window;
  readonly #watch: Watch;
  readonly #reader: Reader;
  readonly #slices: ReturnType<typeof inSlices>;
  readonly #timers = new Set<number>();
  readonly #reshown = (event: PageTransitionEvent): void => void (event.persisted && this.#reopen());
  #report: LensReport | null = null;
  #reported: LensModel | null = null;
  #reportedAt = 0;
  #restUntil = 0;
  #follows = false;
  #settling = false;
  #isReady: () => void = () => undefined;

  constructor(page: Document, rules: LensRules) {
    this.#view = page.defaultView as Window;
    this.ready = new Promise((resolve) => (this.#isReady = resolve));
    this.#slices = inSlices(this.#view, () => this.#next());
    this.#watch = new Watch(page, () => this.#slices.soon());
    this.#reader = new Reader(page, rules, this.#watch);
    this.#follow();
  }

  model(): LensModel {
    return this.#reader.model;
  }

  element(id: string): Element | null {
    return this.#reader.element(id);
  }

  start(report: LensReport): void {
    this.#report = report;
    this.#reported = null;
    this.#follow();
    void this.ready.then(() => this.#reportSoon());
  }

  expect(rules: readonly DeviceStep[]): void {
    void import("./verdicts").then(
      ({ Verdicts }) => {
        this.#reader.judge = new Verdicts(rules);
        if (this.#follows) this.#watch.everything();
      },
      () => undefined, // without it there is all the rest
    );
  }

  stop(): void {
    this.#report = null;
    this.#follows = false;
    this.#slices.pause();
    this.#watch.stop();
    this.#view.removeEventListener("pageshow", this.#reshown);
    for (const timer of this.#timers) this.#view.clearTimeout(timer);
    this.#timers.clear();
    this.#settling = false;
  }

  #follow(): void {
    if (this.#follows) return;
    this.#follows = true;
    this.#watch.start();
    this.#view.addEventListener("pageshow", this.#reshown);
    this.#slices.soon();
  }

  /** The next reading, if there is reason for one. */
  #next(): Iterator<void> | null {
    const now = performance.now();
    const resting = now < this.#restUntil;
    if (resting && this.#watch.wide) this.#later(() => this.#slices.soon(), this.#restUntil - now);
    return this.#reader.due(resting) ? this.#read(resting) : null;
  }

  *#read(narrow: boolean): Generator<void> {
    const from = performance.now();
    yield* this.#reader.read(narrow);
    const now = performance.now();
    if (!narrow) this.#restUntil = now + (now - from) * REST;
    if (this.#reader.someoneTypes && !this.#settling) this.#settleLater();
    this.#isReady();
    this.#reportSoon();
  }

  /** Nobody may have typed for a while by then, and a field is no longer being typed into. */
  #settleLater(): void {
    this.#settling = true;
    this.#later(() => {
      this.#settling = false;
      this.#watch.everything();
    }, TYPING + 20);
  }

  #reportSoon(): void {
    const wait = this.#reportedAt + PACE - performance.now();
    if (wait <= 0) this.#reportNow();
    else this.#later(() => this.#reportNow(), wait);
  }

  #reportNow(): void {
    const [report, before, model] = [this.#report, this.#reported, this.model()];
    if (report === null || before === model) return;
    const change = before === null ? null : difference(before, model);
    this.#reported = model;
    if (before !== null && change === null) return;
    this.#reportedAt = performance.now();
    safely(() => (change === null ? report.opened(model) : report.changed(change)));
  }

  /** Back from the browser's page cache: whoever listens may have seen another page since. */
  #reopen(): void {
    this.#reported = null;
    this.#watch.everything();
  }

  /** Once, after `wait` ms. */
  #later(action: () => void, wait: number): void {
    const timer = this.#view.setTimeout(
      () => {
        this.#timers.delete(timer);
        safely(action);
      },
      Math.max(0, wait),
    );
    this.#timers.add(timer);
  }
}
