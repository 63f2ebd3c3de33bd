/** My sessions: the customers this agent is with, several at once, with unread marks. It only shows and selects. */

import type { JSX } from "preact";
import { Eye, MessageCircle, Unplug } from "lucide-preact";

import type { ConsoleInfo } from "../shared/protocol.gen";
import type { OpenSession } from "./open_sessions";
import { PracticeMark } from "./practise";
import { counted, customerTitle } from "./words";

interface MySessionsProps {
  readonly sessions: readonly OpenSession[];
  readonly selected: OpenSession | null;
  readonly me: ConsoleInfo;
  readonly select: (id: string) => void;
}

export function MySessions({ sessions, selected, me, select }: MySessionsProps): JSX.Element {
  return (
    <section class="my-sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title" class="rail-title">
        My sessions <span class="count">{sessions.length}</span>
      </h2>
      {sessions.length === 0 && <p class="rail-empty">You are not with anybody.</p>}
      <ul class="rail-list">
        {sessions.map((session, index) => (
          <Mine
            key={session.id}
            session={session}
            number={index + 1}
            me={me}
            current={session === selected}
            select={select}
          />
        ))}
      </ul>
    </section>
  );
}

interface MineProps {
  readonly session: OpenSession;
  readonly number: number;
  readonly me: ConsoleInfo;
  readonly current: boolean;
  readonly select: (id: string) => void;
}

function Mine({ session, number, me, current, select }: MineProps) {
  const view = session.connection.view.value;
  const info = view?.session;
  return (
    <li>
      <button
        type="button"
        class="mine"
        aria-current={current || undefined}
        onClick={() => select(session.id)}
      >
        <span class="mine-number" aria-hidden="true">
          {number}
        </span>
        <span class="mine-title">{info ? customerTitle(info) : "Opening…"}</span>
        <Unread count={session.unread.value} />
        <span class="mine-facts">
          {info?.practice && <PracticeMark />}
          {info && <span>{me.sites[info.site]?.name ?? info.site}</span>}
          <Standing session={session} />
        </span>
      </button>
    </li>
  );
}

function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="unread" title={counted(count, "unread message", "unread messages")}>
      {count}
      <span class="unseen"> unread</span>
    </span>
  );
}

function Standing({ session }: { session: OpenSession }) {
  const view = session.connection.view.value;
  if (view?.session.ended) return <span>{view.wrapup.record ? "Ended" : "Ended, to wrap up"}</span>;
  const presence = session.connection.presence.value;
  if (presence !== null && !presence.customer) {
    return (
      <span>
        <Unplug size="1em" aria-hidden="true" /> Away
      </span>
    );
  }
  const sharing = view?.consent.state === "given";
  return (
    <span>
      {sharing ? <Eye size="1em" aria-hidden="true" /> : <MessageCircle size="1em" aria-hidden="true" />}{" "}
      {sharing ? "Sharing" : "Chat"}
    </span>
  );
}
