/**
 * Watching one running session: what its agent sees, read-only, with whispers; and, once it is taken over, helping.
 *
 * What is shown is drawn by the console's own parts: by the replay's stage while one watches, by the agent's own
 * screens once one helps. Whether one may is the server's word, and every watching stands in the session's log.
 */

import { computed, effect, signal } from "@preact/signals";
import { type JSX, render } from "preact";
import { useCallback, useState } from "preact/hooks";
import { ArrowLeft, HandHelping, EyeOff } from "lucide-preact";

import { Chat } from "../agent/chat";
import { keepTime } from "../agent/clock";
import { Refusal } from "../agent/command";
import { Conversation } from "../agent/conversation";
import { isGrant } from "../agent/desk";
import { useLostFocus } from "../agent/lost_focus";
import { News } from "../agent/news";
import { opened, type OpenSession } from "../agent/open_sessions";
import { ConnectionBanner, Session } from "../agent/session";
import "../agent/webawesome";
import { Whispers } from "../agent/whispers";
import { connect } from "../shared/connection";
import type { AgentView, ConsoleInfo, Grant } from "../shared/protocol.gen";
import { Stage } from "./stage";
import { WallLine } from "./wall_line";

/** One session and the way into it: as who watches, or as who helps. */
class Watching {
  readonly session = signal<OpenSession | null>(null);
  readonly helps = signal(false);
  /** Why one is not let in, or what became of the session. */
  readonly says = signal("");
  readonly line = new WallLine();
  readonly id: string;

  constructor(id: string) {
    this.id = id;
    const ready = computed(() => this.line.state.value === "live");
    const first = effect(() => {
      if (!ready.value) return;
      queueMicrotask(() => first());
      void this.watch();
    });
  }

  async watch(): Promise<void> {
    const granted = await this.line.watch(this.id);
    if (isGrant(granted)) this.#enter(granted);
    else this.says.value = granted.says ?? "That did not work. Try again.";
  }

  /** Resolves with a refusal's sentence, or nothing. */
  async takeOver(note: string): Promise<string> {
    const granted = await this.line.takeOver(this.id, note);
    if (!isGrant(granted)) return granted.says ?? "That did not work. Try again.";
    this.#enter(granted);
    return "";
  }

  async leave(): Promise<void> {
    if (!this.helps.value) await this.session.value?.connection.send({ do: "session.unwatch" });
    location.assign("/live");
  }

  /** The customer has gone to somebody else, or the session has been wrapped up. */
  done(notice = ""): void {
    this.session.value?.connection.close();
    this.session.value = null;
    this.says.value = notice || "You no longer help this customer.";
  }

  #enter({ token, role }: Grant): void {
    this.session.value?.connection.close();
    this.helps.value = role === "agent";
    this.says.value = "";
    this.session.value = opened(this.id, connect<AgentView>({ host: "", token }));
  }
}

interface Parts {
  readonly me: ConsoleInfo;
  readonly watching: Watching;
}

function Page({ me, watching }: Parts): JSX.Element {
  const session = watching.session.value;
  const says = watching.line.state.value === "refused" ? watching.line.says.value : watching.says.value;
  if (says !== "") return <Closed says={says} again={() => void watching.watch()} />;
  const view = session?.connection.view.value ?? null;
  if (session === null) return <Opening />;
  if (session.connection.state.value === "refused" && !watching.helps.value)
    return <Closed says={session.connection.says.value} again={() => void watching.watch()} />;
  if (view === null) return <Opening />;
  return (
    <>
      <Top me={me} watching={watching} view={view} />
      {watching.helps.value ? (
        <Helping me={me} watching={watching} session={session} />
      ) : (
        <Looking me={me} session={session} view={view} />
      )}
      <News key={String(watching.helps.value)} view={view} presence={session.connection.presence.value} me={me.id} />
    </>
  );
}

function Opening() {
  return (
    <>
      <h1 class="unseen">Watching</h1>
      <p class="watch-loading" role="status">
        Opening the session…
      </p>
    </>
  );
}

function Closed({ says, again }: { says: string; again: () => void }) {
  const heading = useLostFocus<HTMLHeadingElement>();
  return (
    <div class="state" role="alert">
      <h1 ref={heading} tabIndex={-1}>This session is not open to you now</h1>
      <p>{says}</p>
      <div class="buttons">
        <wa-button appearance="outlined" onClick={again}>
          Watch it again
        </wa-button>
        <wa-button appearance="plain" href="/live">
          Back to Live
        </wa-button>
      </div>
    </div>
  );
}

