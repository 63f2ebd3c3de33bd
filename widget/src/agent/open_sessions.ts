/**
 * The sessions this console has open: their connections, drafts and unread marks, and which one is on screen.
 *
 * What an agent has is the server's word: a row of the desk with their id. This module follows it: it opens what is
 * theirs (after a reload too) and lets go of what went to somebody else. It draws nothing.
 */

import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";

import { connect, type Connection } from "../shared/connection";
import type { AgentView, CardOffer, ConsoleInfo, DeskRow, Grant } from "../shared/protocol.gen";
import { type DeskLine, type Granted, isGrant } from "./desk";
import { customerTitle } from "./words";
import { forgetPlace, rememberPlace } from "./wrapup_draft";

export interface OpenSession {
  readonly id: string;
  readonly connection: Connection<AgentView>;
  /** What the agent has typed and not sent. */
  readonly draft: Signal<string>;
  /** The key of the prompt whose words are in the draft; empty: none. */
  readonly draftFor: Signal<string>;
  /** The card that the draft is sent as; null: a plain message. */
  readonly draftCard: Signal<CardOffer | null>;
  /** How many of the customer's messages were there when last looked at. */
  readonly seen: Signal<number>;
  /** Where the line "New" stands: before the customer's message of this number, counted from 0. */
  readonly newFrom: Signal<number>;
  readonly unread: ReadonlySignal<number>;
}

interface Held extends OpenSession {
  /** The desk has shown this session as this agent's: from then on, when it is not, it has gone. */
  confirmed: boolean;
  readonly stopRemembering: () => void;
}

/** What is said of a session that is to be wrapped up later: where its faults were is still of use then. */
export const KEPT_FOR_LATER = "It is under To wrap up, with what you entered.";

export interface Connecting {
  (token: string): Connection<AgentView>;
}

export class OpenSessions {
  readonly list: ReadonlySignal<readonly OpenSession[]>;
  readonly selected: ReadonlySignal<OpenSession | null>;
  readonly unread: ReadonlySignal<number>;
  /** What happened to a session that is not here any more, in a sentence. */
  readonly notice = signal("");

  readonly #list = signal<readonly Held[]>([]);
  readonly #chosen = signal(location.hash.slice(1));
  readonly #opening = new Set<string>();
  readonly #desk: DeskLine;
  readonly #me: ConsoleInfo;
  readonly #connecting: Connecting;

  constructor(
    desk: DeskLine,
    me: ConsoleInfo,
    connecting: Connecting = (token) => connect({ host: "", token }),
  ) {
    this.#desk = desk;
    this.#me = me;
    this.#connecting = connecting;
    this.list = this.#list;
    this.selected = computed(() => this.#list.value.find(({ id }) => id === this.#chosen.value) ?? null);
    this.unread = computed(() => this.#list.value.reduce((sum, { unread }) => sum + unread.value, 0));
    effect(() => {
      const rows = desk.rows.value;
      untracked(() => this.#follow(rows));
    });
    addEventListener("hashchange", () => (this.#chosen.value = location.hash.slice(1)));
    const named = this.#chosen.value;
    const leave = effect(() => {
      if (named === "" || desk.state.value !== "live") return;
      queueMicrotask(() => leave());
      untracked(() => void this.#reopenNamed(named));
    });
  }

  /** Keeps what `take` or `redeem` gave and shows it. Returns the refusal's sentence, or nothing. */
  accept(granted: Granted): string {
    if (!isGrant(granted)) return granted.says ?? "That did not work. Try again.";
    this.#hold(granted);
    this.select(granted.session);
    return "";
  }

  /** Brings a finished session back on screen. Returns the refusal's sentence, or nothing. */
  async reopen(id: string): Promise<string> {
    return this.accept(await this.#desk.open(id));
  }

  select(id: string): void {
    this.notice.value = "";
    this.#chosen.value = id;
    history.replaceState(null, "", `#${id}`);
  }

  /** Selects the session that stands `by` places further down the list, around its ends. */
  step(by: number): void {
    const list = this.#list.value;
    const at = list.findIndex(({ id }) => id === this.#chosen.value);
    const next = list[(Math.max(at, by > 0 ? -1 : 0) + by + list.length) % list.length];
    if (next !== undefined) this.select(next.id);
  }

  /** Lets go of a session here: its conversation has ended, or somebody else has it. */
  release(id: string, notice = ""): void {
    const held = this.#list.value.find((session) => session.id === id);
    if (held === undefined) return;
    held.connection.close();
    held.stopRemembering();
    sessionStorage.removeItem(seenKey(id));
    if (notice !== KEPT_FOR_LATER) forgetPlace(id);
    this.#list.value = this.#list.value.filter((session) => session !== held);
    if (this.#chosen.value === id) this.select("");
    this.notice.value = notice;
  }

  /** The customer's messages of `session` have been looked at. */
  read(session: OpenSession): void {
    const there = customerMessages(session.connection.view.value);
    if (there === session.seen.value) return;
    session.seen.value = there;
    sessionStorage.setItem(seenKey(session.id), String(there));
  }

  /** A link, or a reload, names a finished session: it is opened again, if this agent may. */
  async #reopenNamed(id: string): Promise<void> {
    if (this.#desk.rows.value.has(id)) return; // it goes on: #follow opens it
    const granted = await this.#desk.open(id);
    if (isGrant(granted)) this.#hold(granted);
  }

  #follow(rows: ReadonlyMap<string, DeskRow>): void {
    for (const row of rows.values()) {
      if (row.agent === this.#me.id) this.#mine(row);
    }
    for (const held of this.#list.value) {
      const row = rows.get(held.id);
      if (row !== undefined && held.confirmed && row.agent !== this.#me.id)
        this.release(held.id, goneWords(row));
    }
  }

  #mine(row: DeskRow): void {
    const held = this.#list.value.find(({ id }) => id === row.session);
    if (held !== undefined) held.confirmed = true;
    else if (!this.#opening.has(row.session)) void this.#open(row.session);
  }

  async #open(session: string): Promise<void> {
    this.#opening.add(session);
    const granted = await this.#desk.open(session);
    this.#opening.delete(session);
    if (isGrant(granted)) this.#hold(granted);
  }

  #hold({ session, token }: Grant): void {
    if (this.#list.value.some(({ id }) => id === session)) return;
    const held = opened(session, this.#connecting(token));
    held.confirmed = this.#desk.rows.value.get(session)?.agent === this.#me.id;
    this.#list.value = [...this.#list.value, held];
  }
}

/** A session with what a screen keeps of it: drafts, and what was read. */
export function opened(id: string, connection: Connection<AgentView>): Held {
  const seen = signal(Number(sessionStorage.getItem(seenKey(id)) ?? 0));
  const unread = computed(() => Math.max(0, customerMessages(connection.view.value) - seen.value));
  return {
    id,
    connection,
    draft: signal(""),
    draftFor: signal(""),
    draftCard: signal(null),
    seen,
    newFrom: signal(-1),
    unread,
    confirmed: false,
    stopRemembering: rememberPlace(id, connection.view),
  };
}

const seenKey = (id: string): string => `alongside.seen.${id}`;

function customerMessages(view: AgentView | null): number {
  if (view === null) return 0;
  return Object.values(view.chat).filter((item) => item.role === "customer" && item.parts !== undefined)
    .length;
}

function goneWords(row: DeskRow): string {
  const who = row.agent_name === "" ? "is waiting in the queue again" : `is with ${row.agent_name} now`;
  return `“${customerTitle(row)}” ${who}.`;
}
