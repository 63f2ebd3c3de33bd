/** A wrap-up that was saved: what it says, correcting it, and ticking its follow-up off. */

import type { JSX } from "preact";
import { Check, PencilLine } from "lucide-preact";

import type { ConsoleInfo, Wrapup } from "../shared/protocol.gen";
import { clock } from "./clock";
import { Refusal, type Sender, useCommand } from "./command";
import { dueWords } from "./follow_up";
import { plainText, timeOfDay } from "./words";
import { CAUSES, HELPED_BY, RESOLVED } from "./wrapup";

interface RecordProps {
  readonly record: Wrapup;
  readonly connection: Sender;
  readonly me: ConsoleInfo;
  /** Opens it for correcting; null for those who may not. */
  readonly correct: (() => void) | null;
  readonly close: () => void;
}

export function Record({ record, connection, me, correct, close }: RecordProps): JSX.Element {
  return (
    <section id="wrapup-record" class="wrapup" tabIndex={-1} aria-labelledby="record-title">
      <h3 id="record-title">Wrapped up</h3>
      <dl class="record">
        <Line name="Task">{plainText(record.task)}</Line>
        <Line name="Resolved">
          {named(RESOLVED, record.resolved)}
          {record.resolved !== "no" && `, ${named(HELPED_BY, record.helped_by).toLowerCase()}`}
        </Line>
        <Line name="Cause">{named(CAUSES, record.cause)}</Line>
        {(record.faults ?? []).map((noted, index) => (
          <Line key={index} name="Fault">
            <a href={`/faults?fault=${encodeURIComponent(noted.fault)}`}>{plainText(noted.what)}</a>
          </Line>
        ))}
      </dl>
      <StillToDo record={record} connection={connection} me={me} />
      <p class="quiet">
        By {record.by} at {timeOfDay(record.at)}
        {record.versions > 1 && ", corrected"}.
      </p>
      <div class="buttons">
        <wa-button variant="brand" onClick={close}>
          Done, remove from my sessions
        </wa-button>
        {correct && (
          <wa-button appearance="outlined" onClick={correct}>
            <PencilLine slot="start" size="1.1em" aria-hidden="true" />
            Correct it
          </wa-button>
        )}
      </div>
    </section>
  );
}

const named = <Value extends string>(all: readonly (readonly [Value, string])[], value: Value): string =>
  all.find(([each]) => each === value)?.[1] ?? value;

function Line({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function StillToDo({ record, connection, me }: Pick<RecordProps, "record" | "connection" | "me">) {
  const command = useCommand(connection);
  const follow = record.follow_up ?? null;
  if (follow === null) return null;
  const done = (follow.done_at ?? 0) > 0;
  return (
    <div class="still-to-do">
      <p>
        <strong>{plainText(follow.what)}</strong>
        <br />
        <span class="quiet">
          {follow.owner === me.id ? "You" : follow.owner_name}.{" "}
          {done ? `Done by ${follow.done_by ?? ""}.` : `${dueWords(follow.due, clock.value)}.`}
        </span>
      </p>
      {!done && (
        <wa-button
          size="s"
          appearance="outlined"
          loading={command.busy}
          onClick={() => void command.send({ do: "followup.complete" })}
        >
          <Check slot="start" size="1.1em" aria-hidden="true" />
          It is done
        </wa-button>
      )}
      <Refusal says={command.says} />
    </div>
  );
}
