/**
 * One session's connection: brings the view up to date, keeps it so, and carries commands until acknowledged.
 *
 * After every connect it says how far it has come (`resume`) and gets what is missing; a hole in the updates is
 * mended the same way. So first join, reconnect and page load are one path. It renders nothing and knows no
 * rules: it applies what it is sent (view.ts) and keeps what it has to send (pending.ts).
 */
import { randomId } from "./random_id";
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { Manager, type Socket, WebSocket } from "socket.io-client";
import { isPrivate, type KeptCommands, Outbox, type Pending } from "./pending";
import type { Answer, Command, Cursor, Place, Presence, Request, Signal, Typing, Update } from "./protocol.gen";
import { applied } from "./view";

export type { KeptCommands, Pending } from "./pending";

/**
 * connecting: for the first time; live; waiting: network or server away, trying again; unsaved: the server is
 * there and its store is not, commands are kept; refused: the server will not have us, `says` tells why; closed.
 */
export type ConnectionState = "connecting" | "live" | "waiting" | "unsaved" | "refused" | "closed";

export interface Connection<V> {
  readonly view: ReadonlySignal<V | null>;
  readonly state: ReadonlySignal<ConnectionState>;
  readonly says: ReadonlySignal<string>;
  readonly pending: ReadonlySignal<readonly Pending[]>;
  readonly presence: ReadonlySignal<Presence | null>;
  readonly place: ReadonlySignal<Place | null>;
  /** Who is writing just now, or null. Fades by itself. */
  readonly typing: ReadonlySignal<Typing | null>;
  /** Random for this connection: with a command's `seq` it tells own messages in the view from others'. */
  readonly client: string;
  /** Kept until the server has answered, through lost connections and (with `kept`) page loads. */
  send(command: Command): Promise<Answer>;
  typing_now(): void;
  retry(item: Pending): void;
  discard(item: Pending): void;
  close(): void;
}

export interface ConnectionOptions {
  /** Origin of the Alongside server; empty for the page's own. */
  readonly host: string;
  readonly token: string;
  readonly kept?: KeptCommands;
}

/** Milliseconds. An answer later than ANSWER means that the connection is dead though it looks alive. */
const ANSWER = 10_000;
const PROBE = 3_000;
const TYPING_SHOWN = 4_000;
const TYPING_SENT = 2_000;
const RETRY = { first: 500, longest: 10_000, jitter: 0.5 };

export function connect<V extends object>(options: ConnectionOptions): Connection<V> {
  return new LiveConnection<V>(options);
}

class LiveConnection<V extends object> implements Connection<V> {
  readonly view = signal<V | null>(null);
  readonly state = signal<ConnectionState>("connecting");
  readonly says = signal("");
  readonly presence = signal<Presence | null>(null);
  readonly place = signal<Place | null>(null);
  readonly typing = signal<Typing | null>(null);
  readonly client = randomId();
  readonly pending: ReadonlySignal<readonly Pending[]>;

  readonly #socket: Socket;
  readonly #outbox: Outbox;
  #cursor: Cursor = { epoch: 0, number: 0 };
  /** The last entry heard of: when it is beyond the cursor after a resume, something is still missing. */
  #heard = 0;
  #resuming = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #typingSentAt = Number.NEGATIVE_INFINITY;

  constructor({ host, token, kept }: ConnectionOptions) {
    this.#outbox = new Outbox(this.client, kept);
    this.pending = this.#outbox.pending;
    const manager = new Manager(host || globalThis.location.origin, {
      path: "/socket.io",
      transports: [WebSocket],
      reconnectionDelay: RETRY.first,
      reconnectionDelayMax: RETRY.longest,
      randomizationFactor: RETRY.jitter,
    });
    this.#socket = manager.socket("/session", { auth: { token } });
    this.#listen();
  }

