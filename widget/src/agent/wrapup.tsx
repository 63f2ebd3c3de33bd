/**
 * The wrap-up of a finished session: what it was, what it came to, what is left. Made for the keyboard: figures choose an
 * answer, Enter saves.
 *
 * What it begins with, and what may be saved, is the server's word. Entering is kept in wrapup_draft.ts.
 */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CalendarClock, Plus } from "lucide-preact";

import type { Cause, ConsoleInfo, HelpedBy, Solved, WrapupView } from "../shared/protocol.gen";
import { type Commanding, Refusal, useCommand } from "./command";
import type { DeskLine } from "./desk";
import { FollowUpFields } from "./follow_up";
import { KEPT_FOR_LATER, type OpenSession } from "./open_sessions";
import { change, commandFor, type Draft, draftOf, type Entered, entered, forget, placeOf } from "./wrapup_draft";
import { FaultFields } from "./wrapup_fault";
import { Record } from "./wrapup_record";

export interface WrapupProps {
  readonly session: OpenSession;
  readonly site: string;
  readonly wrapup: WrapupView;
  readonly desk: Pick<DeskLine, "faults">;
  readonly me: ConsoleInfo;
  /** Called with a sentence when the session can leave the screen. */
  readonly close: (notice: string) => void;
}

export function Wrapup(props: WrapupProps): JSX.Element | null {
  const { session, wrapup, me, close } = props;
  const [correcting, correct] = useState(false);
  const record = wrapup.record ?? null;
  const mine = wrapup.agent === me.id;
  if (record !== null && !(mine && correcting))
    return (
      <Record
        record={record}
        connection={session.connection}
        me={me}
        correct={mine ? () => correct(true) : null}
        close={() => close("")}
      />
    );
  if (!mine) return null;
  return <WrapupForm {...props} saved={() => correct(false)} />;
}

export const RESOLVED: readonly (readonly [Solved, string])[] = [
  ["yes", "Yes"],
  ["partly", "Partly"],
  ["no", "No"],
];
export const HELPED_BY: readonly (readonly [HelpedBy, string])[] = [
  ["customer", "The customer alone"],
  ["guidance", "With guidance"],
  ["agent", "I filled it in"],
];
export const CAUSES: readonly (readonly [Cause, string])[] = [
  ["use", "How they used it"],
  ["form", "The form’s design"],
  ["system", "A system fault"],
  ["equipment", "Their equipment"],
  ["other", "Something else"],
];

