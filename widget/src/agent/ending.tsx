/** The end of a conversation: the question before, and what is left after it. Decides nothing itself. */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { FileText } from "lucide-preact";

import type { Ended, Feedback } from "../shared/protocol.gen";
import { Refusal, type Sender, useCommand } from "./command";
import { Outcome, REASONS } from "./outcome";
import { timeOfDay } from "./words";
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
