/**
 * The ID checks of a session, below the customer's head: how each stands, asking for one, and calling it off.
 *
 * An agent sees asked, passed, failed or locked, and the tries left; there is nothing else to see, here or anywhere.
 * What a check is needed for the server decides: a refused act says so, with the button that asks for the check.
 */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { ShieldCheck, Users, X } from "lucide-preact";

import type { Connection } from "../shared/connection";
import type { AgentView, Check, CheckOption } from "../shared/protocol.gen";
import { AskForOther } from "./check_acting";
import { AUTHORITIES, standing } from "./check_words";
import { clock } from "./clock";
import { type Commanding, Refusal, useCommand } from "./command";
import { BY_METHOD, plainText, timeOfDay } from "./words";

interface ChecksProps {
  readonly view: AgentView;
  readonly connection: Pick<Connection<AgentView>, "send">;
}

export function Checks({ view, connection }: ChecksProps): JSX.Element | null {
  const command = useCommand(connection);
  const [acting, setActing] = useState<CheckOption | null>(null);
  const checks = Object.values(view.checks);
  const unasked = view.check_options.filter(({ id }) => !(id in view.checks));
  if (view.session.ended !== null || (checks.length === 0 && view.check_options.length === 0)) return null;
  return (
    <section class="checks" aria-label="ID checks">
      <ul>
        {checks.map((check) => (
          <Row key={check.id} check={check} options={view.check_options} command={command} act={setActing} />
        ))}
        {unasked.map((option) => (
          <li key={option.id} class="check-row">
            <ShieldCheck size="1.2em" aria-hidden="true" />
            <b>{option.title}</b>
            <span class="check-more">{option.level === "strong" ? "strong check, " : ""}not asked for</span>
            <AskButtons option={option} word="Ask" command={command} act={setActing} />
          </li>
        ))}
      </ul>
      <AccountTalk view={view} command={command} />
      <GateRefusal command={command} view={view} />
      <AskForOther option={acting} connection={connection} close={() => setActing(null)} />
    </section>
  );
}

/** Whether it can be asked for: it never was, or is over without having locked. */
function mayBeAsked(check: Check | undefined, now: number): boolean {
  if (check === undefined) return true;
  if (check.state === "passed") return check.valid_until <= now;
  return check.state === "cancelled" || check.state === "expired";
}

const isUnderWay = ({ state }: Check): boolean => ["asked", "answering", "failed"].includes(state);

interface RowProps {
  readonly check: Check;
  readonly options: readonly CheckOption[];
  readonly command: Commanding;
  readonly act: (option: CheckOption) => void;
}

function Row({ check, options, command, act }: RowProps) {
  const option = options.find(({ id }) => id === check.id);
  return (
    <CheckRow check={check} otherWay={option?.other_way ?? ""}>
      {isUnderWay(check) && (
        <wa-button
          size="s"
          appearance="plain"
          onClick={() => void command.send({ do: "check.cancel", check: check.id })}
        >
          <X slot="start" size="1.1em" aria-hidden="true" />
          Call off<span class="unseen"> the check “{check.title}”</span>
        </wa-button>
      )}
      {option && mayBeAsked(check, clock.value) && (
        <AskButtons option={option} word="Ask again" command={command} act={act} />
      )}
    </CheckRow>
  );
}

interface CheckRowProps {
  readonly check: Check;
  readonly otherWay: string;
  /** What can be done about it; nothing in a replay. */
  readonly children?: ComponentChildren;
}

/** How a check stands. It only shows. */
export function CheckRow({ check, otherWay, children }: CheckRowProps): JSX.Element {
  const { word, tone, more } = standing(check, clock.value);
  return (
    <li class="check-row">
      <ShieldCheck size="1.2em" aria-hidden="true" />
      <b>{check.title}</b>
      {check.authority !== null && <span>{check.acting_for === "" ? "· person they act for" : "· customer"}</span>}
      <span class={`check-state prompt-${tone}`}>{word}</span>
      <span class="check-more">
        {more}
        {check.method !== null && check.state === "passed" && ` by ${BY_METHOD[check.method]}`}
        {check.state === "passed" && check.valid_until > clock.value && `, counts until ${timeOfDay(check.valid_until)}`}
      </span>
      {children}
      {right(check) !== "" && <p class="check-below">They act by: {right(check)}</p>}
      {check.state === "locked" && otherWay !== "" && <p class="check-below">Tell them the other way: {otherWay}</p>}
    </li>
  );
}

/** By what right somebody acts for the customer; said once, with the check of the person acted for. */
function right(check: Check): string {
  if (check.authority === null || check.acting_for !== "") return "";
  return [AUTHORITIES[check.authority], plainText(check.reference)].filter(Boolean).join(", ");
}

interface AskProps {
  readonly option: CheckOption;
  readonly word: string;
  readonly command: Commanding;
  readonly act: (option: CheckOption) => void;
}

function AskButtons({ option, word, command, act }: AskProps) {
  const { id, title } = option;
  return (
    <>
      <wa-button
        size="s"
        appearance="outlined"
        class="check-ask"
        onClick={() => void command.send({ do: "check.request", check: id })}
      >
        {word}
        <span class="unseen"> for the check “{title}”</span>
      </wa-button>
      <wa-button size="s" appearance="plain" title="They act for someone else: ask for both" onClick={() => act(option)}>
        <Users size="1.2em" aria-hidden="true" />
        <span class="unseen">They act for someone: ask both for the check “{title}”</span>
      </wa-button>
    </>
  );
}

/** Talk about the customer's own account, where a check has to be passed first. */
function AccountTalk({ view, command }: { view: AgentView; command: Commanding }) {
  if (!view.check_options.some(({ acts }) => acts.includes("account-talk"))) return null;
  if (view.account_open) return <p class="check-more">You may talk about their account.</p>;
  return (
    <wa-button size="s" appearance="outlined" onClick={() => void command.send({ do: "account.open" })}>
      Talk about their account
    </wa-button>
  );
}

interface GateProps {
  readonly command: Commanding;
  readonly view: AgentView;
}

/** A refusal in its place; where a check has to be passed first, with the button that asks for it. */
export function GateRefusal({ command, view }: GateProps): JSX.Element {
  const needed = command.code === "check_needed" ? neededBy(view, command.says) : undefined;
  const asked = needed && view.checks[needed.id];
  const canAsk = needed !== undefined && mayBeAsked(asked, clock.value);
  const isMet = needed !== undefined && isPassed(view, needed.id, clock.value);
  const ask = (): void => void command.send({ do: "check.request", check: needed?.id ?? "" });
  return (
    <Refusal says={isMet ? "" : command.says} calm={command.code === "check_needed"}>
      {canAsk && (
        <wa-button size="s" appearance="outlined" class="gate-ask" onClick={ask}>
          <ShieldCheck slot="start" size="1.1em" aria-hidden="true" />
          Ask for the check
        </wa-button>
      )}
    </Refusal>
  );
}

/** Whether it counts now; where somebody acts for somebody else, only once both are known. */
function isPassed({ checks }: AgentView, id: string, now: number): boolean {
  const counts = (check: Check | undefined): boolean => check?.state === "passed" && check.valid_until > now;
  const linked = Object.values(checks).filter(({ acting_for }) => acting_for === id);
  return counts(checks[id]) && (checks[id]?.authority === null || linked.some(counts));
}

/** The check that a refusal names, in the server's words: “its title”. */
function neededBy({ check_options }: AgentView, says: string): CheckOption | undefined {
  return check_options.find(({ title }) => says.includes(`“${title}”`));
}
