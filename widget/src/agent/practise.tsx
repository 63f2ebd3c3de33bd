/**
 * Practising: choosing a customer whom the server plays, from the scripts or from a finished session, and beginning. From
 * then on it is a session like any other, and marked as practice wherever it stands.
 */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { GraduationCap } from "lucide-preact";

import type { ConsoleInfo, PracticeScript } from "../shared/protocol.gen";
import { Refusal } from "./command";
import type { Practise } from "./desk";
import { FAMILIARITY } from "./words";

/** The finished session to practise with, as the address names it; empty: none. */
export const recorded = signal(new URLSearchParams(location.search).get("practise") ?? "");

interface PractiseProps {
  readonly me: ConsoleInfo;
  readonly live: boolean;
  /** Resolves with a refusal's sentence, or nothing. */
  readonly practise: (wanted: Practise) => Promise<string>;
}

/** The way in, at the end of the left column, where it is in nobody's way. */
export function PractiseRail({ me, live, practise }: PractiseProps): JSX.Element | null {
  const [open, setOpen] = useState(recorded.value !== "");
  const scripts = choices(me);
  if (scripts.length === 0 && recorded.value === "") return null;
  const close = (): void => {
    setOpen(false);
    forgetRecorded();
  };
  return (
    <section class="practise-rail" aria-labelledby="practise-title">
      <h2 id="practise-title" class="rail-title">
        Practise
      </h2>
      <wa-button size="s" appearance="outlined" class="wide" disabled={!live} onClick={() => setOpen(true)}>
        <GraduationCap slot="start" size="1.2em" aria-hidden="true" />
        Choose a customer<span class="unseen"> to practise with</span>
      </wa-button>
      <wa-dialog
        class="practise"
        label="Practise"
        open={open}
        onwa-after-hide={(event) => event.target === event.currentTarget && close()}
      >
        {open && <PractiseForm me={me} scripts={scripts} practise={practise} close={close} />}
      </wa-dialog>
    </section>
  );
}

interface FormProps extends Omit<PractiseProps, "live"> {
  readonly scripts: readonly Choice[];
  readonly close: () => void;
}

function PractiseForm({ me, scripts, practise, close }: FormProps) {
  const fromSession = recorded.value !== "";
  const [chosen, setChosen] = useState(scripts[0]?.key ?? "");
  const [playbook, setPlaybook] = useState("");
  const [busy, setBusy] = useState(false);
  const [says, setSays] = useState("");
  const choice = scripts.find(({ key }) => key === chosen);
  const books = choice === undefined ? {} : (me.sites[choice.site]?.playbooks ?? {});
  const book = choice?.script.playbook || playbook || (Object.keys(books)[0] ?? "");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const wanted = fromSession
      ? { recorded: recorded.value }
      : { site: choice?.site ?? "", script: choice?.script.id ?? "", playbook: book };
    const refused = await practise(wanted);
    setBusy(false);
    setSays(refused);
    if (refused === "") close();
  };
  return (
    <form class="practise-form" onSubmit={submit}>
      <p class="quiet">
        {fromSession
          ? "The customer of that session writes and fills in the form once more, as they did then. They wait for you to speak, and to ask to see their steps."
          : "The customer is played by the server. No real person is there, nobody else sees them, and nothing counts."}
      </p>
      {!fromSession && (
        <>
          <wa-radio-group
            size="s"
            label="With whom?"
            value={chosen}
            onChange={(event) => setChosen(String(event.currentTarget.value))}
          >
            {scripts.map((each) => (
              <wa-radio key={each.key} value={each.key}>
                <Described choice={each} me={me} />
              </wa-radio>
            ))}
          </wa-radio-group>
          {choice?.script.playbook === "" && (
            <wa-select
              size="s"
              label="By which playbook?"
              value={book}
              onChange={(event) => setPlaybook(String(event.currentTarget.value))}
            >
              {Object.entries(books).map(([id, title]) => (
                <wa-option key={id} value={id}>
                  {title}
                </wa-option>
              ))}
            </wa-select>
          )}
        </>
      )}
      <Refusal says={says} />
      <div class="buttons">
        <wa-button type="submit" variant="brand" loading={busy} disabled={!fromSession && choice === undefined}>
          Start to practise
        </wa-button>
        <wa-button appearance="plain" data-dialog="close">
          Cancel
        </wa-button>
      </div>
    </form>
  );
}

function Described({ choice, me }: { choice: Choice; me: ConsoleInfo }) {
  const { script, site } = choice;
  return (
    <span class="practise-choice">
      <b>{script.title}</b>
      <span class="practise-about">{script.about}</span>
      <span class="practise-about">
        <span class={`familiarity familiarity-${script.familiarity}`}>{FAMILIARITY[script.familiarity]}</span>
        {Object.keys(me.sites).length > 1 && ` ${me.sites[site]?.name ?? site}`}
      </span>
    </span>
  );
}

interface Choice {
  readonly key: string;
  readonly site: string;
  readonly script: PracticeScript;
}

function choices(me: ConsoleInfo): readonly Choice[] {
  return Object.entries(me.sites).flatMap(([site, { scripts }]) =>
    scripts.map((script) => ({ key: `${site} ${script.id}`, site, script })),
  );
}

/** Else a reload of the page would ask once more. */
function forgetRecorded(): void {
  if (recorded.value === "") return;
  recorded.value = "";
  history.replaceState(null, "", `${location.pathname}${location.hash}`);
}

/** The mark of practice, wherever such a session stands. */
export function PracticeMark(): JSX.Element {
  return (
    <span class="practice-mark">
      <GraduationCap size="1.1em" aria-hidden="true" /> Practice
    </span>
  );
}
