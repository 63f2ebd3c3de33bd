/**
 * Runs the lens while there is a live consent, and only then; shows what the agent points at.
 *
 * It reports to the session what the lens finds. Stopping takes effect here at once, before the server knows. Of
 * several tabs only the one in front reports, so that the agent sees the page the customer is on.
 */
import { effect, signal, untracked } from "@preact/signals";
import type { Answer, ChangeLens, Highlight, LensModel, SiteInfo } from "../shared/protocol.gen";
import type { Lens } from "./lens/index";
import type { Session } from "./session";
import type { Words } from "./words";

interface Shown {
  readonly id: string;
  clear(): void;
}

export class SharedLens {
  /** Sharing is on: the mark shows. */
  readonly on = signal(false);
  /** Sharing is on but this page cannot be shared. */
  readonly failed = signal(false);

  readonly #session: Session;
  readonly #info: SiteInfo;
  readonly #words: Words;
  readonly #stop: (() => void)[];
  readonly #stopped = signal(false);
  #lens: Lens | null = null;
  #shown: Shown | null = null;
  #opening = false;

  constructor(session: Session, info: SiteInfo, words: Words) {
    this.#session = session;
    this.#info = info;
    this.#words = words;
    this.#stop = [
      effect(() => this.#follow()),
      effect(() => this.#reopenWhenLive()),
      effect(() => this.#followHighlight()),
    ];
    document.addEventListener("visibilitychange", this.#onFront);
    window.addEventListener("focus", this.#onFront);
    document.addEventListener("keydown", this.#onKey, true);
  }

  /** The form as it would be reported now. Sends nothing. */
  async preview(): Promise<LensModel> {
    return (await this.#read()).model();
  }

  /** The customer stops sharing: the lens is silent from now on, whatever the network does. */
  stop(): void {
    this.#stopped.value = true;
    void this.#session.send({ do: "consent.withdraw", scope: "lens" });
  }

  destroy(): void {
    for (const stop of this.#stop) stop();
    document.removeEventListener("visibilitychange", this.#onFront);
    window.removeEventListener("focus", this.#onFront);
    document.removeEventListener("keydown", this.#onKey, true);
    this.#cease();
  }

  // --- consent, then the lens -----------------------------------------------------------------------------

  #follow(): void {
    const view = this.#session.view.value;
    const given = view?.consent.state === "given" && view.session.status !== "ended";
    const stopped = this.#stopped.value || this.#isWithdrawing();
    untracked(() => {
      if (!given) this.#stopped.value = false;
      if (given && !stopped) void this.#begin();
      else this.#cease();
    });
  }

  /** Stopped on the page before, and the server has not heard of it yet. */
  #isWithdrawing(): boolean {
    const pending = this.#session.connection.value?.pending.value ?? [];
    return pending.some((item) => item.command.do === "consent.withdraw");
  }

  async #begin(): Promise<void> {
    if (this.on.value) return;
    this.on.value = true;
    try {
      const lens = await this.#read();
      if (this.on.value) lens.start({ opened: () => void this.#open(), changed: (change) => void this.#change(change) });
    } catch (error) {
      this.failed.value = true;
      console.error("Alongside: the form on this page could not be read.", error);
    }
  }

  #cease(): void {
    if (!this.on.value) return;
    this.on.value = false;
    this.failed.value = false;
    this.#lens?.stop();
    this.#clearShown();
  }

  async #read(): Promise<Lens> {
    const { readLens } = await import("./lens/index");
    this.#lens ??= readLens(document, { forms: this.#info.forms, private: this.#info.private });
    return this.#lens;
  }

  // --- reporting ------------------------------------------------------------------------------------------

  async #open(): Promise<void> {
    if (!this.#mayReport() || this.#lens === null || this.#opening) return;
    this.#opening = true;
    const answer = await this.#session.send({ do: "lens.open", model: this.#lens.model() });
    this.#opening = false;
    this.failed.value = this.on.value && !answer.ok && answer.code === "too_many_fields";
  }

  async #change(change: Omit<ChangeLens, "do">): Promise<void> {
    if (!this.#mayReport()) return;
    const answer: Answer = await this.#session.send({ do: "lens.change", ...change });
    if (answer.code === "lens_page") void this.#open();
  }

  #mayReport(): boolean {
    return this.on.value && !document.hidden && this.#session.connection.value?.state.value !== "waiting";
  }

  /** After a reconnect the form is reported whole: what changed meanwhile was not kept. */
  #reopenWhenLive(): void {
    const live = this.#session.connection.value?.state.value === "live";
    if (live) untracked(() => void this.#open());
  }

  readonly #onFront = (): void => {
    if (!document.hidden) void this.#open();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.on.value && event.altKey && event.shiftKey && event.code === "KeyS") {
      event.preventDefault();
      this.stop();
    }
  };

  // --- what the agent points at ---------------------------------------------------------------------------

  #followHighlight(): void {
    const highlight = this.on.value ? (this.#session.view.value?.highlight ?? null) : null;
    if (highlight?.id !== this.#shown?.id) untracked(() => void this.#show(highlight));
  }

  async #show(highlight: Highlight | null): Promise<void> {
    this.#clearShown();
    if (highlight === null) return;
    const shown = { id: highlight.id, clear: () => undefined };
    this.#shown = shown;
    const [{ showHighlight }, lens] = await Promise.all([import("./highlight"), this.#read()]);
    const element = lens.element(highlight.target) ?? firstFieldOf(lens, highlight.target);
    if (this.#shown !== shown || element === null) return;
    const { words, by } = highlight;
    const { clear } = showHighlight(element, { words, by, text: this.#words.highlight }, () => {
      void this.#session.send({ do: "highlight.clear", highlight: highlight.id });
    });
    this.#shown = { id: highlight.id, clear };
  }

  #clearShown(): void {
    this.#shown?.clear();
    this.#shown = null;
  }
}

function firstFieldOf(lens: Lens, step: string): Element | null {
  const field = lens.model().fields?.find((each) => each.step === step && each.state !== "hidden");
  return field === undefined ? null : lens.element(field.id);
}
