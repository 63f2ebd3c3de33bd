/** What is left to do after sessions: those to wrap up, and follow-ups that are due. It shows and asks, no more. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Check } from "lucide-preact";

import type { AfterRow, ConsoleInfo } from "../shared/protocol.gen";
import { clock } from "./clock";
import { Refusal } from "./command";
import { dueWords, isOverdue } from "./follow_up";
import { ago, customerTitle, plainText } from "./words";

interface AfterProps {
  readonly rows: readonly AfterRow[];
  /** Sessions that are open here: they are among My sessions. */
  readonly held: ReadonlySet<string>;
  readonly me: ConsoleInfo;
  /** Brings a finished session on screen. Resolves with a refusal's sentence, or nothing. */
  readonly open: (session: string) => Promise<string>;
  readonly complete: (session: string) => Promise<string>;
}

const titleOf = (row: AfterRow): string =>
  plainText(row.task ?? []) ||
  customerTitle({ goal: row.goal ?? [], difficulty: row.difficulty ?? [], choice: row.choice ?? "" });

export function After(props: AfterProps): JSX.Element {
  const { rows, held } = props;
  const [says, say] = useState("");
  const act = async (asking: Promise<string>): Promise<void> => say(await asking);
  const unwrapped = rows.filter((row) => row.wraps_up && !held.has(row.session));
  const follow = rows.filter((row) => row.follow_up).sort(byDue);
  return (
    <>
      {unwrapped.length > 0 && <ToWrapUp {...props} rows={unwrapped} act={act} />}
      {follow.length > 0 && <FollowUps {...props} rows={follow} act={act} />}
      <Refusal says={says} />
    </>
  );
}

const byDue = (one: AfterRow, other: AfterRow): number =>
  (one.follow_up?.due ?? "").localeCompare(other.follow_up?.due ?? "");

type ListProps = AfterProps & { readonly act: (asking: Promise<string>) => Promise<void> };

function ToWrapUp({ rows, me, open, act }: ListProps) {
  return (
    <section class="to-wrap-up" aria-labelledby="to-wrap-up-title">
      <h2 id="to-wrap-up-title" class="rail-title">
        To wrap up <span class="count">{rows.length}</span>
      </h2>
      <ul class="rail-list">
        {rows.map((row) => (
          <li key={row.session}>
            <button type="button" class="mine left-over" onClick={() => void act(open(row.session))}>
              <span class="mine-title">{titleOf(row)}</span>
              <span class="mine-facts">
                <span>{me.sites[row.site]?.name ?? row.site}</span>
                <span>ended {ago(clock.value - row.ended_at)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FollowUps({ rows, open, complete, act }: ListProps) {
  const now = clock.value;
  return (
    <section class="follow-ups" aria-labelledby="follow-ups-title">
      <h2 id="follow-ups-title" class="rail-title">
        Follow-ups <span class="count">{rows.length}</span>
      </h2>
      <ul class="rail-list">
        {rows.map((row) => {
          const { what = [], due = "" } = row.follow_up ?? {};
          return (
            <li key={row.session} class="follow-up">
              <button type="button" class="mine left-over" onClick={() => void act(open(row.session))}>
                <span class="mine-title">{plainText(what)}</span>
                <span class="mine-facts">
                  <span class={isOverdue(due, now) ? "overdue" : ""}>{dueWords(due, now)}</span>
                  <span>{titleOf(row)}</span>
                </span>
              </button>
              <button
                type="button"
                class="plain-button"
                aria-label={`Done: ${plainText(what)}`}
                title="Done"
                onClick={() => void act(complete(row.session))}
              >
                <Check size="1.2em" aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
