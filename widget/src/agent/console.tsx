/**
 * The agent's console: reads who is signed in, opens the line to the desk, and lays out queue, steps and chat.
 *
 * Three columns where there is room, three tabs where there is not. It knows no rule of a session.
 */

import { computed } from "@preact/signals";
import { type JSX, render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { History, Keyboard, LogOut, PanelsTopLeft, X } from "lucide-preact";

import type { ConsoleInfo } from "../shared/protocol.gen";
import { After } from "./after";
import { openArticles } from "./articles";
import { Chat } from "./chat";
import { keepTime } from "./clock";
import { EnterCode } from "./code";
import { DeskLine, type DeskState, type Practise } from "./desk";
import { isLost } from "./lost_focus";
import { News } from "./news";
import { type OpenSession, OpenSessions } from "./open_sessions";
import { focusOn, keepRead, narrow, type Place, place } from "./places";
import { PractiseRail } from "./practise";
import { Queue } from "./queue";
import { Session } from "./session";
import { MySessions } from "./sessions";
import { type Shortcut, ShortcutsDialog, useShortcuts } from "./shortcuts";
import { keepTitle } from "./title";
import { readUpdate, Updates } from "./updates";
import "./webawesome";
import { focusWrapup } from "./wrapup";

interface Parts {
  readonly me: ConsoleInfo;
  readonly desk: DeskLine;
  readonly sessions: OpenSessions;
}

function Console(parts: Parts): JSX.Element {
  const { sessions } = parts;
  const [help, setHelp] = useState(false);
  const shortcuts = useMemo(() => shortcutsOf(parts, () => setHelp(true)), [parts.sessions]);
  useShortcuts(shortcuts);
  const selected = sessions.selected.value;
  const view = selected?.connection.view.value;
  return (
    <>
      <TopBar {...parts} showHelp={() => setHelp(true)} />
      {narrow.value ? <Tabs {...parts} /> : <Columns {...parts} />}
      {selected && view && (
        <News key={selected.id} view={view} presence={selected.connection.presence.value} me={parts.me.id} />
      )}
      <ShortcutsDialog shortcuts={shortcuts} open={help} close={() => setHelp(false)}>
        In the message box, Enter sends, Shift + Enter starts a new line, / opens the ready replies, and Alt + R takes
        the plainer words that are suggested.
      </ShortcutsDialog>
    </>
  );
}

/** How the line to the desk stands, in words; when it was refused the server says why. */
const STANDING: Readonly<Record<DeskState, string>> = {
  loading: "Connecting…",
  live: "On duty",
  waiting: "Reconnecting… nothing is lost",
  refused: "",
};

function TopBar({ me, desk, showHelp }: Parts & { showHelp: () => void }) {
  const state = desk.state.value;
  return (
    <header class="top">
      <nav class="skips" aria-label="Skip to">
        {(["queue", "steps", "chat"] as const).map((name) => (
          <a key={name} href={`#${name}`} onClick={(event) => skip(event, name)}>
            Skip to {name}
          </a>
        ))}
      </nav>
      <h1 class="top-name">
        <Mark /> <span class="top-label">Alongside</span>
      </h1>
      <p class="top-me">
        {me.name}
        <span class={`desk-state desk-${state}`} role="status">
          {STANDING[state] || desk.says.value}
        </span>
      </p>
      <button type="button" onClick={showHelp}>
        <Keyboard size="1.2em" aria-hidden="true" /> <span class="top-label">Shortcuts</span>
      </button>
      <a href="/sessions">
        <History size="1.2em" aria-hidden="true" /> <span class="top-label">Finished sessions</span>
      </a>
      <form method="post" action="/sign-out">
        <button type="submit">
          <LogOut size="1.2em" aria-hidden="true" /> <span class="top-label">Sign out</span>
        </button>
      </form>
    </header>
  );
}

/** Two side by side, one ahead by a step. */
function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <rect class="mark-one" x="5" y="3" width="6" height="18" rx="3" />
      <rect class="mark-other" x="13" y="8" width="6" height="13" rx="3" />
    </svg>
  );
}

function skip(event: Event, to: Place): void {
  event.preventDefault(); // the address's hash names the selected session
  focusOn(to);
}

