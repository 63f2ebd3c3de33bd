/**
 * The line to the supervisors' wall: which sessions run and how they stand, and getting the key to one of them.
 *
 * It holds what the server said and asks. It knows no session and no screen.
 */

import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";

import { AWAY, changed, type DeskState, type Granted } from "../agent/desk";
import { withoutSecrets } from "../shared/outgoing";
import type { Answer, KnownFault, KnownFaults, Wall, WallRow } from "../shared/protocol.gen";

/** Milliseconds until an unanswered question counts as failed. */
const PATIENCE = 10_000;

export class WallLine {
  readonly rows: ReadonlySignal<ReadonlyMap<string, WallRow>>;
  /** Account ids and names of the agents on duty: whom a customer may be handed over to. */
  readonly present: ReadonlySignal<Readonly<Record<string, string>>>;
  readonly teams: ReadonlySignal<readonly string[]>;
  /** So many more run than are sent. */
  readonly unlisted: ReadonlySignal<number>;
  readonly state: ReadonlySignal<DeskState>;
  readonly says: ReadonlySignal<string>;

  readonly #rows = signal<ReadonlyMap<string, WallRow>>(new Map());
  readonly #present = signal<Readonly<Record<string, string>>>({});
  readonly #teams = signal<readonly string[]>([]);
  readonly #unlisted = signal(0);
  readonly #state = signal<DeskState>("loading");
  readonly #says = signal("");
  readonly #socket: Socket;

  constructor() {
    this.rows = this.#rows;
    this.present = this.#present;
    this.teams = this.#teams;
    this.unlisted = this.#unlisted;
    this.state = this.#state;
    this.says = this.#says;
    this.#socket = io("/wall", {
      path: "/socket.io",
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.#socket.on("wall", (wall: Wall) => this.#apply(wall));
    this.#socket.on("disconnect", (reason) => this.#lost(reason));
    this.#socket.on("connect_error", (error: Error & { data?: Answer }) => this.#failed(error.data));
  }

  /** Begins to watch `session`; or, where it was taken over, the key to come back to it. */
  watch(session: string): Promise<Granted> {
    return this.#ask("watch", { session }, AWAY);
  }

  /** Takes the customer from the agent, who gets the note. */
  takeOver(session: string, note: string): Promise<Granted> {
    const safe = withoutSecrets({ do: "session.take_over", note });
    return this.#ask("take_over", { session, note: safe.note }, AWAY);
  }

  /** Faults of the register that read like these words. Nothing where the server is away. */
  async faults(site: string, words: string): Promise<readonly KnownFault[]> {
    const found = await this.#ask<KnownFaults | Answer>("faults", { site, words }, AWAY);
    return "known" in found ? found.known : [];
  }

  async #ask<Found>(event: string, question: object, otherwise: Found): Promise<Found> {
    try {
      return (await this.#socket.timeout(PATIENCE).emitWithAck(event, question)) as Found;
    } catch {
      return otherwise;
    }
  }

  #apply(wall: Wall): void {
    const rows = changed(wall.whole ? new Map<string, WallRow>() : this.#rows.value, wall.rows);
    batch(() => {
      this.#rows.value = rows;
      this.#present.value = wall.present;
      this.#teams.value = wall.teams;
      this.#unlisted.value = wall.unlisted;
      this.#state.value = "live";
    });
  }

  #lost(reason: string): void {
    if (this.#state.value !== "refused") this.#state.value = "waiting";
    if (reason === "io server disconnect") setTimeout(() => this.#socket.connect(), 1_000);
  }

  #failed(answer: Answer | undefined): void {
    if (answer?.code === undefined || answer.retry || answer.code === "unsaved") {
      this.#state.value = "waiting"; // without an answer no server is there: socket.io tries again
      if (answer?.code !== undefined) setTimeout(() => this.#socket.connect(), 2_000);
      return;
    }
    this.#says.value = answer.says ?? "";
    this.#state.value = "refused";
  }
}
