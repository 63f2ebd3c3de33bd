/** Choosing the playbook to work by. Which there are for a site the server says; choosing is a command like any other. */

import type { JSX } from "preact";
import { BookOpenText } from "lucide-preact";

import type { Commanding } from "./command";

interface FitsProps {
  /** The playbooks that fit the customer's page, id and title. */
  readonly fitting: readonly (readonly [id: string, title: string])[];
  readonly command: Commanding;
}

/** What fits the customer's page, to be taken with one press. */
export function FittingPlaybooks({ fitting, command }: FitsProps): JSX.Element | null {
  if (fitting.length === 0) return null;
  return (
    <div class="prompt-fitting">
      <p>This page fits</p>
      {fitting.map(([id, title], at) => (
        <wa-button
          key={id}
          size="s"
          appearance="outlined"
          class={at === 0 ? "prompt-fit" : ""}
          onClick={() => void command.send({ do: "playbook.choose", playbook: id })}
        >
          <BookOpenText slot="start" size="1.1em" aria-hidden="true" />
          <span class="unseen">Work by </span>
          {title}
        </wa-button>
      ))}
    </div>
  );
}

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
