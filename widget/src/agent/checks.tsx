/**
 * The ID checks of a session, below the customer's head: how each stands, asking for one, and calling it off.
 *
 * An agent sees asked, passed, failed or locked, and the tries left; there is nothing else to see, here or anywhere.
 * What a check is needed for the server decides: a refused act says so, with the button that asks for the check.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ShieldCheck, Users, X } from "lucide-preact";

import type { Connection } from "../shared/connection";
import type { AgentView, Check, CheckOption } from "../shared/protocol.gen";
import { AskForOther } from "./check_acting";
import { AUTHORITIES, BY_METHOD, standing } from "./check_words";
import { clock } from "./clock";
import { type Commanding, Refusal, useCommand } from "./command";
import { plainText, timeOfDay } from "./words";

interface ChecksProps {
  readonly view: AgentView;
  readonly connection: Pick<Connection<AgentView>, "send">;
}

export function Checks({ view, connection }: ChecksProps): JSX.Element | null {
  const command = useCommand(connection);
  const [acting, setActing] = useState<CheckOption | null>(null);
  const checks = Object.values(view.checks);
  const options = view.check_options.filter(({ id }) => mayBeAsked(view.checks[id], clock.value));
  if (view.session.ended !== null || (checks.length === 0 && view.check_options.length === 0)) return null;
  return (
    <section class="checks" aria-label="ID checks">
      <ul>
        {checks.map((check) => (
          <Row key={check.id} check={check} options={view.check_options} command={command} />
        ))}
        {options.map((option) => (
          <Option key={`ask ${option.id}`} option={option} again={option.id in view.checks} command={command} act={setActing} />
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
}

function Row({ check, options, command }: RowProps) {
  const { word, tone, more } = standing(check, clock.value);
  const other = options.find(({ id }) => id === check.id)?.other_way ?? "";
  return (
    <li class="check-row">
      <ShieldCheck size="1.2em" aria-hidden="true" />
      <b>{check.title}</b>
      {check.authority !== null && <Acting check={check} />}
      <span class={`check-state prompt-${tone}`}>{word}</span>
      <span class="check-more">
        {more}
        {check.method !== null && check.state === "passed" && ` by ${BY_METHOD[check.method]}`}
        {check.state === "passed" && check.valid_until > clock.value && `, counts until ${timeOfDay(check.valid_until)}`}
      </span>
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
      {check.state === "locked" && other !== "" && <p class="check-other-way">Tell them the other way: {other}</p>}
    </li>
  );
}

function Acting({ check }: { check: Check }) {
  const whose = check.acting_for === "" ? "of the person they act for" : "of who acts";
  const reference = plainText(check.reference);
  return (
    <span class="check-more">
      {whose} ({check.authority && AUTHORITIES[check.authority]}
      {reference !== "" && `, ${reference}`})
    </span>
  );
}

interface OptionProps {
  readonly option: CheckOption;
  readonly again: boolean;
  readonly command: Commanding;
  readonly act: (option: CheckOption) => void;
}

function Option({ option, again, command, act }: OptionProps) {
  const { id, title, level } = option;
  return (
    <li class="check-row">
      {!again && <ShieldCheck size="1.2em" aria-hidden="true" />}
      {!again && <b>{title}</b>}
      {!again && <span class="check-more">{level === "strong" ? "strong check, " : ""}not asked for</span>}
      <wa-button
        size="s"
        appearance="outlined"
        class="check-ask"
        onClick={() => void command.send({ do: "check.request", check: id })}
      >
        {again ? "Ask again" : "Ask"}
        <span class="unseen"> for the check “{title}”</span>
      </wa-button>
      <wa-button size="s" appearance="plain" onClick={() => act(option)}>
        <Users slot="start" size="1.1em" aria-hidden="true" />
        They act for someone
        <span class="unseen">, in the check “{title}”</span>
      </wa-button>
    </li>
  );
}

/** Talk about the customer's own account, where a check has to be passed first. */
function AccountTalk({ view, command }: { view: AgentView; command: Commanding }) {
  if (!view.check_options.some(({ acts }) => acts.includes("account-talk"))) return null;
  if (view.account_open) return <p class="check-more">You may talk about their account.</p>;
  return (
    <wa-button size="s" appearance="plain" onClick={() => void command.send({ do: "account.open" })}>
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
  const canAsk = needed !== undefined && mayBeAsked(view.checks[needed.id], clock.value);
  const ask = (): void => void command.send({ do: "check.request", check: needed?.id ?? "" });
  return (
    <Refusal says={command.says} calm={command.code === "check_needed"}>
      {canAsk && (
        <wa-button size="s" appearance="outlined" class="gate-ask" onClick={ask}>
          <ShieldCheck slot="start" size="1.1em" aria-hidden="true" />
          Ask for the check
        </wa-button>
      )}
    </Refusal>
  );
}

/** The check that a refusal names, in the server's words: “its title”. */
function neededBy({ check_options }: AgentView, says: string): CheckOption | undefined {
  return check_options.find(({ title }) => says.includes(`“${title}”`));
}
