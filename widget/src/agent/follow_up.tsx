/** What is still to be done after a session: entering it, and saying when it is due. Days are the agent's own. */

import type { JSX } from "preact";
import { X } from "lucide-preact";

import type { FollowUpEntry } from "./wrapup_draft";
import { useFreshFocus } from "./wrapup";

interface FollowUpProps {
  readonly entry: FollowUpEntry;
  /** Whom it may be given to: account to name. */
  readonly agents: Readonly<Record<string, string>>;
  readonly fresh: boolean;
  readonly put: (entry: FollowUpEntry | null) => void;
}

export function FollowUpFields({ entry, agents, fresh, put }: FollowUpProps): JSX.Element {
  useFreshFocus(fresh, "follow-up");
  return (
    <div class="fault" role="group" aria-label="Follow-up">
      <div class="fault-head">
        <wa-input
          id="follow-up"
          size="s"
          label="What is to be done?"
          autocomplete="off"
          maxlength={300}
          value={entry.what}
          onInput={(event) => put({ ...entry, what: event.currentTarget.value ?? "" })}
        />
        <button type="button" class="plain-button" aria-label="Take the follow-up out" onClick={() => put(null)}>
          <X size="1.1em" aria-hidden="true" />
        </button>
      </div>
      <div class="fault-where">
        <wa-select
          size="s"
          label="By whom?"
          value={entry.owner}
          onChange={(event) => put({ ...entry, owner: String(event.currentTarget.value) })}
        >
          {Object.entries(agents).map(([id, name]) => (
            <wa-option key={id} value={id}>
              {name}
            </wa-option>
          ))}
        </wa-select>
        <wa-input
          size="s"
          type="date"
          label="Until when?"
          value={entry.due}
          onInput={(event) => put({ ...entry, due: event.currentTarget.value ?? "" })}
        />
      </div>
    </div>
  );
}

const dayOf = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** Today as YYYY-MM-DD, where the agent is. */
const today = (now: number): string => {
  const at = new Date(now);
  return new Date(now - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** "Overdue since Fri 20 Nov", "Due today", "Due Mon 23 Nov". */
export function dueWords(due: string, now: number): string {
  const day = dayOf.format(new Date(`${due}T00:00:00Z`));
  if (due === today(now)) return "Due today";
  return isOverdue(due, now) ? `Overdue since ${day}` : `Due ${day}`;
}

export const isOverdue = (due: string, now: number): boolean => due < today(now);
