/**
 * A session's replay: reads which session, fetches its outline, and lays out what was seen, the events and the player.
 *
 * What is shown comes from the log by way of the same views and the same drawing as live. It knows no rule of a session.
 */

import { type JSX, render } from "preact";

import { Conversation } from "../agent/conversation";
import { narrow } from "../agent/places";
import "../agent/webawesome";
import type { Chunk, Outline, ReplayInfo } from "../shared/protocol.gen";
import { momentIn } from "./moment";
import { panels } from "./panels";
import { ReplayPlayer } from "./player";
import { Stage } from "./stage";

function Replay({ player }: { player: ReplayPlayer }): JSX.Element {
  const view = player.view.value;
  if (view === null) return <p class="replay-loading" role="status">Opening the replay…</p>;
  return (
    <div class={narrow.value ? "replay-narrow" : "replay-columns"}>
      <section class="middle" aria-label="What the agent saw of the form">
        <Stage view={view} siteName={player.info.site_name} />
      </section>
      <section class="chat" aria-label="Chat">
        <Conversation chat={view.chat} />
      </section>
      <Review player={player} />
    </div>
  );
}

/** The place of the review beside the player, where there is one. */
function Review({ player }: { player: ReplayPlayer }) {
  const panel = player.info.review ? panels.value["review"] : undefined;
  if (panel === undefined) return null;
  const { component: Component, title } = panel;
  return (
    <aside class="replay-review" aria-label={title}>
      <Component player={player} />
    </aside>
  );
}

async function fetched<Found>(path: string): Promise<Found> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`This part of the session could not be fetched (${answer.status}). Try again.`);
  return (await answer.json()) as Found;
}

async function start(): Promise<void> {
  const info = JSON.parse(document.getElementById("replay-info")?.textContent ?? "") as ReplayInfo;
  const root = document.getElementById("replay");
  if (root === null) throw new Error("The page has no place for the replay.");
  const base = `/sessions/${encodeURIComponent(info.session)}/replay`;
  const outline = await fetched<Outline>(`${base}.json`);
  const player = new ReplayPlayer(info, outline, (chunk) => fetched<Chunk>(`${base}/${chunk}.json`));
  const moment = momentIn(location.hash);
  if (moment !== null && "at" in moment) player.seekTo(moment.at);
  else player.seek(moment?.entry ?? 1);
  root.replaceChildren(); // "Opening…"
  render(<Replay player={player} />, root);
}

void start();
