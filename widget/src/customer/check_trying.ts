/**
 * One customer's tries at one check: sends what was typed, once, and tells how it stands from what the server shows.
 *
 * It keeps no answer: what is given to `send` goes into one command and is gone. An answer that did not arrive is not
 * sent again by itself, for it may have counted.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Answer, CheckAsked, Command } from "../shared/protocol.gen";
import type { Session } from "./session";

/** `lost`: it did not arrive; `refused`: the server says why, in `says`. */
export type Trouble = "" | "lost" | "refused";

export class Trying {
  readonly trouble = signal<Trouble>("");
  /** The server's sentence, where it refused. */
  readonly says = signal("");
  /** On its way, or being looked at. */
  readonly busy: ReadonlySignal<boolean>;
  /** The last try was not right, and that is news here: no other way has been begun since. */
  readonly failed: ReadonlySignal<boolean>;

  readonly #session: Session;
  readonly #id: string;
  readonly #sending = signal(false);
  /** The check as it stood when the last try went out: until it is shown otherwise, nothing is known of that try. */
  readonly #before = signal<CheckAsked | null>(null);
  /** The tries that were left when this was begun: a failure is of a later one. */
  readonly #known = signal(Number.NaN);

  constructor(session: Session, id: string) {
    this.#session = session;
    this.#id = id;
    this.busy = computed(() => this.#sending.value || this.#isLookedAt());
    this.failed = computed(() => {
      const shown = this.#shown();
      return shown?.state === "failed" && shown.attempts_left !== this.#known.value && !this.busy.value;
    });
  }

  /** Sends a command about the check. */
  async send(command: Command): Promise<Answer> {
    this.forget();
    this.#sending.value = true;
    const before = this.#shown() ?? null;
    const answer = await this.#session.send(command);
    this.#sending.value = false;
    if (answer.ok) {
      if (command.do === "check.answer") this.#before.value = before;
    } else {
      this.says.value = answer.says ?? "";
      this.trouble.value = this.says.value === "" ? "lost" : "refused";
    }
    return answer;
  }

  /** Starts anew: what went wrong before is no news any more. */
  forget(): void {
    this.trouble.value = "";
    this.#before.value = null;
    this.#known.value = this.#shown()?.attempts_left ?? Number.NaN;
  }

  #shown(): CheckAsked | undefined {
    return this.#session.view.value?.checks[this.#id];
  }

  #isLookedAt(): boolean {
    const shown = this.#shown();
    return shown !== undefined && (shown.checking || shown === this.#before.value);
  }
}
