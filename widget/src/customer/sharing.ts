/**
 * Whether steps are shared: on while there is a live consent, off at once when the customer stops.
 *
 * It decides when; lens_link.ts, loaded with the lens after the consent, does the reporting.
 */
import { effect, signal, untracked } from "@preact/signals";
import type { SiteInfo } from "../shared/protocol.gen";
import type { LensLink } from "./lens_link";
import type { Session } from "./session";
import type { Words } from "./words";

export class Sharing {
  /** Sharing is on: the mark shows. */
  readonly on = signal(false);
  /** Sharing is on but this page cannot be shared. */
  readonly failed = signal(false);

  readonly #session: Session;
  readonly #info: SiteInfo;
  readonly #words: Words;
  readonly #stopped = signal(false);
  readonly #unfollow: () => void;
  #link: LensLink | null = null;

  constructor(session: Session, info: SiteInfo, words: Words) {
    this.#session = session;
    this.#info = info;
    this.#words = words;
    this.#unfollow = effect(() => this.#follow());
    document.addEventListener("keydown", this.#onKey, true);
  }

  /** The customer stops sharing: the lens is silent from now on, whatever the network does. */
  stop(): void {
    this.#stopped.value = true;
    void this.#session.send({ do: "consent.withdraw", scope: "lens" });
  }

  destroy(): void {
    document.removeEventListener("keydown", this.#onKey, true);
    this.#unfollow();
    this.#cease();
  }

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
      const { LensLink } = await import("./lens_link");
      if (this.on.value) this.#link ??= new LensLink(this.#session, this.#info, this.#words, this.failed);
    } catch (error) {
      this.failed.value = true;
      console.error("Alongside: the form on this page could not be read.", error);
    }
  }

  #cease(): void {
    this.on.value = false;
    this.failed.value = false;
    this.#link?.close();
    this.#link = null;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.on.value && event.altKey && event.shiftKey && event.code === "KeyS") {
      event.preventDefault();
      this.stop();
    }
  };
}
