/**
 * Pointing at a field or step with words: a small popover at the pressed button.
 *
 * It sends what to show and to whom it belongs is the customer's page's affair; nothing here acts on that page.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Pointer } from "lucide-preact";

import type { AgentView } from "../shared/protocol.gen";
import { GateRefusal } from "./checks";
import { type Sender, useCommand } from "./command";

export interface Pointing {
  readonly target: string;
  readonly name: string;
  readonly button: HTMLElement;
}

interface PointProps {
  readonly pointing: Pointing | null;
  readonly connection: Sender;
  readonly view: AgentView;
  readonly close: () => void;
}

export function PointPopover({ pointing, connection, view, close }: PointProps): JSX.Element {
  const popover = useRef<HTMLElementTagNameMap["wa-popover"]>(null);
  useEffect(() => {
    if (popover.current === null) return;
    if (pointing !== null) popover.current.anchor = pointing.button;
    popover.current.open = pointing !== null;
  }, [pointing]);
  return (
    <wa-popover
      ref={popover}
      class="point"
      placement="bottom-end"
      distance={4}
      onwa-after-show={() => requestAnimationFrame(() => popover.current?.querySelector("wa-input")?.focus())}
      onwa-after-hide={(event) => event.target === popover.current && close()}
    >
      {pointing !== null && (
        <PointForm key={pointing.target} pointing={pointing} connection={connection} view={view} close={close} />
      )}
    </wa-popover>
  );
}

function PointForm({
  pointing,
  connection,
  view,
  close,
}: {
  pointing: Pointing;
  connection: Sender;
  view: AgentView;
  close: () => void;
}) {
  const [words, setWords] = useState("");
  const command = useCommand(connection);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await command.send({ do: "highlight.show", target: pointing.target, words: words.trim() }))) return;
    remember(words.trim());
    close();
    pointing.button.focus();
  };
  return (
    <form class="point-form" onSubmit={submit}>
      <wa-input
        size="s"
        label={`Point at “${pointing.name}”`}
        hint="They see it ringed on their page, with your words."
        placeholder="Words, if you like"
        autocomplete="off"
        enterkeyhint="send"
        maxlength={300}
        value={words}
        onInput={(event) => setWords(event.currentTarget.value ?? "")}
      />
      <Suggestions use={setWords} />
      <GateRefusal command={command} view={view} />
      <div class="buttons">
        <wa-button type="submit" size="s" variant="brand" loading={command.busy}>
          <Pointer slot="start" size="1.1em" aria-hidden="true" />
          Point
        </wa-button>
        <wa-button size="s" appearance="plain" data-popover="close">
          Cancel
        </wa-button>
      </div>
    </form>
  );
}

function Suggestions({ use }: { use: (words: string) => void }) {
  const last = remembered();
  if (last.length === 0) return null;
  return (
    <div class="suggestions" role="group" aria-label="Used last">
      {last.map((words) => (
        <button type="button" key={words} class="suggestion" onClick={() => use(words)}>
          {words}
        </button>
      ))}
    </div>
  );
}

/** The words used last are kept for this tab only: they may be about a customer. */
const KEPT = "alongside.point";
const KEEP = 4;

function remembered(): readonly string[] {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as string[];
}

function remember(words: string): void {
  if (words === "") return;
  const others = remembered().filter((other) => other !== words);
  sessionStorage.setItem(KEPT, JSON.stringify([words, ...others].slice(0, KEEP)));
}
