/**
 * One session's middle: who the customer is, and their steps, or what stands in their place; what an agent may do there.
 *
 * What is drawn of a view stands in About, StepsView and chat's Conversation, which know no connection: a replay draws
 * them from records. Here they meet the live one.
 */

import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ArrowRightLeft, PhoneOff } from "lucide-preact";

import type { ConnectionState } from "../shared/connection";
import { StepsView } from "../shared/steps";
import type { AgentView, ConsoleInfo } from "../shared/protocol.gen";
import { verdictWords } from "../shared/verdict_words";
import { About } from "./about";
import { Checks, GateRefusal } from "./checks";
import { clock } from "./clock";
import { useCommand } from "./command";
import type { DeskLine } from "./desk";
import { askToEnd, EndDialog, EndedCard } from "./ending";
import { useLostFocus } from "./lost_focus";
import type { OpenSession, OpenSessions } from "./open_sessions";
import { type Pointing, PointPopover } from "./point";
import { PromptPanel } from "./prompt";
import { Sharing } from "./sharing";
import { TransferDialog } from "./transfer";
import { Trouble } from "./trouble";
import { Wrapup } from "./wrapup";

interface SessionProps {
  readonly session: OpenSession;
  readonly sessions: Pick<OpenSessions, "release">;
  readonly desk: Pick<DeskLine, "present" | "teams" | "faults">;
  readonly me: ConsoleInfo;
}

export function Session({ session, sessions, desk, me }: SessionProps): JSX.Element {
  const { connection } = session;
  const view = connection.view.value;
  const state = connection.state.value;
  if (state === "refused")
    return <Refused says={connection.says.value} close={() => sessions.release(session.id)} />;
  if (view === null) return <p class="state">Opening the conversation…</p>;
  return (
    <>
      <ConnectionBanner state={state} />
      <SessionHead view={view} session={session} sessions={sessions} desk={desk} me={me} />
      {view.session.ended === null && <Trouble trouble={view.trouble} />}
      <PromptPanel
        view={view}
        session={session}
        playbooks={me.sites[view.session.site]?.playbooks ?? {}}
      />
      <div class="below-head">
        <Steps view={view} session={session} sessions={sessions} desk={desk} me={me} />
      </div>
    </>
  );
}

function Refused({ says, close }: { says: string; close: () => void }) {
  const heading = useLostFocus<HTMLHeadingElement>();
  return (
    <div class="state" role="alert">
      <h3 ref={heading} tabIndex={-1}>This conversation is not open to you any more</h3>
      <p>{says}</p>
      <wa-button appearance="outlined" onClick={close}>
        Remove it from my sessions
      </wa-button>
    </div>
  );
}

const BANNERS: Readonly<Partial<Record<ConnectionState, string>>> = {
  connecting: "Connecting…",
  waiting: "Reconnecting… Nothing is lost; what you write is sent when the connection is back.",
  unsaved: "The server cannot save just now. What you do is kept and sent again.",
};

export function ConnectionBanner({ state }: { state: ConnectionState }): JSX.Element {
  const words = BANNERS[state];
  return (
    <div role="status" class="banner-place">
      {words !== undefined && (
        <p class="banner">
          <wa-spinner /> {words}
        </p>
      )}
    </div>
  );
}

function SessionHead({ view, session, sessions, desk, me }: SessionProps & { view: AgentView }) {
  const [dialog, setDialog] = useState<"" | "transfer">("");
  const close = useCallback(() => setDialog(""), []);
  const { [me.id]: _, ...others } = desk.present.value;
  const over = view.session.ended !== null;
  const live = session.connection.state.value === "live"; // else nobody knows where the customer is
  return (
    <>
      <header class="session-head">
        <About
          info={view.session}
          presence={live ? session.connection.presence.value : null}
          siteName={me.sites[view.session.site]?.name ?? view.session.site}
          note={view.note}
        />
        <Checks view={view} connection={session.connection} />
        {!over && (
          <div class="buttons session-actions">
            {!view.session.practice && (
              <wa-button size="s" appearance="outlined" onClick={() => setDialog("transfer")}>
                <ArrowRightLeft slot="start" size="1.1em" aria-hidden="true" />
                Hand over
              </wa-button>
            )}
            <wa-button size="s" appearance="outlined" variant="danger" onClick={() => askToEnd(session.id)}>
              <PhoneOff slot="start" size="1.1em" aria-hidden="true" />
              End
            </wa-button>
          </div>
        )}
      </header>
      <TransferDialog
        connection={session.connection}
        agents={others}
        teams={desk.teams.value}
        open={dialog === "transfer"}
        close={close}
        done={(notice) => sessions.release(session.id, notice)}
      />
      <EndDialog connection={session.connection} session={session.id} />
    </>
  );
}

function Steps({ view, session, sessions, desk, me }: SessionProps & { view: AgentView }) {
  const [pointing, setPointing] = useState<Pointing | null>(null);
  const command = useCommand(session.connection);
  const place = useRef<HTMLDivElement>(null);
  const point = useCallback(
    (target: string, name: string, button: HTMLElement) => setPointing({ target, name, button }),
    [],
  );
  const clear = useCallback(
    (highlight: string) => void command.send({ do: "highlight.clear", highlight }),
    [session],
  );
  const close = useCallback(() => setPointing(null), []);
  const { lens } = view;
  useFollow(place, lens?.focus ?? "", pointing === null);
  if (view.session.ended !== null) {
    const remove = (notice = ""): void => sessions.release(session.id, notice);
    const wrapup = view.wrapup;
    const open = wrapup.record !== undefined && wrapup.record !== null;
    return (
      <div class="over">
        <EndedCard
          session={session.id}
          ended={view.session.ended}
          feedback={view.feedback}
          remove={open || wrapup.agent === me.id ? null : remove}
        />
        <Wrapup session={session} site={view.session.site} wrapup={wrapup} desk={desk} me={me} close={remove} />
      </div>
    );
  }
  if (lens === null || view.consent.state !== "given")
    return <Sharing consent={view.consent} connection={session.connection} />;
  return (
    <div class="steps-place" ref={place}>
      <GateRefusal command={command} view={view} />
      <StepsView
        lens={lens}
        fields={view.fields}
        highlight={view.highlight}
        onPoint={point}
        onClear={clear}
        clock={clock}
        verdictWords={verdictWords}
      />
      <PointPopover pointing={pointing} connection={session.connection} view={view} close={close} />
    </div>
  );
}

/** Keeps the field the customer is in on screen, unless the agent is busy among the steps. */
function useFollow(place: { readonly current: HTMLElement | null }, focus: string, free: boolean): void {
  useEffect(() => {
    if (focus === "" || !free || place.current === null || place.current.contains(document.activeElement))
      return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const row = place.current.querySelector(`[data-target="${CSS.escape(focus)}"]`);
    row?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }, [focus]);
}
