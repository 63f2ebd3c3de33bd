/**
 * Giving a command from a screen: sends it, and shows a refusal beside what was pressed.
 *
 * It knows no particular command.
 */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { CircleAlert, Info } from "lucide-preact";

import type { Connection } from "../shared/connection";
import { withoutSecrets } from "../shared/outgoing";
import type { AgentView, Command } from "../shared/protocol.gen";

export interface Commanding {
  readonly busy: boolean;
  /** Why the last command was refused, or nothing. */
  readonly says: string;
  /** The refusal's code, for what can be offered in its place. */
  readonly code: string;
  /** True when the command was accepted. */
  send(command: Command): Promise<boolean>;
  forget(): void;
}

export type Sender = Pick<Connection<AgentView>, "send">;

const NOTHING = { says: "", code: "" };

export function useCommand(connection: Sender): Commanding {
  const [busy, setBusy] = useState(false);
  const [{ says, code }, setRefused] = useState(NOTHING);
  const send = async (command: Command): Promise<boolean> => {
    setBusy(true);
    setRefused(NOTHING);
    const answer = await connection.send(withoutSecrets(command));
    setBusy(false);
    if (!answer.ok) setRefused({ says: answer.says || "That did not work. Try again.", code: answer.code ?? "" });
    return answer.ok;
  };
  return { busy, says, code, send, forget: () => setRefused(NOTHING) };
}

interface RefusalProps {
  readonly says: string;
  /** Nothing went wrong, it only came differently (a colleague was faster, say). */
  readonly calm?: boolean;
  /** What can be done instead. */
  readonly children?: ComponentChildren;
}

export function Refusal({ says, calm = false, children }: RefusalProps): JSX.Element {
  const Icon = calm ? Info : CircleAlert;
  return (
    <div role="alert">
      {says !== "" && (
        <wa-callout variant={calm ? "neutral" : "danger"} size="s" class="refusal">
          <Icon slot="icon" size="1.25em" aria-hidden="true" />
          {says}
          {children}
        </wa-callout>
      )}
    </div>
  );
}
