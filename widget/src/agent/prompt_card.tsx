/**
 * A prompt as it is drawn: where it stands, the words to say, and what the agent should know beside them.
 *
 * It draws sections of a view and knows no connection: without `use` there is nothing to press, as in a replay.
 */

import type { ComponentChildren, JSX } from "preact";
import { BookOpenText, Check, ClipboardCheck, CornerDownRight, MapPin, MessageSquarePlus, PencilLine, Pointer, SendHorizontal, ShieldCheck, SquareCheckBig } from "lucide-preact";

import type { CardOffer, Choice, PlaybookInfo, Prompt } from "../shared/protocol.gen";
import { CardPreview } from "./card";
import { narrow } from "./places";
import { KINDS, mayBeWavedAway, ofForm } from "./prompt_kinds";

/** What an agent may do with a prompt's words. */
export interface PromptUses {
  /** These words went to the customer from here already. */
  sent(words: string): boolean;
  send(words: string): void;
  /** Sends the prompt as its card, with answers to tap. */
  sendCard(): void;
  /** Puts the words into the message box; with a card they go as it. */
  edit(words: string, card?: CardOffer): void;
  point(): void;
  /** Ticks it off; at a question of the form, goes on to the next. */
  done(): void;
  /** Ends the conversation, once asked for sure, and so comes to its wrap-up; there when it closes. */
  wrapUp?(): void;
  /** Asks for the ID check that comes first; not there while it is asked for. */
  askCheck?(): void;
  /** The agent finds it out of place. */
  waveAway(): void;
}

interface PromptProps {
  readonly prompt: Prompt;
  readonly use?: PromptUses;
}

/** The playbook worked by, and how it stands. */
export function PromptPlaybook({ playbook }: { playbook: PlaybookInfo }): JSX.Element {
  return (
    <p class="prompt-playbook" title={`${playbook.title}, version ${playbook.version}`}>
      <BookOpenText size="1.1em" aria-hidden="true" />
      <span>{playbook.title}</span>
      <span class="prompt-version">{playbook.aside ? "put aside" : <Version of={playbook.version} />}</span>
      {playbook.by_page && <span class="prompt-by-page">fits this page</span>}
    </p>
  );
}

function Version({ of }: { of: string }) {
  return (
    <>
      <span class="unseen">version </span>
      {of}
    </>
  );
}

/** The kind, the title, and why it is shown now: what stays when the card is folded. */
export function PromptHead({ prompt }: { prompt: Prompt }): JSX.Element {
  const { word, icon: Icon, tone } = KINDS[prompt.kind];
  const [number, count] = prompt.progress ?? [0, 0];
  return (
    <div class="prompt-head">
      <span class={`prompt-kind prompt-${tone}`}>
        <Icon size="1.1em" aria-hidden="true" />
        {word}
      </span>
      {prompt.title !== undefined && <h3 class="prompt-title">{prompt.title}</h3>}
      {count > 0 && (
        <span class="prompt-progress">
          Question {number} of {count}
        </span>
      )}
    </div>
  );
}

export function PromptBody({ prompt, use, children }: PromptProps & { children?: ComponentChildren }): JSX.Element {
  return (
    <div class="prompt-body">
      {prompt.because !== undefined && (
        <p class="prompt-because">
          <MapPin size="1em" aria-hidden="true" />
          <span>
            <span class="unseen">Why now: </span>
            {prompt.because}
          </span>
        </p>
      )}
      {prompt.say !== undefined && (
        <blockquote class="prompt-say" key={prompt.key}>
          <span class="unseen">Say: </span>
          {prompt.say}
        </blockquote>
      )}
      {prompt.card && <CardPreview card={prompt.card} />}
      {use && <Buttons prompt={prompt} use={use} />}
      {children}
      {prompt.stuck !== undefined && <Stuck words={prompt.stuck} {...(use && { use })} />}
      <Alternatives choices={prompt.alternatives ?? []} {...(use && { use })} />
      <Notes prompt={prompt} />
    </div>
  );
}

function Buttons({ prompt, use }: Required<PromptProps>) {
  const { say = "", card } = prompt;
  return (
    <div class="buttons prompt-buttons">
      {use.askCheck && (
        <wa-button size="s" variant="brand" class="prompt-check" onClick={use.askCheck}>
          <ShieldCheck slot="start" size="1.1em" aria-hidden="true" />
          Ask for the check
        </wa-button>
      )}
      {say !== "" && !card && (
        <SendButton class="prompt-send" words={say} about="these words" use={use} primary={!use.askCheck} />
      )}
      {say !== "" && card && <SendCardButton words={say} card={card} use={use} />}
      {say !== "" && (
        <wa-button size="s" appearance="outlined" class="prompt-edit" onClick={() => use.edit(say, card ?? undefined)}>
          <PencilLine slot="start" size="1.1em" aria-hidden="true" />
          Edit first
        </wa-button>
      )}
      {prompt.target !== undefined && (
        <wa-button size="s" appearance="outlined" class="prompt-point" onClick={use.point}>
          <Pointer slot="start" size="1.1em" aria-hidden="true" />
          Point<span class="unseen"> at it with these words</span>
        </wa-button>
      )}
      <wa-button size="s" appearance="outlined" class="prompt-done" onClick={use.done}>
        <Check slot="start" size="1.1em" aria-hidden="true" />
        Done
      </wa-button>
      {use.wrapUp && <WrapUpButton isLast={say === ""} wrapUp={use.wrapUp} />}
      {mayBeWavedAway(prompt) && (
        <wa-button size="s" appearance="plain" class="prompt-wave" onClick={use.waveAway}>
          Not needed
        </wa-button>
      )}
      <Next prompt={prompt} />
    </div>
  );
}

