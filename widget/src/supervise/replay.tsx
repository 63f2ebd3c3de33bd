/**
 * A session's replay: reads which session, fetches its outline, and lays out what was seen, the events and the player.
 *
 * What is shown comes from the log by way of the same views and the same drawing as live. It knows no rule of a session.
 */

import { effect, signal, useComputed, useSignal } from "@preact/signals";
import { type JSX, render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { Conversation } from "../agent/conversation";
import { narrow } from "../agent/places";
import { ShortcutsDialog, useShortcuts } from "../agent/shortcuts";
import "../agent/webawesome";
import { Whispered } from "../agent/whispers";
import type { AgentView, Chunk, Outline, ReplayInfo } from "../shared/protocol.gen";
import { Controls } from "./controls";
import { Events } from "./events";
import { shortcutsOf } from "./keys";
import type { Choice } from "./kinds";
import { Legend } from "./legend";
import { momentIn } from "./moment";
import { type Panel, panels } from "./panels";
import { ReplayPlayer } from "./player";
import { momentInWords } from "./said";
import type { Window } from "./scale";
import { ready as reviewReady } from "./review/review";
import { Stage } from "./stage";
import { Timeline } from "./timeline";

/** Milliseconds between two looks at whether a running session has gone on. */
const LOOK_EVERY = 10_000;

const zoom = signal<Window | null>(null);
const choice = signal<Choice>("all");
/** The tab that is open, where there are tabs. */
const tab = signal(new URLSearchParams(location.search).has("review") ? "review" : "");

function Replay({ player }: { player: ReplayPlayer }): JSX.Element {
  const [help, setHelp] = useState(false);
  const showHelp = (): void => setHelp(true);
  const shortcuts = useMemo(() => shortcutsOf({ player, zoom, choice, showHelp }), [player]);
  useShortcuts(shortcuts);
  const panel = player.info.review ? panels.value["review"] : undefined;
  return (
    <>
      <Trouble player={player} />
      <Where player={player} />
      {narrow.value ? <Tabs player={player} panel={panel} /> : <Columns player={player} panel={panel} />}
      <section class="player" aria-label="Player and timeline">
        <Timeline player={player} zoom={zoom} />
        <Controls player={player} zoom={zoom} choice={choice} showHelp={showHelp} />
        <Legend />
      </section>
      <ShortcutsDialog shortcuts={shortcuts} open={help} close={() => setHelp(false)}>
        On the timeline, Page up and Page down go by a minute, Home and End to the beginning and the end, and with Ctrl
        the mouse wheel zooms.
      </ShortcutsDialog>
    </>
  );
}

/** A seek that waits, or did not work. What was shown before stays. */
function Trouble({ player }: { player: ReplayPlayer }) {
  const trouble = player.trouble.value;
  return (
    <div class="replay-trouble" role="status">
      {player.loading.value && <p>Fetching this part…</p>}
      {trouble !== "" && (
        <p>
          {trouble}{" "}
          <button type="button" class="tool" onClick={() => player.retry()}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}

/** A panel comes once there is something to see beside it: what it fetches is not to hold up the first view. */
function InPanel({ player, panel: { component: Component } }: { player: ReplayPlayer; panel: Panel }) {
  const begun = useComputed(() => player.shown.value > 0);
  return begun.value ? <Component player={player} /> : null;
}

/** Says where a jump led, to who hears the page; the slider says so itself, and playing would say too much. */
function Where({ player }: { player: ReplayPlayer }) {
  const says = useSignal("");
  useEffect(
    () =>
      effect(() => {
        const shown = player.shown.value;
        if (player.playing.peek() || document.activeElement?.getAttribute("role") === "slider") return;
        says.value = momentInWords(player.outline.peek(), player.offset(shown), shown);
      }),
    [player],
  );
  return (
    <p class="unseen" role="status">
      {says.value}
    </p>
  );
}

interface PartsProps {
  readonly player: ReplayPlayer;
  readonly panel: Panel | undefined;
}

function Columns({ player, panel }: PartsProps) {
  return (
    <div class={panel ? "replay-columns replay-reviewed" : "replay-columns"}>
      <section class="middle" aria-label="What the agent saw of the form">
        <Seen player={player} />
      </section>
      <section class="chat" aria-label="Chat">
        <Said player={player} />
      </section>
      <aside class="side" aria-label={panel ? `Events and ${panel.title.toLowerCase()}` : "Events"}>
        {panel ? <Side player={player} panel={panel} /> : <Events player={player} choice={choice} />}
      </aside>
    </div>
  );
}

/** Events and review share a column: a reviewer goes to and fro between them. */
function Side({ player, panel }: PartsProps & { panel: Panel }) {
  return (
    <wa-tab-group
      class="side-tabs"
      active={tab.value || "events"}
      onwa-tab-show={(event) => (tab.value = event.detail.name)}
    >
      <wa-tab panel="events">Events</wa-tab>
      <wa-tab panel="review">{panel.title}</wa-tab>
      <wa-tab-panel name="events">
        <Events player={player} choice={choice} />
      </wa-tab-panel>
      <wa-tab-panel name="review">
        <InPanel player={player} panel={panel} />
      </wa-tab-panel>
    </wa-tab-group>
  );
}

function Tabs({ player, panel }: PartsProps) {
  return (
    <wa-tab-group class="replay-tabs" active={tab.value || "form"} onwa-tab-show={(event) => (tab.value = event.detail.name)}>
      <wa-tab panel="form">Form</wa-tab>
      <wa-tab panel="chat">Chat</wa-tab>
      <wa-tab panel="events">Events</wa-tab>
      {panel && <wa-tab panel="review">{panel.title}</wa-tab>}
      <wa-tab-panel name="form">
        <section class="middle" aria-label="What the agent saw of the form">
          <Seen player={player} />
        </section>
      </wa-tab-panel>
      <wa-tab-panel name="chat">
        <section class="chat" aria-label="Chat">
          <Said player={player} />
        </section>
      </wa-tab-panel>
      <wa-tab-panel name="events">
        <Events player={player} choice={choice} />
      </wa-tab-panel>
      {panel && (
        <wa-tab-panel name="review">
          <InPanel player={player} panel={panel} />
        </wa-tab-panel>
      )}
    </wa-tab-group>
  );
}

function Seen({ player }: { player: ReplayPlayer }) {
  const view = player.view.value;
  return view ? <Stage view={view} siteName={player.info.site_name} /> : <Opening />;
}

const NOTHING: AgentView["chat"] = {};

function Said({ player }: { player: ReplayPlayer }) {
  const view = player.view.value;
  const names = (view?.watchers ?? []).map(({ who }) => who.name ?? "").join(", ");
  return (
    <>
      <Conversation chat={view?.chat ?? NOTHING} />
      {view !== null && (names !== "" || view.whispers.length > 0) && (
        <section class="whispers" aria-label="Whispers">
          {names !== "" && <p class="whispers-who">Watched by {names}</p>}
          <Whispered whispers={view.whispers} me={player.info.account} />
        </section>
      )}
    </>
  );
}

const Opening = (): JSX.Element => <p class="quiet">Opening the replay…</p>;

// --- starting -------------------------------------------------------------------------------------------

async function fetched<Found>(path: string): Promise<Found> {
  const answer = await fetch(path).catch(() => null);
  if (answer === null) throw new Error("The server cannot be reached just now.");
  if (answer.ok) return (await answer.json()) as Found;
  const { says } = (await answer.json().catch(() => ({}))) as { says?: string };
  throw new Error(says ?? "This part of the session could not be fetched.");
}

function follow(player: ReplayPlayer): void {
  const moment = momentIn(location.hash);
  if (moment === null) return;
  player.pause();
  if ("at" in moment) player.seekTo(moment.at);
  else player.seek(moment.entry);
}

/** Keeps up with a session that is still running, while somebody looks. */
function keepUp(player: ReplayPlayer, path: string): void {
  const look = async (): Promise<void> => {
    if (document.visibilityState === "visible") {
      const outline = await fetched<Outline>(path).catch(() => null);
      if (outline !== null && outline.waits.length > player.entries.peek()) player.grown(outline);
    }
    if (player.outline.peek().running) setTimeout(() => void look(), LOOK_EVERY);
  };
  if (player.outline.peek().running) setTimeout(() => void look(), LOOK_EVERY);
}

async function start(root: HTMLElement): Promise<void> {
  const info = JSON.parse(document.getElementById("replay-info")?.textContent ?? "") as ReplayInfo;
  const base = `/sessions/${encodeURIComponent(info.session)}/replay`;
  const chunk = (number: number): Promise<Chunk> => fetched(`${base}/${number}.json`);
  let first = location.hash === "" ? chunk(0) : null; // what will be shown first need not wait for the outline
  first?.catch(() => undefined); // told of when it is taken
  const outline = await fetched<Outline>(`${base}.json`);
  const player = new ReplayPlayer(info, outline, (number) => {
    const taken = number === 0 ? first : null;
    first = null;
    return taken ?? chunk(number);
  });
  player.seek(1);
  follow(player);
  addEventListener("hashchange", () => follow(player));
  keepUp(player, `${base}.json`);
  if (tab.value === "review") await reviewReady; // a tab that comes later would not be opened
  root.replaceChildren(); // "Opening…"
  render(<Replay player={player} />, root);
  effect(() => void (root.dataset["shown"] = String(player.shown.value))); // for tests and benches to wait for
}

const root = document.getElementById("replay");
if (root === null) throw new Error("The page has no place for the replay.");
start(root).catch((error: unknown) => {
  const says = error instanceof Error ? error.message : String(error);
  render(
    <p class="replay-failed" role="alert">
      {says} <a href={location.pathname}>Try again</a>
    </p>,
    root,
  );
});
