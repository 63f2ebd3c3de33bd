/**
 * What agent and supervisors say to one another without the customer, and who watches.
 *
 * It stands apart from the conversation and looks unlike it, so that nobody mistakes the one for the other.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Ear, Eye } from "lucide-preact";

import { Message } from "../shared/message";
import type { AgentView, Watcher } from "../shared/protocol.gen";
import { Refusal, type Sender, useCommand } from "./command";
import { messageWords, timeOfDay } from "./words";

interface WhispersProps {
  readonly view: AgentView;
  readonly connection: Sender;
  /** The account of who reads this. */
  readonly me: string;
  /** The account id and name of the agent, for who watches; empty for the agent. */
  readonly agent?: string;
}

export function Whispers({ view, connection, me, agent = "" }: WhispersProps): JSX.Element | null {
  const others = view.watchers.filter(({ who }) => who.id !== me);
  const over = view.session.ended !== null;
  const to = agent || names(others);
  if (over || (to === "" && view.whispers.length === 0)) return null;
  return (
    <section class="whispers" aria-label="Whispers">
      <p class="whispers-who">
        <Eye size="1.2em" aria-hidden="true" />
        <span>
          {others.length > 0 && <b>{names(others)} {others.length === 1 ? "watches" : "watch"}. </b>}
          The customer never sees whispers.
        </span>
      </p>
      <Whispered whispers={view.whispers} me={me} />
      {to !== "" && <Write to={to} connection={connection} />}
    </section>
  );
}

const names = (watchers: readonly Watcher[]): string =>
  new Intl.ListFormat(undefined, { type: "conjunction" }).format(watchers.map(({ who }) => who.name ?? ""));

/** What was whispered. It only shows: a replay draws it too. */
export function Whispered({ whispers, me }: { whispers: AgentView["whispers"]; me: string }): JSX.Element | null {
  const place = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [whispers.length]);
  if (whispers.length === 0) return null;
  return (
    <ol class="whispers-said" ref={place} tabIndex={0} aria-label="What was whispered">
      {whispers.map(({ id, at, by, parts }) => (
        <li key={id}>
          <b>{by.id === me ? "You" : by.name}</b> <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>{" "}
          <Message parts={parts} words={messageWords} />
        </li>
      ))}
    </ol>
  );
}

function Write({ to, connection }: { to: string; connection: Sender }) {
  const [text, setText] = useState("");
  const command = useCommand(connection);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() !== "" && (await command.send({ do: "whisper.send", text }))) setText("");
  };
  return (
    <form class="whispers-write" onSubmit={submit}>
      <label>
        <span>Whisper to {to}</span>
        <input
          id="whisper"
          type="text"
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" aria-disabled={command.busy}>
        <Ear size="1.1em" aria-hidden="true" /> Whisper
      </button>
      <Refusal says={command.says} />
    </form>
  );
}
