/**
 * Handing the customer over: to an agent who is there, to a team, or back to the head of the queue, with a note.
 *
 * It offers who the desk says is on duty; whether they may have the customer the server decides.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Command } from "../shared/protocol.gen";
import { Refusal, type Sender, useCommand } from "./command";

export interface TransferProps {
  readonly connection: Sender;
  /** Account ids and names of the other agents on duty. */
  readonly agents: Readonly<Record<string, string>>;
  readonly teams: readonly string[];
  readonly open: boolean;
  readonly close: () => void;
  /** Called with a sentence once the customer has been handed over. */
  readonly done: (notice: string) => void;
}

export function TransferDialog(props: TransferProps): JSX.Element {
  const { open, close } = props;
  return (
    <wa-dialog
      label="Hand over this customer"
      open={open}
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      {open && <TransferForm {...props} />}
    </wa-dialog>
  );
}

const QUEUE = "queue";

function TransferForm({ connection, agents, teams, close, done }: TransferProps) {
  const [to, setTo] = useState(QUEUE);
  const [note, setNote] = useState("");
  const command = useCommand(connection);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await command.send(commandFor(to, note.trim()))) done(doneWords(to, agents));
  };
  return (
    <form class="transfer" onSubmit={submit}>
      <wa-radio-group
        size="s"
        label="To whom"
        value={to}
        onChange={(event) => setTo(String(event.currentTarget.value))}
      >
        {Object.entries(agents).map(([id, name]) => (
          <wa-radio key={id} value={`agent ${id}`}>
            {name} <span class="quiet">here now</span>
          </wa-radio>
        ))}
        {teams.map((team) => (
          <wa-radio key={team} value={`team ${team}`}>
            Team {team}
          </wa-radio>
        ))}
        <wa-radio value={QUEUE}>Back to the head of the queue</wa-radio>
      </wa-radio-group>
      {to !== QUEUE && (
        <wa-textarea
          size="s"
          rows={3}
          resize="auto"
          label="Note for them"
          hint="Only agents see it. What have you tried, what is next?"
          value={note}
          onInput={(event) => setNote(event.currentTarget.value ?? "")}
        />
      )}
      <p class="quiet">The customer keeps their place at the front and is told who joins.</p>
      <Refusal says={command.says} />
      <div class="buttons">
        <wa-button type="submit" variant="brand" loading={command.busy}>
          Hand over
        </wa-button>
        <wa-button appearance="plain" onClick={close}>
          Cancel
        </wa-button>
      </div>
    </form>
  );
}

function commandFor(to: string, note: string): Command {
  const [kind, id] = split(to);
  if (kind === "agent") return { do: "session.transfer", to_agent: id, note };
  if (kind === "team") return { do: "session.transfer", to_team: id, note };
  return { do: "session.return" };
}

function doneWords(to: string, agents: Readonly<Record<string, string>>): string {
  const [kind, id] = split(to);
  if (kind === "agent") return `Handed over to ${agents[id] ?? "them"}.`;
  return kind === "team" ? `Handed over to team ${id}.` : "The customer is back at the head of the queue.";
}

function split(to: string): readonly [string, string] {
  const space = to.indexOf(" ");
  return space < 0 ? [to, ""] : [to.slice(0, space), to.slice(space + 1)];
}
