/**
 * The customer's session in this tab: started by a request, carried on after page loads, ended by either side.
 *
 * It turns what a person does into commands, and what the server shows into signals for the panel. It renders
 * nothing and decides nothing: what is allowed is the server's word.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Connection, connect } from "../shared/connection";
import type { Answer, Command, CustomerView, GiveFeedback, RequestHelp, SiteInfo, Visit } from "../shared/protocol.gen";
import type { Kept, KeptCode } from "./kept";

export type Trouble = "unreachable" | "";

export class Session {
  readonly #host: string;
  readonly #info: SiteInfo;
  /** Once fetched it is at hand: what is sent while the page is left has to be kept in the same moment. */
  #outgoing: (<C extends Command>(command: C) => C) | undefined;
  readonly kept: Kept;
  readonly connection = signal<Connection<CustomerView> | null>(null);
  readonly view: ReadonlySignal<CustomerView | null> = computed(() => this.connection.value?.view.value ?? null);
  /** The spoken code and how long it can be used. */
  readonly code = signal<KeptCode | null>(null);
  /** A request is on its way. */
  readonly asking = signal(false);
  /** Why the last thing did not work, in a sentence; or a word for the panel to put into one. */
  readonly says = signal("");
  readonly trouble = signal<Trouble>("");

  constructor(host: string, info: SiteInfo, kept: Kept) {
    this.#host = host;
    this.#info = info;
    this.kept = kept;
    const visit = kept.read("visit");
    if (visit !== null) this.#connect(visit);
    this.code.value = kept.read("code");
  }

  /** Asks for help: makes the session, then sends the request. */
  async request(request: RequestHelp): Promise<void> {
    this.trouble.value = "";
    this.says.value = "";
    this.asking.value = true;
    try {
      if (this.connection.value === null) this.#connect(await this.#visit());
      const helped_before = await import("./helped").then(({ helpedBefore }) => helpedBefore(this.#info), () => -1);
      const answer = await this.send({ ...request, helped_before });
      if (answer.ok && request.channel === "code") await this.#keepCode(answer);
    } catch {
      this.trouble.value = "unreachable";
    } finally {
      this.asking.value = false;
    }
  }

  /** A fresh spoken code; the one before no longer works. */
  async renewCode(): Promise<void> {
    this.#keepDigits(await this.send({ do: "code.issue" }));
  }

  /** Sends a command, what is secret in its words taken out; a refusal is put into `says`. */
  async send(command: Command): Promise<Answer> {
    const connection = this.connection.value;
    if (connection === null) return { ok: false, code: "no_session", says: "" };
    const safe = await this.#safe(command);
    if (safe === null) return { ok: false, code: "unreachable" };
    const answer = await connection.send(safe);
    const shownElsewhere = /^(message\.send|lens\.|check\.)/.test(command.do);
    if (!answer.ok && !shownElsewhere) this.says.value = answer.says ?? "";
    return answer;
  }

  /** The command without secrets; null when the search for them cannot be had, for then nothing is sent. */
  async #safe(command: Command): Promise<Command | null> {
    if (!/message|request|feedback/.test(command.do)) return command;
    try {
      this.#outgoing ??= (await import("./outgoing")).outgoing;
      return this.#outgoing(command);
    } catch {
      this.trouble.value = "unreachable";
      return null;
    }
  }

  end(): void {
    void this.send({ do: "session.end" });
  }

  feedback(feedback: Omit<GiveFeedback, "do">): Promise<Answer> {
    return this.send({ do: "feedback.give", ...feedback });
  }

  /** Forgets the session, so that another can begin. */
  forget(): void {
    this.connection.value?.close();
    this.connection.value = null;
    this.code.value = null;
    this.says.value = "";
    this.kept.clear();
  }

  close(): void {
    this.connection.value?.close();
  }

  async #visit(): Promise<Visit> {
    const address = `${this.#host}/widget/${encodeURIComponent(this.#info.site)}/visit`;
    const answer = await fetch(address, { method: "POST", credentials: "omit" });
    const body = (await answer.json()) as Visit & { says?: string };
    if (answer.ok) return body;
    if (answer.status !== 403) this.says.value = body.says ?? ""; // too many, or the store is away
    console.error(`Alongside: ${body.says}`);
    throw new Error(body.says);
  }

  #connect(visit: Visit): void {
    this.kept.write("visit", visit);
    const { token } = visit;
    this.connection.value = connect<CustomerView>({ host: this.#host, token, kept: this.kept.commands });
  }

  /** The request's own answer carries the first code; a server that keeps them apart is asked for one. */
  async #keepCode(answer: Answer): Promise<void> {
    if (answer.secret) this.#keepDigits(answer);
    else await this.renewCode();
  }

  #keepDigits({ secret }: Answer): void {
    if (!secret) return;
    this.code.value = { digits: secret, until: Date.now() + this.#info.code_minutes * 60_000 };
    this.kept.write("code", this.code.value);
  }
}

/** The name of the agent who is in the session now, or empty. */
export function helperOf(view: CustomerView | null): string {
  return Object.values(view?.people ?? {}).find((person) => person.here)?.name ?? "";
}
