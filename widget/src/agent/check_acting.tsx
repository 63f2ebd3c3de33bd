/** Asking for a check where somebody acts for somebody else: by what right, and the paper's reference. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Authority, CheckOption } from "../shared/protocol.gen";
import { AUTHORITIES } from "./check_words";
import { Refusal, type Sender, useCommand } from "./command";

interface ActingProps {
  readonly option: CheckOption | null;
  readonly connection: Sender;
  readonly close: () => void;
}

export function AskForOther({ option, connection, close }: ActingProps): JSX.Element {
  return (
    <wa-dialog
      label="They act for someone else"
      open={option !== null}
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      {option !== null && <ActingForm option={option} connection={connection} close={close} />}
    </wa-dialog>
  );
}

function ActingForm({ option, connection, close }: ActingProps & { option: CheckOption }) {
  const [authority, setAuthority] = useState<Authority>("power-of-attorney");
  const [reference, setReference] = useState("");
  const command = useCommand(connection);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await command.send({ do: "check.request", check: option.id, authority, reference: reference.trim() })) close();
  };
  return (
    <form class="transfer" onSubmit={submit}>
      <p class="quiet">Two checks are asked for: of the person they act for, and of themselves. Both have to be passed.</p>
      <wa-radio-group
        size="s"
        label="By what right"
        value={authority}
        onChange={(event) => setAuthority(event.currentTarget.value as Authority)}
      >
        {Object.entries(AUTHORITIES).map(([id, words]) => (
          <wa-radio key={id} value={id}>
            {words.charAt(0).toUpperCase() + words.slice(1)}
          </wa-radio>
        ))}
      </wa-radio-group>
      <wa-input
        size="s"
        label="Reference"
        hint="Of the paper that says so, if there is one. No names."
        autocomplete="off"
        maxlength={200}
        value={reference}
        onInput={(event) => setReference(event.currentTarget.value ?? "")}
      />
      <Refusal says={command.says} />
      <div class="buttons">
        <wa-button type="submit" variant="brand" loading={command.busy}>
          Ask for both checks
        </wa-button>
        <wa-button appearance="plain" onClick={close}>
          Cancel
        </wa-button>
      </div>
    </form>
  );
}
