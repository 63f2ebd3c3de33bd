/** Who the customer is and what they need, in their own words; whether they are there. It only shows. */

import type { JSX } from "preact";
import { CircleDot, Clock, Globe, HandHelping, History, Languages, StickyNote } from "lucide-preact";

import { Message } from "../shared/message";
import type { Part, Presence, SessionInfo } from "../shared/protocol.gen";
import { clock } from "./clock";
import { PracticeMark } from "./practise";
import { customerTitle, duration, FAMILIARITY, helpedWords, languageName, messageWords, timeOfDay } from "./words";

interface AboutProps {
  readonly info: SessionInfo;
  readonly presence: Presence | null;
  readonly siteName: string;
  /** What the agent before wrote for the next one. */
  readonly note: readonly Part[];
}

export function About({ info, presence, siteName, note }: AboutProps): JSX.Element {
  return (
    <div class="about">
      <h2 class="about-goal">{customerTitle(info)}</h2>
      {info.difficulty.length > 0 && info.goal.length > 0 && (
        <p class="about-difficulty">
          <Message parts={info.difficulty} words={messageWords} />
        </p>
      )}
      <Facts info={info} presence={presence} siteName={siteName} />
      {note.length > 0 && (
        <p class="about-note">
          <StickyNote size="1.1em" aria-hidden="true" />
          <span>
            <b>Note from the agent before:</b> <Message parts={note} words={messageWords} />
          </span>
        </p>
      )}
    </div>
  );
}

function Facts({ info, presence, siteName }: Omit<AboutProps, "note">) {
  return (
    <ul class="facts">
      {info.practice && (
        <li title="The customer is played by the server. Nothing counts.">
          <PracticeMark />
        </li>
      )}
      {info.ended === null && <Presently presence={presence} />}
      <li title="How familiar they are with this service">
        <span class={`familiarity familiarity-${info.familiarity}`}>{FAMILIARITY[info.familiarity]}</span>
      </li>
      {info.helped_before >= 0 && (
        <li title="On this device, by the browser’s own account">
          <History size="1em" aria-hidden="true" /> {helpedWords(info.helped_before)}
        </li>
      )}
      {info.choice !== "" && (
        <li>
          <CircleDot size="1em" aria-hidden="true" /> {info.choice}
        </li>
      )}
      {info.offered !== "" && (
        <li title="It was offered because of signs of trouble">
          <HandHelping size="1em" aria-hidden="true" /> Took the offer of help
        </li>
      )}
      <li title="Site">
        <Globe size="1em" aria-hidden="true" /> {siteName}
      </li>
      <li title="Language">
        <Languages size="1em" aria-hidden="true" /> {languageName(info.language)}
      </li>
      {info.joined_at > 0 && (
        <li title={`Since ${timeOfDay(info.joined_at)}`}>
          <Clock size="1em" aria-hidden="true" /> {duration((info.ended?.at ?? clock.value) - info.joined_at)}
        </li>
      )}
    </ul>
  );
}

function Presently({ presence }: { presence: Presence | null }) {
  if (presence === null) return null;
  const words = presence.customer ? "Connected" : "Away: their page is closed or offline";
  return <li class={presence.customer ? "present" : "away"}>{words}</li>;
}
