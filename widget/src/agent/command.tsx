/**
 * Giving a command from a screen: sends it, and shows a refusal beside what was pressed.
 *
 * It knows no particular command.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CircleAlert, Info } from "lucide-preact";

import type { Connection } from "../shared/connection";
import { withoutSecrets } from "../shared/outgoing";
import type { AgentView, Command } from "../shared/protocol.gen";

export interface Commanding {
  readonly busy: boolean;
  /** Why the last command was refused, or nothing. */
  readonly says: string;
  /** True when the command was accepted. */
  send(command: Command): Promise<boolean>;
  forget(): void;
}

export type Sender = Pick<Connection<AgentView>, "send">;

export function useCommand(connection: Sender): Commanding {
  const [busy, setBusy] = useState(false);
  const [says, setSays] = useState("");
  const send = async (command: Command): Promise<boolean> => {
    setBusy(true);
    setSays("");
    const answer = await connection.send(withoutSecrets(command));
    setBusy(false);
    setSays(answer.ok ? "" : answer.says || "That did not work. Try again.");
    return answer.ok;
  };
  return { busy, says, send, forget: () => setSays("") };
}

/** `calm`: nothing went wrong, it only came differently (a colleague was faster, say). */
export function Refusal({ says, calm = false }: { says: string; calm?: boolean }): JSX.Element {
  const Icon = calm ? Info : CircleAlert;
  return (
    <div role="alert">
      {says !== "" && (
        <wa-callout variant={calm ? "neutral" : "danger"} size="s" class="refusal">
          <Icon slot="icon" size="1.25em" aria-hidden="true" />
          {says}
        </wa-callout>
      )}
    </div>
  );
}
