/**
 * What the agent saw at the moment that is shown: the console's own parts, drawn from the replayed view.
 *
 * Nothing here can be pressed that would act: there is no session behind it. It knows no player and no time but `clock`,
 * which the player sets.
 */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { EyeOff, ShieldCheck } from "lucide-preact";

import { About } from "../agent/about";
import { CheckRow } from "../agent/checks";
import { clock } from "../agent/clock";
import { Outcome, REASONS } from "../agent/outcome";
import { PromptBody, PromptHead, PromptPlaybook } from "../agent/prompt_card";
import { SharingState } from "../agent/sharing";
import { Trouble } from "../agent/trouble";
import { plainText, timeOfDay } from "../agent/words";
import type { AgentView, WrapupView } from "../shared/protocol.gen";
import { StepsView } from "../shared/steps";
import { verdictWords } from "../shared/verdict_words";

/** Where the customer was, and what the console said to the agent. */
export function Stage({ view, siteName }: { view: AgentView; siteName: string }): JSX.Element {
  const over = view.session.ended !== null;
  return (
    <>
      <header class="session-head">
        <About info={view.session} presence={null} siteName={siteName} note={view.note} />
        {!over && <ChecksThen view={view} />}
      </header>
      {!over && <Trouble trouble={view.trouble} />}
      {!over && !view.withheld && <PromptThen view={view} />}
      <div class="below-head">
        <Form view={view} />
      </div>
    </>
  );
}

function ChecksThen({ view }: { view: AgentView }) {
  const unasked = view.check_options.filter(({ id }) => !(id in view.checks));
  const checks = Object.values(view.checks);
  if (checks.length === 0 && unasked.length === 0) return null;
  return (
    <section class="checks" aria-label="ID checks">
      <ul>
        {checks.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            otherWay={view.check_options.find(({ id }) => id === check.id)?.other_way ?? ""}
          />
        ))}
        {unasked.map(({ id, title, level }) => (
          <li key={id} class="check-row">
            <ShieldCheck size="1.2em" aria-hidden="true" />
            <b>{title}</b>
            <span class="check-more">{level === "strong" ? "strong check, " : ""}not asked for</span>
          </li>
        ))}
      </ul>
      {view.account_open && <p class="check-more">They talked about the customer’s account.</p>}
    </section>
  );
}

function PromptThen({ view: { playbook, prompt } }: { view: AgentView }) {
  if (playbook.id === "") return null;
  return (
    <section id="prompt" class="prompt" aria-label="Prompt from the playbook">
      <header class="prompt-top">
        <PromptPlaybook playbook={playbook} />
      </header>
      {prompt !== null && !playbook.aside && <PromptHead prompt={prompt} />}
      {prompt !== null && !playbook.aside && <PromptBody prompt={prompt} />}
      {prompt === null && <p class="quiet">Nothing to say just then.</p>}
    </section>
  );
}

function Form({ view }: { view: AgentView }) {
  const place = useRef<HTMLDivElement>(null);
  const { lens } = view;
  useFollow(place, lens?.focus ?? "");
  if (view.session.ended !== null) return <Over view={view} />;
  if (view.withheld) return <Withheld />;
  if (lens === null || view.consent.state !== "given")
    return <SharingState consent={view.consent} ask={() => null} />;
  return (
    <div class="steps-place" ref={place}>
      <StepsView
        lens={lens}
        fields={view.fields}
        highlight={view.highlight}
        clock={clock}
        verdictWords={verdictWords}
      />
    </div>
  );
}

function Withheld() {
  return (
    <div class="state">
      <span class="state-icon" aria-hidden="true">
        <EyeOff size="2em" />
      </span>
      <h3>Their form is not shown to you</h3>
      <p>
        They shared it with their helper. The words they agreed to did not yet say that somebody else may look too. You
        see the chat, and what was done.
      </p>
    </div>
  );
}

/** Keeps the field the customer is in on screen; not where the whole page would move, as it does zoomed far. */
function useFollow(place: { readonly current: HTMLElement | null }, focus: string): void {
  useEffect(() => {
    if (focus === "" || place.current === null || place.current.contains(document.activeElement)) return;
    if (document.documentElement.scrollHeight > innerHeight) return;
    place.current.querySelector(`[data-target="${CSS.escape(focus)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [focus]);
}

function Over({ view: { session, feedback, wrapup } }: { view: AgentView }) {
  if (session.ended === null) return null;
  return (
    <div class="state ended">
      <h3>The conversation has ended</h3>
      <p>
        {REASONS[session.ended.reason]} at {timeOfDay(session.ended.at)}.
      </p>
      <Outcome feedback={feedback} />
      <WrappedUp wrapup={wrapup} />
    </div>
  );
}

function WrappedUp({ wrapup: { record } }: { wrapup: WrapupView }) {
  if (!record) return <p class="quiet">Not wrapped up yet at this moment.</p>;
  return (
    <p>
      <b>Wrapped up by {record.by}:</b> {plainText(record.task)}
    </p>
  );
}