/** From the last words to what comes after them. */
function WrapUpButton({ isLast, wrapUp }: { isLast: boolean; wrapUp: () => void }) {
  return (
    <wa-button
      size="s"
      variant={isLast ? "brand" : "neutral"}
      appearance={isLast ? "accent" : "outlined"}
      class="prompt-wrap-up"
      onClick={wrapUp}
    >
      <ClipboardCheck slot="start" size="1.1em" aria-hidden="true" />
      End and wrap up
    </wa-button>
  );
}

function Next({ prompt }: { prompt: Prompt }) {
  if (prompt.next === undefined) return null;
  return (
    <span class="prompt-next" title={`Then: ${prompt.next}`}>
      <CornerDownRight size="1em" aria-hidden="true" />
      <span>
        Then: <b>{prompt.next}</b>
      </span>
    </span>
  );
}

interface SendProps {
  readonly words: string;
  /** What is sent, for who does not see where the button stands. */
  readonly about: string;
  readonly use: PromptUses;
  readonly primary?: boolean;
  readonly class?: string;
}

/** One press sends; with Shift the words go to the message box first. The second of a double click is nobody's wish. */
function SendButton({ words, about, use, primary = false, class: name = "" }: SendProps) {
  const again = use.sent(words);
  const pressed = (event: MouseEvent): void => {
    if (event.shiftKey) use.edit(words);
    else if (event.detail < 2) use.send(words);
  };
  return (
    <wa-button
      size="s"
      class={name}
      variant={primary && !again ? "brand" : "neutral"}
      appearance={primary && !again ? "accent" : "outlined"}
      onClick={pressed}
    >
      <SendHorizontal slot="start" size="1.1em" aria-hidden="true" />
      {again ? "Send again" : "Send"}
      <span class="unseen"> {about}</span>
    </wa-button>
  );
}

/** The words as a card with answers to tap; a plain message is the second choice. */
function SendCardButton({ words, card, use }: { words: string; card: CardOffer; use: PromptUses }) {
  const again = use.sent(words);
  const pressed = (event: MouseEvent): void => {
    if (event.shiftKey) use.edit(words, card);
    else if (event.detail < 2) use.sendCard();
  };
  return (
    <>
      <wa-button
        size="s"
        class="prompt-send"
        variant={again ? "neutral" : "brand"}
        appearance={again ? "outlined" : "accent"}
        onClick={pressed}
      >
        <SquareCheckBig slot="start" size="1.1em" aria-hidden="true" />
        {again ? "Send the card again" : "Send as card"}
      </wa-button>
      {card.kind === "question" && (
        <wa-button size="s" appearance="outlined" class="prompt-plain" onClick={() => use.send(words)}>
          <SendHorizontal slot="start" size="1.1em" aria-hidden="true" />
          Send<span class="unseen"> these words</span> as message
        </wa-button>
      )}
    </>
  );
}

function Stuck({ words, use }: { words: string; use?: PromptUses }) {
  return (
    <section class="prompt-more" aria-label="If they are stuck">
      <p class="prompt-label">
        <MessageSquarePlus size="1em" aria-hidden="true" /> If they are stuck
      </p>
      <blockquote>{words}</blockquote>
      {use && <SendButton words={words} about="the words for when they are stuck" use={use} />}
    </section>
  );
}

function Alternatives({ choices, use }: { choices: readonly Choice[]; use?: PromptUses }) {
  if (choices.length === 0) return null;
  return (
    <ul class="prompt-alternatives" aria-label="Other ways to be helped">
      {choices.map(({ title, say }) => (
        <li key={title} class="prompt-more">
          <p class="prompt-label">{title}</p>
          <blockquote>{say}</blockquote>
          {use && <SendButton words={say} about={`“${title}”`} use={use} />}
        </li>
      ))}
    </ul>
  );
}

/** For the agent alone; open where there is room. */
function Notes({ prompt: { why = "", look_for = "", ...prompt } }: { prompt: Prompt }) {
  if (why === "" && look_for === "") return null;
  return (
    <details class="prompt-notes" open={!narrow.value}>
      <summary>For you</summary>
      <dl>
        {why !== "" && (
          <div>
            <dt>{ofForm(prompt) ? "Why it is asked" : "Why"}</dt>
            <dd>{why}</dd>
          </div>
        )}
        {look_for !== "" && (
          <div>
            <dt>Look for</dt>
            <dd>{look_for}</dd>
          </div>
        )}
      </dl>
    </details>
  );
}