  send(command: Command): Promise<Answer> {
    if ((command.do === "lens.change" && !this.#isUp()) || (isPrivate(command) && this.state.value !== "live")) {
      return Promise.resolve({ ok: false, code: "replaced" }); // a fresh lens.open follows; an answer is given again
    }
    const answer = this.#outbox.add(command);
    this.#sendPending();
    return answer;
  }

  typing_now(): void {
    const now = performance.now();
    if (this.state.value !== "live" || now - this.#typingSentAt < TYPING_SENT) return;
    this.#typingSentAt = now;
    this.#socket.volatile.emit("signal", { signal: "typing" });
  }

  retry(item: Pending): void {
    this.#outbox.retry(item.client, item.seq);
    this.#sendPending();
  }

  discard(item: Pending): void {
    this.#outbox.discard(item.client, item.seq);
  }

  close(): void {
    this.state.value = "closed";
    this.#cancelRetry();
    clearTimeout(this.#typingTimer);
    globalThis.removeEventListener?.("online", this.#onOnline);
    globalThis.removeEventListener?.("pagehide", this.#onPageHide);
    globalThis.removeEventListener?.("pageshow", this.#onPageShow);
    this.#socket.disconnect();
  }

  #listen(): void {
    this.#socket.on("connect", () => void this.#resume());
    this.#socket.on("disconnect", (reason) => this.#lost(reason === "io server disconnect"));
    this.#socket.on("connect_error", (error: Error & { data?: Partial<Answer> }) => this.#refused(error.data));
    this.#socket.on("update", (update: Update) => this.#receive(update));
    this.#socket.on("signal", (heard: Signal) => this.#hear(heard));
    globalThis.addEventListener?.("online", this.#onOnline);
    globalThis.addEventListener?.("pagehide", this.#onPageHide);
    globalThis.addEventListener?.("pageshow", this.#onPageShow);
  }

  // --- coming up to date ----------------------------------------------------------------------------------

  async #resume(): Promise<void> {
    if (this.#resuming) return;
    this.#resuming = true;
    const answer = await this.#ask<Update | Answer>("resume", this.#cursor, ANSWER);
    this.#resuming = false;
    if (answer === null) this.#reconnectNow();
    else if ("view" in answer) this.#resumed(answer);
    else if (answer.retry) this.#unsaved(() => void this.#resume());
    else this.#refused(answer);
  }

  #resumed(update: Update): void {
    batch(() => {
      this.#apply(update);
      this.#nowLive();
    });
    if (this.#heard > this.#cursor.number) void this.#resume();
    this.#sendPending();
  }

  #receive(update: Update): void {
    const { epoch, number } = this.#cursor;
    this.#heard = Math.max(this.#heard, update.number);
    if (update.after === 0 || (update.epoch === epoch && update.after === number)) this.#apply(update);
    else if (update.epoch !== epoch || update.number > number) void this.#resume();
  }

  #apply(update: Update): void {
    batch(() => {
      this.view.value = applied(this.view.value, update);
      this.#cursor = { epoch: update.epoch, number: update.number };
      this.#heard = Math.max(update.after === 0 ? 0 : this.#heard, update.number);
      this.#outbox.shown(update.number);
      if (Object.hasOwn(update.view, "chat")) this.typing.value = null;
    });
  }

  #hear(heard: Signal): void {
    if (heard.signal === "place") this.place.value = heard;
    else if (heard.signal === "presence") this.presence.value = heard;
    else {
      clearTimeout(this.#typingTimer);
      this.typing.value = heard;
      this.#typingTimer = setTimeout(() => (this.typing.value = null), TYPING_SHOWN);
    }
  }

  // --- sending --------------------------------------------------------------------------------------------

  #sendPending(): void {
    if (this.state.value === "live") this.#sendAll();
  }

  #sendAll(): void {
    for (const request of this.#outbox.take()) void this.#deliver(request);
  }

  async #deliver(request: Request): Promise<void> {
    const answer = await this.#ask<Answer>("command", request, ANSWER);
    if (answer === null) {
      this.#reconnectNow();
      return;
    }
    this.#outbox.answered(request, answer, this.#cursor.number);
    if (answer.retry) {
      this.#unsaved(() => this.#sendAll());
      return;
    }
    this.#failures = 0;
    if (this.state.value === "unsaved") this.#nowLive();
    this.#sendPending();
  }

  /** The server's answer, or null when none came on this connection within `patience` milliseconds. */
  async #ask<T>(event: string, message: unknown, patience: number): Promise<T | null> {
    const { id } = this.#socket;
    try {
      const answer: T = await this.#socket.timeout(patience).emitWithAck(event, message);
      return answer;
    } catch {
      // A connection that was lost meanwhile has been dealt with by `#lost`.
      return this.#socket.connected && this.#socket.id === id ? null : new Promise<T>(() => undefined);
    }
  }

  // --- states ---------------------------------------------------------------------------------------------

  #isUp(): boolean {
    return this.state.value === "live" || this.state.value === "unsaved";
  }

  #nowLive(): void {
    this.#cancelRetry();
    this.state.value = "live";
    this.says.value = "";
  }

  #unsaved(again: () => void): void {
    this.state.value = "unsaved";
    this.#later(again);
  }

  /** Tries something again after a growing, jittered delay; several failures of one moment count as one. */
  #later(again: () => void): void {
    if (this.#retryTimer !== undefined) return;
    const delay = Math.min(RETRY.longest, RETRY.first * 2 ** this.#failures);
    this.#failures += 1;
    const jittered = delay * (1 + RETRY.jitter * (Math.random() - 0.5));
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      again();
    }, jittered);
  }

  #cancelRetry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  #lost(byServer: boolean): void {
    this.#resuming = false;
    this.#cancelRetry();
    this.#outbox.rewind();
    if (this.state.value === "closed" || this.state.value === "refused") return;
    this.state.value = "waiting";
    // socket.io comes back by itself except after a disconnect by the server (a reader that was too slow).
    if (byServer) this.#later(() => this.#socket.connect());
  }

  #refused(answer: Partial<Answer> | undefined): void {
    if (this.state.value === "closed") return;
    if (answer?.code === undefined) {
      this.state.value = "waiting"; // no server there: socket.io tries again
    } else if (answer.retry || answer.code === "unsaved") {
      this.state.value = "waiting";
      this.#later(() => this.#socket.connect());
    } else {
      this.says.value = answer.says ?? "";
      this.state.value = "refused";
      this.#socket.disconnect();
    }
  }

  #reconnectNow(): void {
    if (this.state.value === "closed" || this.state.value === "refused") return;
    this.#socket.disconnect();
    this.#socket.connect();
  }

  /** The network is back: do not sit out the delay; and a socket that seems alive must prove it soon. */
  readonly #onOnline = (): void => {
    if (!this.#socket.connected) this.#reconnectNow();
    else void this.#prove();
  };

  /** A page that enters the browser's back/forward cache must not hold a connection; coming back it resumes. */
  readonly #onPageHide = (): void => {
    if (this.state.value !== "refused") this.#socket.disconnect();
  };

  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted && !this.#socket.connected) this.#reconnectNow();
  };

  async #prove(): Promise<void> {
    const answer = await this.#ask<Update | Answer>("resume", this.#cursor, PROBE);
    if (answer === null) this.#reconnectNow();
    else if ("view" in answer) this.#resumed(answer);
  }
}
