/**
 * The queue: who waits, in their own words, and taking them.
 *
 * It shows what the desk says; that exactly one agent gets a customer is the server's affair.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Coffee, StickyNote } from "lucide-preact";

import type { ConsoleInfo, DeskRow } from "../shared/protocol.gen";
import { clock } from "./clock";
import { Refusal } from "./command";
import { type DeskState, offer } from "./desk";
import { customerTitle, duration, FAMILIARITY, languageName, plainText } from "./words";

interface QueueProps {
  readonly queue: readonly DeskRow[];
  readonly state: DeskState;
  readonly me: ConsoleInfo;
  /** Takes one customer, or the next. Resolves with a refusal's sentence, or nothing. */
  readonly take: (session?: string) => Promise<string>;
}

export function Queue({ queue, state, me, take }: QueueProps): JSX.Element {
  const [taking, setTaking] = useState<string | null>(null);
  const [refused, setRefused] = useState({ at: "", says: "" });
  const start = async (session = ""): Promise<void> => {
    setTaking(session);
    setRefused({ at: session, says: await take(session || undefined) });
    setTaking(null);
  };
  const listed = queue.some((row) => row.session === refused.at);
  const free = queue.some((row) => offer(row, me, clock.value) < 2);
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" class="rail-title">
        Queue <span class="count">{queue.length}</span>
      </h2>
      <wa-button
        variant="brand"
        size="s"
        class="wide"
        disabled={!free || state !== "live"}
        loading={taking === ""}
        onClick={() => void start()}
      >
        Take next
      </wa-button>
      <Refusal says={listed ? "" : refused.says} calm />
      <QueueList queue={queue} state={state} me={me} taking={taking} start={start} refused={refused} />
    </section>
  );
}

interface ListProps extends Omit<QueueProps, "take"> {
  readonly taking: string | null;
  /** Which taking was refused, and why: said at that customer while they are still listed. */
  readonly refused: { readonly at: string; readonly says: string };
  readonly start: (session: string) => Promise<void>;
}

function QueueList({ queue, state, me, taking, start, refused }: ListProps) {
  if (state === "loading") return <p class="rail-empty">Looking who is waiting…</p>;
  if (queue.length === 0) {
    return (
      <p class="rail-empty">
        <Coffee size="1.25em" aria-hidden="true" />
        Nobody is waiting.
      </p>
    );
  }
  return (
    <ol class="rail-list">
      {queue.map((row) => (
        <Waiting
          key={row.session}
          row={row}
          me={me}
          busy={taking === row.session}
          live={state === "live"}
          start={start}
          says={refused.at === row.session ? refused.says : ""}
        />
      ))}
    </ol>
  );
}

interface WaitingProps {
  readonly row: DeskRow;
  readonly me: ConsoleInfo;
  readonly busy: boolean;
  readonly live: boolean;
  readonly start: (session: string) => Promise<void>;
  readonly says: string;
}

function Waiting({ row, me, busy, live, start, says }: WaitingProps) {
  const title = customerTitle(row);
  const offered = offer(row, me, clock.value);
  const waits = duration(clock.value - row.waiting_since);
  return (
    <li class="waiting">
      <Offered row={row} offered={offered} />
      <p class="waiting-goal">{title}</p>
      {row.difficulty.length > 0 && row.goal.length > 0 && (
        <p class="waiting-difficulty">{plainText(row.difficulty)}</p>
      )}
      {row.note.length > 0 && offered === 0 && (
        <p class="waiting-note">
          <StickyNote size="1em" aria-hidden="true" /> {plainText(row.note)}
        </p>
      )}
      <div class="waiting-foot">
        <p class="facts">
          <span class={`familiarity familiarity-${row.familiarity}`}>{FAMILIARITY[row.familiarity]}</span>
          <span class="waits">waits {waits}</span>
          <span>{me.sites[row.site]?.name ?? row.site}</span>
          {row.language !== "en" && <span>{languageName(row.language)}</span>}
        </p>
        {offered < 2 && (
          <wa-button
            size="s"
            appearance="outlined"
            disabled={!live}
            loading={busy}
            onClick={() => void start(row.session)}
          >
            Take <span class="unseen">{title}</span>
          </wa-button>
        )}
      </div>
      <Refusal says={says} calm />
    </li>
  );
}

function Offered({ row, offered }: { row: DeskRow; offered: 0 | 1 | 2 }) {
  if (offered === 0)
    return (
      <p class="offered offered-me">
        {row.for_agent ? "Handed over to you" : `For your team: ${row.for_team}`}
      </p>
    );
  if (offered === 2)
    return <p class="offered">{row.for_team ? `For team ${row.for_team}` : "For another agent"}</p>;
  return row.head ? <p class="offered">Was helped before, comes first</p> : null;
}