function Columns(parts: Parts) {
  return (
    <div class="columns">
      <aside id="queue" class="rail" tabIndex={-1} aria-label="Queue and my sessions">
        <Rail {...parts} />
      </aside>
      <main id="steps" class="middle" tabIndex={-1} aria-label="The customer and their steps">
        <Middle {...parts} />
      </main>
      <aside id="chat" class="chat" tabIndex={-1} aria-label="Chat">
        <Side {...parts} />
      </aside>
    </div>
  );
}

function Tabs(parts: Parts) {
  const { sessions, desk } = parts;
  const unread = sessions.unread.value;
  return (
    <wa-tab-group
      role="main"
      class="tabs"
      active={place.value}
      onwa-tab-show={(event) => (place.value = event.detail.name as Place)}
    >
      <wa-tab panel="queue">
        Queue{desk.queue.value.length > 0 && <span class="count">{desk.queue.value.length}</span>}
      </wa-tab>
      <wa-tab panel="steps">Steps</wa-tab>
      <wa-tab panel="chat">
        Chat
        {unread > 0 && (
          <span class="unread">
            {unread}
            <span class="unseen"> unread</span>
          </span>
        )}
      </wa-tab>
      <wa-tab-panel name="queue">
        <div id="queue" class="rail" tabIndex={-1}>
          <Rail {...parts} />
        </div>
      </wa-tab-panel>
      <wa-tab-panel name="steps">
        <section id="steps" class="middle" tabIndex={-1} aria-label="The customer and their steps">
          <Middle {...parts} />
        </section>
      </wa-tab-panel>
      <wa-tab-panel name="chat">
        <div id="chat" class="chat" tabIndex={-1}>
          <Side {...parts} />
        </div>
      </wa-tab-panel>
    </wa-tab-group>
  );
}

function Rail({ me, desk, sessions }: Parts) {
  const shown = (refusal: string): string => {
    if (refusal === "") place.value = "steps";
    return refusal;
  };
  const take = async (session?: string): Promise<string> => shown(sessions.accept(await desk.take(session)));
  const redeem = async (code: string): Promise<string> => shown(sessions.accept(await desk.redeem(code)));
  const practise = async (wanted: Practise): Promise<string> =>
    shown(sessions.accept(await desk.practise(wanted)));
  const select = (id: string): void => {
    sessions.select(id);
    place.value = "steps";
  };
  return (
    <>
      <MySessions sessions={sessions.list.value} selected={sessions.selected.value} me={me} select={select} />
      <Queue queue={desk.queue.value} state={desk.state.value} me={me} take={take} />
      <After
        rows={desk.after.value}
        held={new Set(sessions.list.value.map(({ id }) => id))}
        me={me}
        open={async (id) => shown(await sessions.reopen(id))}
        complete={(id) => desk.complete(id)}
      />
      <EnterCode redeem={redeem} />
      <Updates />
      <PractiseRail me={me} live={desk.state.value === "live"} practise={practise} />
    </>
  );
}

function Middle({ me, desk, sessions }: Parts) {
  const selected = sessions.selected.value;
  useKeptFocus(selected);
  return (
    <>
      <NoticeBar sessions={sessions} />
      {selected ? (
        <Session key={selected.id} session={selected} sessions={sessions} desk={desk} me={me} />
      ) : (
        <Nobody />
      )}
    </>
  );
}

