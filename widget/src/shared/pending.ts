/**
 * Commands which the server has not acknowledged yet: kept in order, sent in order, and sent again under the
 * same client and sequence number until there is an answer.
 *
 * It knows no socket and no clock: connection.ts asks what to send and reports what came back.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Answer, ChangeLens, Command, Request } from "./protocol.gen";

/** How many commands may be on their way at once. */
const WINDOW = 20;

/** A command as the person who gave it sees it: on its way, or refused with a sentence. */
export interface Pending {
  readonly client: string;
  readonly seq: number;
  readonly command: Command;
  readonly state: "sending" | "failed";
  readonly says: string;
}

/** Where unacknowledged commands outlive a page load. */
export interface KeptCommands {
  load(): readonly Pending[];
  save(commands: readonly Pending[]): void;
}

interface Item extends Pending {
  sent: boolean;
  /** The entry that holds it, once acknowledged: it is pending until the view shows that entry. */
  number: number;
  settle(answer: Answer): void;
}

const NOBODY_ASKS = (): void => undefined;
const REPLACED: Answer = { ok: false, code: "replaced", says: "" };

const isLens = (command: Command): boolean => command.do.startsWith("lens.");

/** Says who somebody is: an answer to an ID check, an account, a signed identity. Never kept, and never sent twice. */
export const isPrivate = (command: Command): boolean => /^check\.(begin|answer|identify)/.test(command.do);
/** Goes out now or not at all. */
const isFleeting = (command: Command): boolean => isLens(command) || isPrivate(command);

export class Outbox {
  readonly #pending = signal<readonly Item[]>([]);
  readonly #client: string;
  readonly #kept: KeptCommands | undefined;
  #seq = 0;

  constructor(client: string, kept?: KeptCommands) {
    this.#client = client;
    this.#kept = kept;
    this.#pending.value = (kept?.load() ?? []).map((item) => queued(item, NOBODY_ASKS));
  }

  get pending(): ReadonlySignal<readonly Pending[]> {
    return this.#pending;
  }

  /** Takes a command in. The promise resolves with the server's final answer, whenever that comes. */
  add(command: Command): Promise<Answer> {
    if (command.do === "lens.change" && this.#mergeIntoLast(command)) return Promise.resolve({ ok: true });
    this.#seq += 1;
    const item = { client: this.#client, seq: this.#seq, command, state: "sending", says: "" } as const;
    return new Promise((settle) => this.#set([...this.#pending.value, queued(item, settle)]));
  }

  /** What to send now, oldest first; it counts as sent until `rewind`. */
  take(): Request[] {
    const open = this.#pending.value.filter((item) => item.state === "sending" && item.number === 0);
    const fresh = open.slice(0, WINDOW).filter((item) => !item.sent);
    for (const item of fresh) item.sent = true;
    return fresh.map(({ client, seq, command }) => ({ client, seq, command }));
  }

  /** The connection was lost: the unacknowledged goes out again, but the lens is reported afresh, and a check's answer
   *  is forgotten, for it may have counted: the person sees how many tries are left, and gives it again or does not. */
  rewind(): void {
    for (const item of this.#pending.value) {
      item.sent = false;
      if (isFleeting(item.command)) item.settle(REPLACED);
    }
    this.#set(this.#pending.value.filter((item) => !isFleeting(item.command)));
  }

  /** The server's answer to one command. One that asks for a retry leaves the command to be sent again. */
  answered(request: Request, answer: Answer, shown: number): void {
    const item = this.#find(request.client, request.seq);
    if (item === undefined) return;
    if (answer.retry && !isPrivate(item.command)) {
      item.sent = false;
      return;
    }
    item.settle(answer);
    if (!answer.ok && item.command.do === "message.send") {
      this.#replace(item, { ...item, state: "failed", says: answer.says ?? "", sent: false });
    } else if (answer.ok && item.command.do === "message.send" && (answer.number ?? 0) > shown) {
      item.number = answer.number ?? 0;
    } else {
      this.discard(item.client, item.seq);
    }
  }

  /** The view has come to entry `number`: acknowledged messages up to it are in it, no longer pending. */
  shown(number: number): void {
    const rest = this.#pending.value.filter((item) => item.number === 0 || item.number > number);
    if (rest.length < this.#pending.value.length) this.#set(rest);
  }

  /** Sends a failed message again, as a new command: the old one was answered. */
  retry(client: string, seq: number): void {
    const item = this.#find(client, seq);
    if (item?.state !== "failed") return;
    this.discard(client, seq);
    void this.add(item.command);
  }

  discard(client: string, seq: number): void {
    this.#set(this.#pending.value.filter((item) => item.client !== client || item.seq !== seq));
  }

  #mergeIntoLast(change: ChangeLens): boolean {
    const last = this.#pending.value.at(-1);
    if (last === undefined || last.sent) return false;
    if (last.command.do !== "lens.change" || last.command.page !== change.page) return false;
    this.#replace(last, { ...last, command: mergedChange(last.command, change) });
    return true;
  }

  #find(client: string, seq: number): Item | undefined {
    return this.#pending.value.find((item) => item.client === client && item.seq === seq);
  }

  #replace(old: Item, item: Item): void {
    this.#set(this.#pending.value.map((each) => (each === old ? item : each)));
  }

  #set(items: readonly Item[]): void {
    this.#pending.value = items;
    this.#kept?.save(
      items
        .filter((item) => !isFleeting(item.command) && item.number === 0)
        .map(({ client, seq, command, state, says }) => ({ client, seq, command, state, says })),
    );
  }
}

function queued(item: Pending, settle: (answer: Answer) => void): Item {
  return { ...item, sent: false, number: 0, settle };
}

/** Two reports of the same page as one: later fields win, and what came back is no longer gone. */
export function mergedChange(first: ChangeLens, second: ChangeLens): ChangeLens {
  const gone = new Set(second.gone);
  const back = new Set(second.fields?.map((field) => field.id));
  const fields = new Map(first.fields?.filter((field) => !gone.has(field.id)).map((field) => [field.id, field]));
  for (const field of second.fields ?? []) fields.set(field.id, field);
  for (const id of first.gone ?? []) if (!back.has(id)) gone.add(id);
  return { ...first, ...second, fields: [...fields.values()], gone: [...gone] };
}
