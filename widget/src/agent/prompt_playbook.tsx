/** Choosing the playbook to work by. Which there are for a site the server says; choosing is a command like any other. */

import type { JSX } from "preact";
import { BookOpenText } from "lucide-preact";

import type { Commanding } from "./command";

interface ChooseProps {
  readonly playbooks: Readonly<Record<string, string>>;
  readonly command: Commanding;
}

/** One quiet line, while there is none. */
export function ChoosePlaybook({ playbooks, command }: ChooseProps): JSX.Element {
  const chosen = (event: CustomEvent): void => {
    const { item } = event.detail as { item: { value: string } };
    void command.send({ do: "playbook.choose", playbook: item.value });
  };
  return (
    <div class="prompt-choose">
      <p class="prompt-playbook">
        <BookOpenText size="1.1em" aria-hidden="true" />
        Work by a playbook
      </p>
      <wa-dropdown placement="bottom-start" onwa-select={chosen}>
        <wa-button slot="trigger" size="s" appearance="outlined" class="prompt-choose-button" loading={command.busy} withCaret>
          Choose<span class="unseen"> a playbook</span>
        </wa-button>
        {Object.entries(playbooks).map(([id, title]) => (
          <wa-dropdown-item key={id} value={id}>
            {title}
          </wa-dropdown-item>
        ))}
      </wa-dropdown>
    </div>
  );
}
