/** The end of a conversation: the question before, and what is left after it. Decides nothing itself. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { CircleCheck, CircleDashed, CircleSlash, FileText, Star } from "lucide-preact";

import { Message } from "../shared/message";
import type { Ended, EndReason, Feedback, Solved } from "../shared/protocol.gen";
import { Refusal, type Sender, useCommand } from "./command";
import { messageWords, timeOfDay } from "./words";
import { focusWrapup } from "./wrapup";

/** The session whose agent is asked whether to end it; empty: none. */
const ending = signal("");

export function askToEnd(session: string): void {
  ending.value = session;
}

export function EndDialog({ connection, session }: { connection: Sender; session: string }): JSX.Element {
  const close = (): void => askToEnd("");
  const open = ending.value === session;
  const command = useCommand(connection);
  const end = async (): Promise<void> => {
    if (!(await command.send({ do: "session.end" }))) return;
    close();
    focusWrapup(); // the button that had the keyboard goes with the conversation
  };
  return (
    <wa-dialog
      label="End this conversation?"
      open={open}
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      <p>The customer is asked whether it helped. Neither of you can write here afterwards.</p>
      <Refusal says={command.says} />
      <wa-button slot="footer" appearance="plain" onClick={close}>
        Go on helping
      </wa-button>
      <wa-button slot="footer" variant="danger" loading={command.busy} onClick={() => void end()}>
        End the conversation
      </wa-button>
    </wa-dialog>
  );
}

const REASONS: Readonly<Record<EndReason, string>> = {
  solved: "The conversation was ended as solved",
  ended: "The conversation was ended",
  left: "The customer left the queue",
  gone: "The customer did not come back",
};
const BY: Readonly<Record<string, string>> = {
  customer: " by the customer",
  agent: " by you",
  supervisor: " by a supervisor",
};

interface EndedProps {
  readonly session: string;
  readonly ended: Ended;
  readonly feedback: Feedback | null;
  /** Null where the wrap-up below has the way out. */
  readonly remove: (() => void) | null;
}

export function EndedCard({ session, ended, feedback, remove }: EndedProps): JSX.Element {
  const by = ended.reason === "ended" || ended.reason === "solved" ? (BY[ended.by] ?? "") : "";
  return (
    <div class="state ended">
      <h3>This conversation has ended</h3>
      <p>
        {REASONS[ended.reason]}
        {by} at {timeOfDay(ended.at)}.
      </p>
      <Outcome feedback={feedback} />
      <div class="buttons">
        {remove && (
          <wa-button variant="brand" onClick={() => remove()}>
            Done, remove from my sessions
          </wa-button>
        )}
        <wa-button appearance="outlined" href={`/sessions/${encodeURIComponent(session)}`}>
          <FileText slot="start" size="1.1em" aria-hidden="true" />
          Transcript
        </wa-button>
      </div>
    </div>
  );
}

const SOLVED: Readonly<Record<Solved, string>> = {
  yes: "Solved, says the customer",
  partly: "Partly solved, says the customer",
  no: "Not solved, says the customer",
};

function Outcome({ feedback }: { feedback: Feedback | null }) {
  if (feedback === null) return <p class="quiet">The customer has not said yet whether it helped.</p>;
  const Icon = { yes: CircleCheck, partly: CircleDashed, no: CircleSlash }[feedback.solved ?? "partly"];
  return (
    <div class="outcome">
      {feedback.solved !== null && (
        <p class={`solved solved-${feedback.solved}`}>
          <Icon size="1.2em" aria-hidden="true" /> {SOLVED[feedback.solved]}
        </p>
      )}
      {feedback.rating > 0 && <Rating stars={feedback.rating} />}
      {(feedback.ease ?? 0) > 0 && <p class="quiet">How easy it was to get help: {feedback.ease} of 7</p>}
      {(feedback.recommend ?? -1) >= 0 && <p class="quiet">Would tell a friend: {feedback.recommend} of 10</p>}
      {feedback.comment.length > 0 && (
        <blockquote>
          <Message parts={feedback.comment} words={messageWords} />
        </blockquote>
      )}
    </div>
  );
}

function Rating({ stars }: { stars: number }) {
  return (
    <p class="rating" role="img" aria-label={`${stars} of 5 stars`}>
      {[1, 2, 3, 4, 5].map((star) => (
        <Star key={star} size="1.2em" fill={star <= stars ? "currentColor" : "none"} aria-hidden="true" />
      ))}
    </p>
  );
}
