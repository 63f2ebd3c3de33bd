/**
 * Service updates: what changed in the playbooks, until this agent acknowledges it. A small, calm list with a count.
 *
 * The server remembers per account what was acknowledged, so that a reload or another computer shows the same.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Check } from "lucide-preact";

import type { ServiceUpdate } from "../shared/protocol.gen";

export function Updates(): JSX.Element | null {
  const [updates, setUpdates] = useState<readonly ServiceUpdate[]>([]);
  const [says, setSays] = useState("");
  const heading = useRef<HTMLElement>(null);
  useEffect(() => {
    const look = (): void => void (document.hidden || fetchUpdates().then(setUpdates));
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  const books = [...new Set(updates.map(({ playbook }) => playbook))];
  const acknowledge = async (playbook: string): Promise<void> => {
    if (!(await acknowledged(playbook))) {
      setSays("That could not be kept. Try again.");
      return;
    }
    const left = updates.filter((each) => each.playbook !== playbook);
    setUpdates(left);
    setSays(left.length === 0 ? "All updates are read" : `${left.length} left`);
    if (left.length > 0) heading.current?.focus();
  };
  return (
    <>
      <p role="status" class="unseen">
        {says}
      </p>
      {updates.length > 0 && (
        <section class="updates" aria-labelledby="updates-title">
        <details>
          <summary ref={heading}>
            <h2 id="updates-title" class="rail-title">
              What is new
            </h2> <span class="count">{updates.length}</span>
          </summary>
          <ul>
            {books.map((playbook, at) => (
              <Book
                key={playbook}
                updates={updates.filter((each) => each.playbook === playbook)}
                first={at === 0}
                acknowledge={() => void acknowledge(playbook)}
              />
            ))}
          </ul>
        </details>
        </section>
      )}
    </>
  );
}

/** By key: first opens the list, then puts away what stands first in it. */
export function readUpdate(): void {
  const list = document.querySelector<HTMLDetailsElement>(".updates details");
  if (list === null) return;
  if (list.open) list.querySelector<HTMLElement>(".updates-read")?.click();
  else {
    list.open = true;
    list.querySelector("summary")?.focus();
  }
}

interface BookProps {
  readonly updates: readonly ServiceUpdate[];
  readonly first: boolean;
  readonly acknowledge: () => void;
}

function Book({ updates, first, acknowledge }: BookProps) {
  const title = updates[0]?.title ?? "";
  return (
    <li>
      <p class="updates-book">{title}</p>
      {updates.map(({ version, note }) => (
        <p key={version} class="updates-note">
          <span class="updates-version">{version}</span> {note}
        </p>
      ))}
      <wa-button size="s" appearance="outlined" class={first ? "updates-read" : ""} onClick={acknowledge}>
        <Check slot="start" size="1.1em" aria-hidden="true" />
        Got it<span class="unseen">: {title}</span>
      </wa-button>
    </li>
  );
}

/** What is not acknowledged; nothing where the server cannot say, for it is no trouble of the agent's. */
async function fetchUpdates(): Promise<readonly ServiceUpdate[]> {
  try {
    const answer = await fetch("/console/updates.json");
    return answer.ok ? ((await answer.json()) as readonly ServiceUpdate[]) : [];
  } catch {
    return [];
  }
}

async function acknowledged(playbook: string): Promise<boolean> {
  try {
    return (await fetch(`/console/updates/${encodeURIComponent(playbook)}.json`, { method: "POST" })).ok;
  } catch {
    return false;
  }
}
