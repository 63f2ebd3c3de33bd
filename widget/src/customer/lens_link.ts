/**
 * Ties the lens to the session while sharing is on: gives it the playbook's rules, reports what it finds, shows what
 * the agent points at.
 *
 * Of several tabs only the one in front reports, so that the agent sees the page the customer is on. When sharing
 * is on is not decided here.
 */
import { effect, type Signal, untracked } from "@preact/signals";
import type { Highlight, LensModel, SiteInfo } from "../shared/protocol.gen";
import { type Change, type Lens, readLens } from "./lens/index";
import type { TroubleReport } from "./cues/report";
import type { Session } from "./session";
import type { Words } from "./words";

interface Shown {
  readonly id: string;
  clear(): void;
}

let lens: Lens | null = null;

/** The page's one lens. Made when it is first needed. */
function theLens({ forms, private: hidden }: SiteInfo): Lens {
  lens ??= readLens(document, { forms, private: hidden });
  return lens;
}

/** The form as it would be reported now. Sends nothing. */
export async function preview(info: SiteInfo): Promise<LensModel> {
  const seen = theLens(info);
  await seen.ready;
  return seen.model();
}

/** Nothing is shared, or no longer: the page is read no more, and the next preview shows it as it is then. */
export function forget(): void {
  lens?.stop();
  lens = null;
}

export class LensLink {
  readonly #session: Session;
  readonly #site: string;
  readonly #words: Words;
  readonly #failed: Signal<boolean>;
  readonly #lens: Lens;
  readonly #unfollow: (() => void)[];
  #trouble: TroubleReport | null = null;
  #shown: Shown | null = null;
  #opening = false;
  #expected = "[]";
  #closed = false;

  constructor(session: Session, info: SiteInfo, words: Words, failed: Signal<boolean>) {
    this.#session = session;
    this.#site = info.site;
    this.#words = words;
    this.#failed = failed;
    this.#lens = theLens(info);
    this.#lens.start({ opened: () => void this.#open(), changed: (change) => void this.#change(change) });
    this.#unfollow = [
      effect(() => this.#openWhenLive()),
      effect(() => this.#followHighlight()),
      effect(() => this.#followRules()),
    ];
    void this.#watchTrouble(info);
    document.addEventListener("visibilitychange", this.#onFront);
    window.addEventListener("focus", this.#onFront);
  }

  close(): void {
    this.#closed = true;
    forget();
    this.#trouble?.close();
    for (const unfollow of this.#unfollow) unfollow();
    document.removeEventListener("visibilitychange", this.#onFront);
    window.removeEventListener("focus", this.#onFront);
    this.#clearShown();
  }

  // --- reporting ------------------------------------------------------------------------------------------

  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    const [applies] = await Promise.all([this.#applies(), this.#lens.ready]);
    if (this.#mayReport()) {
      const answer = await this.#session.send({ do: "lens.open", model: { ...this.#lens.model(), applies } });
      this.#failed.value = !this.#closed && answer.code === "too_many_fields";
    }
    this.#opening = false;
  }

  /** Which playbooks fit the page. The form is reported whether or not that can be found out. */
  async #applies(): Promise<readonly string[]> {
    try {
      return await (await import("./applies")).applying(this.#site);
    } catch {
      return [];
    }
  }

  async #change(change: Change): Promise<void> {
    if (!this.#mayReport()) return;
    const answer = await this.#session.send({ do: "lens.change", ...change });
    // Another tab was reported since. If both are in sight, the one with the focus wins.
    if (answer.code === "lens_page" && document.hasFocus()) void this.#open();
  }

  /** Counts what goes wrong, from now on; without it there is all the rest. */
  async #watchTrouble(info: SiteInfo): Promise<void> {
    try {
      const { TroubleReport } = await import("./cues/report");
      if (!this.#closed) this.#trouble = new TroubleReport(this.#session, this.#lens, info);
    } catch {
      // Not fetched.
    }
  }

  #mayReport(): boolean {
    const state = this.#session.connection.value?.state.value;
    return !this.#closed && !document.hidden && (state === "live" || state === "unsaved");
  }

  /** After a reconnect the form is reported whole: what changed meanwhile was not kept. */
  #openWhenLive(): void {
    if (this.#session.connection.value?.state.value === "live") untracked(() => void this.#open());
  }

  /** A view that comes anew, after a reconnect, brings the same rules. */
  #followRules(): void {
    const rules = this.#session.view.value?.rules ?? [];
    const expected = JSON.stringify(rules);
    if (expected === this.#expected) return;
    this.#expected = expected;
    this.#lens.expect(rules);
  }

  readonly #onFront = (): void => {
    if (!document.hidden) void this.#open();
  };

  // --- what the agent points at ---------------------------------------------------------------------------

  #followHighlight(): void {
    const highlight = this.#session.view.value?.highlight ?? null;
    if (highlight?.id !== this.#shown?.id) untracked(() => void this.#show(highlight));
  }

  async #show(highlight: Highlight | null): Promise<void> {
    this.#clearShown();
    if (highlight === null) return;
    const shown = { id: highlight.id, clear: () => undefined };
    this.#shown = shown;
    const [{ showHighlight }] = await Promise.all([import("./highlight"), this.#lens.ready]);
    const element = this.#lens.element(highlight.target);
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
