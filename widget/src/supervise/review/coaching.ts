/**
 * A session's coaching in this page: what the server shows of it, commands about it, and words that wait to be saved.
 *
 * Commands go one after the other, for each answer is the whole view anew. Words are kept for this tab from the first
 * key on, and forgotten once the server has them: a reload, a lost network or a refusal loses none. It draws nothing.
 */

import { type Signal, signal } from "@preact/signals";

import type { CoachingCommand, CoachingView } from "../../shared/protocol.gen";

/** Milliseconds after the last key until words are saved. */
const SETTLED = 900;
/** Milliseconds until the server is tried again. */
const RETRY = 3_000;

export type Saving = "saved" | "saving" | "unsaved";

/** Refused by the server, in a sentence for a person. */
class Refused extends Error {}

export class Coaching {
  readonly view: Signal<CoachingView>;
  /** What went wrong last, for a person; empty: nothing. */
  readonly trouble = signal("");
  /** Whether everything that was entered is with the server. */
  readonly saving = signal<Saving>("saved");
  private readonly path: string;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private readonly timers = new Map<string, { timer: number; save: () => Promise<void> }>();

  constructor(
    view: CoachingView,
    private readonly pause = RETRY,
  ) {
    this.view = signal(view);
    this.path = pathOf(view.session);
    addEventListener("pagehide", () => this.flush());
  }

  /** Sends a command after those before it. True when it was done; else `trouble` says why not. */
  send(command: CoachingCommand): Promise<boolean> {
    this.waiting += 1;
    this.saving.value = "saving";
    const sent = this.last.then(() => this.post(command));
    this.last = sent;
    return sent;
  }

  private async post(command: CoachingCommand): Promise<boolean> {
    const done = await this.tried(command);
    this.waiting -= 1;
    if (this.waiting === 0) this.saving.value = done && this.timers.size === 0 ? "saved" : "unsaved";
    return done;
  }

  /** Until the server has said yes or no: what is sent twice is done once. */
  private async tried(command: CoachingCommand): Promise<boolean> {
    for (;;) {
      try {
        this.view.value = await asked(this.path, command);
        this.trouble.value = "";
        return true;
      } catch (error) {
        this.trouble.value = error instanceof Refused ? error.message : AWAY;
        if (error instanceof Refused) return this.renewed();
      }
      await new Promise((again) => setTimeout(again, this.pause));
    }
  }

  /** After a refusal: somebody may have changed what is shown here. Always false. */
  private async renewed(): Promise<false> {
    const answer = await fetch(this.path).catch(() => null);
    if (answer?.ok) this.view.value = (await answer.json()) as CoachingView;
    return false;
  }

  /** Saves words soon: when no further key came for a moment. `key` names where they stand. */
  soon(key: string, command: () => CoachingCommand, done: () => void): void {
    clearTimeout(this.timers.get(key)?.timer);
    this.saving.value = "unsaved";
    const save = async (): Promise<void> => {
      this.timers.delete(key);
      if (await this.send(command())) done();
    };
    this.timers.set(key, { timer: window.setTimeout(() => void save(), SETTLED), save });
  }

  /** Saves what waits, at once: before a release, or when the page is left. */
  async flush(): Promise<void> {
    const waiting = [...this.timers.values()];
    waiting.forEach(({ timer }) => clearTimeout(timer));
    await Promise.all(waiting.map(({ save }) => save()));
  }
}

const AWAY = "The server is not reached. What you entered stays here and is saved as soon as it is.";

export const pathOf = (session: string): string => `/coaching/${encodeURIComponent(session)}.json`;

async function asked(path: string, command: CoachingCommand): Promise<CoachingView> {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(command), keepalive: true });
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as { says?: string };
    throw told.says ? new Refused(told.says) : new Error(String(answer.status));
  }
  return (await answer.json()) as CoachingView;
}

// --- words that wait ---------------------------------------------------------------------------------------

const keptKey = (session: string, where: string): string => `alongside.review.${session}.${where}`;

/** Words that were typed at a place of this session's review and not saved yet; null: none. */
export function kept(session: string, where: string): string | null {
  return sessionStorage.getItem(keptKey(session, where));
}

export function keep(session: string, where: string, words: string): void {
  sessionStorage.setItem(keptKey(session, where), words);
}

/** The server has these words; what was typed since stays. */
export function forget(session: string, where: string, words: string): void {
  if (kept(session, where) === words) sessionStorage.removeItem(keptKey(session, where));
}