/** Who had the keyboard in a session that is no longer on screen has it in the middle, where the next one is. */
function useKeptFocus(selected: OpenSession | null): void {
  const isFirst = useRef(true);
  const isClosed = selected?.connection.state.value === "refused";
  useEffect(() => {
    if (!isFirst.current && isLost()) document.getElementById("steps")?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [selected?.id, isClosed]);
}

function NoticeBar({ sessions }: { sessions: OpenSessions }) {
  const words = sessions.notice.value;
  return (
    <div role="status">
      {words !== "" && (
        <p class="notice-bar">
          <span>{words}</span>
          <button
            type="button"
            class="plain-button"
            aria-label="Close this notice"
            onClick={() => (sessions.notice.value = "")}
          >
            <X size="1.1em" aria-hidden="true" />
          </button>
        </p>
      )}
    </div>
  );
}

function Nobody() {
  return (
    <div class="state nobody">
      <span class="state-icon" aria-hidden="true">
        <PanelsTopLeft size="2em" />
      </span>
      <h2>Nobody is selected</h2>
      <p>Take the next customer, choose one of yours, or enter the code that somebody reads out to you.</p>
    </div>
  );
}

function Side({ me, sessions }: Parts) {
  const selected = sessions.selected.value;
  if (selected === null) return <p class="rail-empty">The conversation will be here.</p>;
  return <Chat key={selected.id} session={selected} me={me} />;
}

function shortcutsOf({ desk, sessions }: Parts, showHelp: () => void): readonly Shortcut[] {
  const press = (selector: string) => (): void => document.querySelector<HTMLElement>(selector)?.click();
  const askCheck = (): void => press(document.querySelector(".prompt-check") ? ".prompt-check" : ".check-ask")();
  return [
    {
      key: "n",
      does: "Take the next customer",
      act: () => void desk.take().then((granted) => (sessions.notice.value = sessions.accept(granted))),
    },
    { key: "j", does: "Next of my sessions", act: () => sessions.step(1) },
    { key: "k", does: "Previous of my sessions", act: () => sessions.step(-1) },
    { key: "q", does: "Go to the queue", act: () => focusOn("queue") },
    { key: "s", does: "Go to the steps", act: () => focusOn("steps") },
    { key: "c", does: "Go to the chat", act: () => focusOn("chat") },
    { key: "r", does: "Answer a whisper", act: () => void (document.getElementById("whisper") && focusOn("whisper")) },
    { key: "a", does: "Search the articles", act: () => void (sessions.selected.value && openArticles()) },
    { key: "p", does: "Point at the field they are in", act: press(".steps-here .steps-point") },
    { key: "g", does: "Go to the prompt", act: () => focusOn("prompt") },
    { key: "w", does: "Send the prompt’s words", act: press(".prompt-send") },
    { key: "e", does: "Edit the prompt’s words before they go", act: press(".prompt-edit") },
    { key: "h", does: "Highlight the prompt’s field, with its words", act: press(".prompt-point") },
    { key: "b", does: "Use the playbook that fits the customer’s page", act: press(".prompt-fit") },
    { key: "d", does: "The prompt is done", act: press(".prompt-done") },
    { key: "i", does: "Ask for the ID check that comes first", act: askCheck },
    { key: "f", does: "Let the prompts follow the customer again", act: press(".prompt-follow") },
    { key: "u", does: "End and wrap up, at the closing prompts; else wrap up what has ended", act: () => void wrapUp({ desk, sessions }) },
    { key: "o", does: "Open what is new; then, put the first of it away", act: readUpdate },
    { key: "?", does: "This list", act: showHelp },
  ];
}

/** From a closing prompt to the end, else to the wrap-up on screen; where there is none, to the longest waiting. */
async function wrapUp({ desk, sessions }: Pick<Parts, "desk" | "sessions">): Promise<void> {
  const closing = document.querySelector<HTMLElement>(".prompt-wrap-up");
  if (closing !== null) return closing.click();
  const ended = (id: string): boolean =>
    sessions.list.value.find((held) => held.id === id)?.connection.view.value?.session.ended != null;
  const selected = sessions.selected.value?.id ?? "";
  const next = sessions.list.value.find(({ id }) => ended(id))?.id;
  const left = desk.after.value.find(({ wraps_up }) => wraps_up)?.session;
  if (!ended(selected) && next !== undefined) sessions.select(next);
  else if (!ended(selected) && left !== undefined) sessions.notice.value = await sessions.reopen(left);
  place.value = "steps";
  focusWrapup();
}

function start(): void {
  const me = JSON.parse(document.getElementById("console-info")?.textContent ?? "") as ConsoleInfo;
  const root = document.getElementById("console");
  if (root === null) throw new Error("The page has no place for the console.");
  const desk = new DeskLine(me);
  const sessions = new OpenSessions(desk, me);
  keepTime();
  keepRead(sessions);
  keepTitle(
    sessions.unread,
    computed(() => desk.queue.value.length),
  );
  root.replaceChildren(); // "Loading…"
  render(<Console me={me} desk={desk} sessions={sessions} />, root);
}

start();