function WrapupForm({ session, site, wrapup, desk, me, close, saved }: WrapupProps & { saved: () => void }) {
  const command = useCommand(session.connection);
  const [missing, miss] = useState(false);
  const now = entered(draftOf(me.id, session.id).value, wrapup);
  const set = (changed: Draft): void => {
    miss(false);
    change(me.id, session.id, changed);
  };
  const save = async (leave: boolean): Promise<void> => {
    const latest = entered(draftOf(me.id, session.id).value, wrapup); // keys may be faster than drawing
    const recording = commandFor(latest);
    if (recording === null) {
      miss(true);
      focusUnanswered();
    } else if (await command.send(recording)) {
      forget(me.id, session.id);
      saved();
      if (leave) close(`Wrapped up: “${latest.task.trim()}”.`);
      else focusWrapup();
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void save(true);
  };
  return (
    <form
      id="wrapup"
      class="wrapup"
      tabIndex={-1}
      aria-labelledby="wrapup-title"
      onSubmit={submit}
      onKeyDown={(event) => pressed(event, submit)}
    >
      <h3 id="wrapup-title">Wrap up</h3>
      <wa-input
        size="s"
        label="What was the task?"
        autocomplete="off"
        maxlength={300}
        value={now.task}
        onInput={(event) => set({ task: event.currentTarget.value ?? "" })}
      />
      <Questions now={now} set={set} why={wrapup.suggested?.why ?? ""} />
      <Faults session={session} site={site} desk={desk} now={now} set={set} />
      <FollowUp me={me} site={site} now={now} set={set} />
      <Says missing={missing} command={command} />
      <div class="buttons wrapup-buttons">
        <wa-button type="submit" variant="brand" class="wrapup-save" loading={command.busy}>
          Save and close
        </wa-button>
        <wa-button appearance="outlined" onClick={() => void save(false)}>
          Save
        </wa-button>
        <wa-button appearance="plain" onClick={() => close(KEPT_FOR_LATER)}>
          Later
        </wa-button>
      </div>
    </form>
  );
}

function Says({ missing, command }: { missing: boolean; command: Commanding }) {
  return <Refusal says={missing ? "Answer each question first." : command.says} />;
}

interface PartProps {
  readonly now: Entered;
  readonly set: (changed: Draft) => void;
}

function Questions({ now, set, why }: PartProps & { why: string }) {
  return (
    <>
      <Question
        label="Was it resolved?"
        answers={RESOLVED}
        value={now.resolved}
        choose={(resolved) => set({ resolved })}
      />
      {now.resolved !== "no" && (
        <Question
          label="Who did it?"
          answers={HELPED_BY}
          value={now.helpedBy}
          choose={(helpedBy) => set({ helpedBy })}
        />
      )}
      <Question
        label="What did the difficulty come from?"
        answers={CAUSES}
        value={now.cause}
        hint={why}
        choose={(cause) => set({ cause })}
      />
    </>
  );
}

interface QuestionProps<Value extends string> {
  readonly label: string;
  readonly answers: readonly (readonly [Value, string])[];
  readonly value: Value | "";
  readonly hint?: string;
  readonly choose: (value: Value) => void;
}

function Question<Value extends string>({ label, answers, value, hint = "", choose }: QuestionProps<Value>) {
  return (
    <wa-radio-group
      class="question"
      size="s"
      orientation="horizontal"
      label={label}
      hint={hint}
      value={value}
      data-open={value === "" || undefined}
      onChange={(event) => choose(String(event.currentTarget.value) as Value)}
    >
      {answers.map(([answer, words], index) => (
        <wa-radio key={answer} value={answer} appearance="button">
          <kbd aria-hidden="true">{index + 1}</kbd> {words}
        </wa-radio>
      ))}
    </wa-radio-group>
  );
}

function Faults({ session, site, desk, now, set }: PartProps & Pick<WrapupProps, "session" | "site" | "desk">) {
  const [fresh, add] = useState(-1);
  const begin = (): void => {
    const { page = "", step = "", host = "" } = placeOf(session.id);
    const kind = now.cause === "form" || now.cause === "equipment" ? now.cause : "system";
    add(now.faults.length);
    set({ faults: [...now.faults, { what: "", kind, page, step, host, fault: "" }] });
  };
  const put = (at: number, fault: Entered["faults"][number] | null): void =>
    set({ faults: now.faults.flatMap((each, index) => (index === at ? (fault ?? []) : each)) });
  return (
    <Part title="Faults that are not mended" empty={now.faults.length === 0}>
      {now.faults.map((fault, index) => (
        <FaultFields
          key={index}
          fault={fault}
          number={index + 1}
          fresh={index === fresh}
          ask={(words) => desk.faults(site, words)}
          put={(changed) => put(index, changed)}
        />
      ))}
      {now.faults.length < 10 && (
        <wa-button size="s" appearance="outlined" class="wrapup-fault" onClick={begin}>
          <Plus slot="start" size="1.1em" aria-hidden="true" />
          {now.faults.length === 0 ? "Note a fault" : "Note another fault"}
        </wa-button>
      )}
    </Part>
  );
}

function FollowUp({ me, site, now, set }: PartProps & { me: ConsoleInfo; site: string }) {
  const [fresh, add] = useState(false);
  const begin = (): void => {
    add(true);
    set({ followUp: { what: "", owner: me.id, due: tomorrow() } });
  };
  return (
    <Part title="Still to do" empty={now.followUp === null}>
      {now.followUp === null ? (
        <wa-button size="s" appearance="outlined" class="wrapup-follow" onClick={begin}>
          <CalendarClock slot="start" size="1.1em" aria-hidden="true" />
          Add a follow-up
        </wa-button>
      ) : (
        <FollowUpFields
          entry={now.followUp}
          agents={me.sites[site]?.agents ?? {}}
          fresh={fresh}
          put={(followUp) => set({ followUp })}
        />
      )}
    </Part>
  );
}

function Part({ title, empty, children }: { title: string; empty: boolean; children: ComponentChildren }) {
  return (
    <fieldset class={empty ? "wrapup-part wrapup-empty" : "wrapup-part"}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

// --- the keyboard ------------------------------------------------------------------------------------------

/** A figure answers the question one is at, or the first that is open; Enter saves from there. */
function pressed(event: KeyboardEvent, submit: (event: Event) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isEntering(event)) return;
  const at = (event.target as Element).closest("wa-radio-group") ?? firstOpen();
  if (event.key === "Enter" && (event.target as Element).closest("wa-radio-group, form") !== null) {
    if ((event.target as Element).closest("wa-button, button") === null) submit(event);
    return;
  }
  const radio = at?.querySelectorAll("wa-radio")[Number(event.key) - 1];
  if (radio === undefined) return;
  event.preventDefault();
  radio.click();
  focusUnanswered(at);
  requestAnimationFrame(() => focusUnanswered()); // the group takes the keyboard back when it is pressed
}

function isEntering(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && /^(input|textarea|select)$/i.test(target.tagName);
}

/** The first question that is not answered; `but` has just been, and is drawn so in a moment. */
const firstOpen = (but: Element | null = null): HTMLElement | null =>
  [...document.querySelectorAll<HTMLElement>("#wrapup .question[data-open]")].find((each) => each !== but) ?? null;

/** The first question that is not answered gets the keyboard; when all are, what saves. */
function focusUnanswered(but: Element | null = null): void {
  (firstOpen(but) ?? document.querySelector<HTMLElement>("#wrapup .wrapup-save"))?.focus();
}

/** So long we wait, in ms, for a wrap-up to be fetched and drawn: its session may have to connect first. */
const PATIENCE = 5_000;

/** Gives the wrap-up the keyboard, where it goes on, as soon as it can take it and no dialog is open. */
export function focusWrapup(until = performance.now() + PATIENCE): void {
  if (!taken() && performance.now() < until) requestAnimationFrame(() => focusWrapup(until));
}

/** Whether the wrap-up is there and has taken the keyboard. */
function taken(): boolean {
  const saved = document.getElementById("wrapup-record");
  const open = document.getElementById("wrapup") ?? saved;
  if (open === null || document.querySelector("wa-dialog[open]") !== null) return false;
  if (saved !== null) saved.focus();
  else focusUnanswered();
  return open.contains(document.activeElement);
}

/** Focuses what has just been added. */
export function useFreshFocus(fresh: boolean, id: string): void {
  useEffect(() => {
    if (fresh) requestAnimationFrame(() => document.getElementById(id)?.focus());
  }, []);
}
