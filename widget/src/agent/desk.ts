/**
 * The console's line to the desk: who waits, who is on duty, and getting the key to a session.
 *
 * It holds what the server said and asks; it knows neither the sessions themselves (open_sessions.ts) nor a screen.
 */

import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";

import type {
  AfterRow,
  Answer,
  ConsoleInfo,
  Desk,
  DeskRow,
  Grant,
  KnownFault,
  KnownFaults,
} from "../shared/protocol.gen";

/** loading: nothing heard yet; live; waiting: away, trying again; refused: signed out, say, and `says` tells why. */
export type DeskState = "loading" | "live" | "waiting" | "refused";
/** A script's customer, on a playbook's form; or the customer of a recorded session. */
export type Practise =
  | { readonly site: string; readonly script: string; readonly playbook: string }
  | { readonly recorded: string };
export type Granted = Grant | Answer;
export const isGrant = (granted: Granted): granted is Grant => "token" in granted;

/** Milliseconds until an unanswered question counts as failed. */
const PATIENCE = 10_000;
export const AWAY: Answer = {
  ok: false,
  code: "away",
  says: "The server does not answer. Nothing was changed; try again.",
};

export class DeskLine {
  readonly rows: ReadonlySignal<ReadonlyMap<string, DeskRow>>;
  /** Account ids and names of the agents on duty. */
  readonly present: ReadonlySignal<Readonly<Record<string, string>>>;
  readonly teams: ReadonlySignal<readonly string[]>;
  readonly state: ReadonlySignal<DeskState>;
  readonly says: ReadonlySignal<string>;
  /** Who waits and may be taken by this agent or another, the next to take first. */
  readonly queue: ReadonlySignal<readonly DeskRow[]>;

  /** Finished sessions with something left to do for this agent. */
  readonly after: ReadonlySignal<readonly AfterRow[]>;

  readonly #after = signal<ReadonlyMap<string, AfterRow>>(new Map());
  readonly #rows = signal<ReadonlyMap<string, DeskRow>>(new Map());
  readonly #present = signal<Readonly<Record<string, string>>>({});
  readonly #teams = signal<readonly string[]>([]);
  readonly #state = signal<DeskState>("loading");
  readonly #says = signal("");
  readonly #socket: Socket;

  constructor(me: ConsoleInfo) {
    this.rows = this.#rows;
    this.after = computed(() => [...this.#after.value.values()].sort((one, other) => one.ended_at - other.ended_at));
    this.present = this.#present;
    this.teams = this.#teams;
    this.state = this.#state;
    this.says = this.#says;
    this.queue = computed(() => queueOf(this.#rows.value.values(), me));
    this.#socket = io("/desk", {
      path: "/socket.io",
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
    this.#socket.on("desk", (desk: Desk) => this.#apply(desk));
    this.#socket.on("disconnect", (reason) => this.#lost(reason));
    this.#socket.on("connect_error", (error: Error & { data?: Answer }) => this.#failed(error.data));
  }

  /** Takes `session`, or the next who waits. */
  take(session?: string): Promise<Granted> {
    return this.#ask("take", session === undefined ? {} : { session });
  }

  /** Joins the customer who reads this code to the agent. */
  redeem(code: string): Promise<Granted> {
    return this.#ask("redeem", { code });
  }

  /** Begins to practise with a customer whom the server plays. */
  practise(wanted: Practise): Promise<Granted> {
    return this.#ask("practise", wanted);
  }

  /** The key to a session which this agent has already: after a reload. */
  open(session: string): Promise<Granted> {
    return this.#ask("open", { session });
  }

  /** Faults of the register that read like these words; for none the latest. Nothing where the server is away. */
  async faults(site: string, words: string): Promise<readonly KnownFault[]> {
    try {
      const found = (await this.#socket.timeout(PATIENCE).emitWithAck("faults", { site, words })) as KnownFaults | Answer;
      return "known" in found ? found.known : [];
    } catch {
      return [];
    }
  }

  /** Ticks a follow-up off. Resolves with a refusal's sentence, or nothing. */
  async complete(session: string): Promise<string> {
    try {
      const answer = (await this.#socket.timeout(PATIENCE).emitWithAck("complete", { session })) as Answer;
      return answer.ok ? "" : (answer.says ?? "That did not work. Try again.");
    } catch {
      return AWAY.says ?? "";
    }
  }

  async #ask(event: string, question: object): Promise<Granted> {
    try {
      return (await this.#socket.timeout(PATIENCE).emitWithAck(event, question)) as Granted;
    } catch {
      return AWAY;
    }
  }

  #apply(desk: Desk): void {
    const rows = changed(desk.whole ? new Map() : this.#rows.value, desk.rows);
    const after = changed(desk.whole ? new Map() : this.#after.value, desk.after ?? {});
    batch(() => {
      this.#rows.value = rows;
      this.#after.value = after;
      this.#present.value = desk.present;
      this.#teams.value = desk.teams;
      this.#state.value = "live";
    });
  }

  #lost(reason: string): void {
    if (this.#state.value !== "refused") this.#state.value = "waiting";
    if (reason === "io server disconnect") setTimeout(() => this.#socket.connect(), 1_000);
  }

  #failed(answer: Answer | undefined): void {
    if (answer?.code === undefined) {
      this.#state.value = "waiting"; // no server there: socket.io tries again
      return;
    }
    if (answer.retry || answer.code === "unsaved") {
      this.#state.value = "waiting";
      setTimeout(() => this.#socket.connect(), 2_000);
      return;
    }
    this.#says.value = answer.says ?? "";
    this.#state.value = "refused";
  }
}

/** The rows after a change: null takes one away. */
export function changed<Row>(rows: ReadonlyMap<string, Row>, by: Readonly<Record<string, Row | null>>): Map<string, Row> {
  const after = new Map(rows);
  for (const [id, row] of Object.entries(by)) {
    if (row === null) after.delete(id);
    else after.set(id, row);
  }
  return after;
}

/** 0: offered to this agent or their team; 1: anybody's; 2: somebody else's, only to be seen. */
export function offer(row: DeskRow, me: ConsoleInfo, now: number): 0 | 1 | 2 {
  if (row.for_agent === "" && row.for_team === "") return 1;
  if (row.for_agent === me.id || me.teams.includes(row.for_team)) return 0;
  return now < row.offered_until ? 2 : 1;
}

function queueOf(rows: Iterable<DeskRow>, me: ConsoleInfo): readonly DeskRow[] {
  const waiting = [...rows].filter((row) => row.status === "waiting");
  return waiting.sort(
    (one, other) =>
      offer(one, me, 0) - offer(other, me, 0) ||
      Number(other.head) - Number(one.head) ||
      one.waiting_since - other.waiting_since,
  );
}