/** Who helps whom, and what a supervisor can do. */
function Top({ me, watching, view }: Parts & { view: AgentView }) {
  const [asking, setAsking] = useState(false);
  const agent = Object.values(view.people).find(({ here }) => here);
  const over = view.session.ended !== null;
  const helps = watching.helps.value;
  const heading = useLostFocus<HTMLHeadingElement>(helps);
  return (
    <>
      <div class="watch-top">
        <div>
          <p class="crumb">
            <a href="/live">
              <ArrowLeft size="1em" aria-hidden="true" /> Live
            </a>
          </p>
          <h1 ref={heading} tabIndex={-1}>{helps ? "You help this customer" : over ? "The session has ended" : `Watching ${agent?.name ?? "a customer who waits"}`}</h1>
          <p class="watch-rule">{rule(me, view, helps)}</p>
        </div>
        {!helps && (
          <div class="buttons">
            {agent !== undefined && !over && !view.session.practice && (
              <wa-button size="s" variant="brand" onClick={() => setAsking(true)}>
                <HandHelping slot="start" size="1.1em" aria-hidden="true" />
                Take over
              </wa-button>
            )}
            {over ? (
              <wa-button size="s" appearance="outlined" href={`/sessions/${encodeURIComponent(view.session.id)}`}>
                Read the transcript
              </wa-button>
            ) : (
              <wa-button size="s" appearance="outlined" onClick={() => void watching.leave()}>
                <EyeOff slot="start" size="1.1em" aria-hidden="true" />
                Stop watching
              </wa-button>
            )}
          </div>
        )}
      </div>
      <TakeOverDialog name={agent?.name ?? ""} open={asking} close={() => setAsking(false)} watching={watching} />
    </>
  );
}

/** What the customer knows of this, so that nobody has to guess. */
function rule(me: ConsoleInfo, view: AgentView, helps: boolean): string {
  if (view.session.ended !== null) return helps ? "Please wrap it up." : "Nothing more is shown to you.";
  if (helps) return "What you write goes to the customer. You can hand them over, or back, at any time.";
  const others = view.watchers.length - 1;
  const counted = others > 0 ? `, and ${others === 1 ? "1 other watches" : `${others} others watch`}` : "";
  if (view.withheld) return `You see the chat alone: they agreed before our words told of watching${counted}.`;
  if (view.consent.state === "given" && view.lens === null)
    return `You see the chat alone: their form is not there yet${counted}.`;
  const practice = view.session.practice ? "" : " The customer is shown how many people can see, not who.";
  return `${me.name}, ${view.watchers.length > 0 ? "the agent sees that you watch" : "you watch"}${counted}.${practice}`;
}

function Looking({ me, session, view }: { me: ConsoleInfo; session: OpenSession; view: AgentView }) {
  const { connection } = session;
  const agent = Object.values(view.people).find(({ here }) => here);
  return (
    <div class="watch-columns">
      <section class="middle" aria-label="What the agent sees of the form">
        <ConnectionBanner state={connection.state.value} />
        <Stage view={view} siteName={me.sites[view.session.site]?.name ?? view.session.site} />
      </section>
      <section class="chat" aria-label="Chat">
        <Conversation chat={view.chat} typing={connection.typing.value} />
        <Whispers view={view} connection={connection} me={me.id} agent={agent?.name ?? ""} />
      </section>
    </div>
  );
}

function Helping({ me, watching, session }: Parts & { session: OpenSession }) {
  const sessions = { release: (_: string, notice = "") => watching.done(notice) };
  return (
    <div class="watch-columns">
      <section class="middle" aria-label="The customer and their steps">
        <Session session={session} sessions={sessions} desk={watching.line} me={me} />
      </section>
      <section id="chat" class="chat" aria-label="Chat" tabIndex={-1}>
        <Chat session={session} me={me} />
      </section>
    </div>
  );
}

interface DialogProps {
  readonly name: string;
  readonly open: boolean;
  readonly close: () => void;
  readonly watching: Watching;
}

function TakeOverDialog(props: DialogProps) {
  const { name, open, close } = props;
  return (
    <wa-dialog
      label={`Take over from ${name}`}
      open={open}
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      {open && <TakeOverForm {...props} />}
    </wa-dialog>
  );
}

function TakeOverForm({ name, close, watching }: DialogProps) {
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [says, setSays] = useState("");
  const submit = useCallback(
    async (event: Event): Promise<void> => {
      event.preventDefault();
      setBusy(true);
      const refusal = await watching.takeOver(note.trim());
      setBusy(false);
      setSays(refusal);
      if (refusal === "") close();
    },
    [note, watching, close],
  );
  return (
    <form class="transfer" onSubmit={submit}>
      <p>
        You help the customer from now on, and they are told so. {name} sees your note, and can no longer write to them.
      </p>
      <wa-textarea
        size="s"
        rows={3}
        resize="auto"
        label={`Note for ${name}`}
        hint="The customer never sees it. Why do you take over, and what next?"
        value={note}
        onInput={(event) => setNote(event.currentTarget.value ?? "")}
      />
      <Refusal says={says} />
      <div class="buttons">
        <wa-button type="submit" variant="brand" loading={busy}>
          Take over
        </wa-button>
        <wa-button appearance="plain" onClick={close}>
          Cancel
        </wa-button>
      </div>
    </form>
  );
}

function start(): void {
  const me = JSON.parse(document.getElementById("console-info")?.textContent ?? "") as ConsoleInfo;
  const root = document.getElementById("live");
  if (root === null) throw new Error("The page has no place for the session.");
  const id = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  keepTime();
  root.replaceChildren(); // "Loading…"
  render(<Page me={me} watching={new Watching(id)} />, root);
}

start();
