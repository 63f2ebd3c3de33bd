/**
 * The prompt panel above the steps: the playbook's words for this moment, and what the agent does with them.
 *
 * Which prompt is due the server decides, it is part of the view. Here the drawn card meets the live session.
 */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ChevronDown, ChevronUp } from "lucide-preact";

import type { AgentView, Prompt, UsePrompt } from "../shared/protocol.gen";
import { asText, fromText } from "./card";
import { GateRefusal } from "./checks";
import { type Commanding, Refusal, useCommand } from "./command";
import type { OpenSession } from "./open_sessions";
import { askToEnd } from "./ending";
import { focusOn } from "./places";
import { PromptBody, PromptHead, PromptPlaybook, type PromptUses } from "./prompt_card";
import { ofForm, stepAfter } from "./prompt_kinds";
import { ChoosePlaybook, FittingPlaybooks } from "./prompt_playbook";
import { useSteady } from "./prompt_press";
import { Steering } from "./prompt_steering";

/** Folded to its head, to give the steps more room; kept for this browser. */
const FOLDED = "alongside.prompt.folded";
const folded = signal(localStorage.getItem(FOLDED) === "yes");

function fold(): void {
  folded.value = !folded.value;
  localStorage.setItem(FOLDED, folded.value ? "yes" : "no");
}

interface PanelProps {
  readonly view: AgentView;
  readonly session: OpenSession;
  /** The playbooks for this customer's site, id to title. */
  readonly playbooks: Readonly<Record<string, string>>;
}

export function PromptPanel({ view, session, playbooks }: PanelProps): JSX.Element | null {
  const command = useCommand(session.connection);
  const { playbook } = view;
  const place = useRef<HTMLElement>(null);
  const prompt = useSteady(view.prompt, place);
  const use = useUses({ ...view, prompt }, session, command);
  useEffect(() => place.current?.scrollTo({ top: 0 }), [prompt?.key]); // the new words come first
  if (view.session.ended !== null) return null;
  const fitting = fittingHere(view, playbooks);
  if (playbook.id === "") {
    if (Object.keys(playbooks).length === 0) return null;
    return (
      <section id="prompt" class="prompt prompt-none" tabIndex={-1} aria-label="Playbook">
        <ChoosePlaybook playbooks={playbooks} command={command} />
        <FittingPlaybooks fitting={fitting} command={command} />
        <Refusal says={command.says} />
      </section>
    );
  }
  const small = folded.value || playbook.aside;
  return (
    <section id="prompt" class="prompt" ref={place} tabIndex={-1} aria-label="Prompt from the playbook">
      <header class="prompt-top">
        <PromptPlaybook playbook={playbook} />
        <Steering playbook={playbook} step={prompt?.step ?? ""} playbooks={playbooks} command={command} />
        {!playbook.aside && <Fold />}
      </header>
      {prompt !== null && !playbook.aside && <PromptHead prompt={prompt} />}
      {prompt === null && <p class="quiet">Nothing to say just now.</p>}
      {fitting.length === 1 && <FittingPlaybooks fitting={fitting} command={command} />}
      <div id="prompt-body">
        {prompt !== null && !small && <PromptBody prompt={prompt} use={use} />}
        <GateRefusal command={command} view={view} />
      </div>
    </section>
  );
}

/** The playbooks that fit the customer's page, unless it is one of them already. */
function fittingHere({ lens, playbook }: AgentView, playbooks: PanelProps["playbooks"]): [string, string][] {
  const ids = lens?.applies ?? [];
  if (ids.includes(playbook.id)) return [];
  return ids.flatMap((id) => {
    const title = playbooks[id];
    return title === undefined ? [] : [[id, title] as [string, string]];
  });
}

function Fold() {
  const Icon = folded.value ? ChevronDown : ChevronUp;
  return (
    <button
      type="button"
      class="plain-button prompt-fold"
      aria-expanded={!folded.value}
      aria-controls="prompt-body"
      aria-label="The prompt's words"
      title={folded.value ? "Show the words" : "Fold, to see more of the steps"}
      onClick={fold}
    >
      <Icon size="1.3em" aria-hidden="true" />
    </button>
  );
}

/** A check that is asked for already, or cannot be any more. */
const WAITED: ReadonlySet<string> = new Set(["asked", "answering", "failed", "locked"]);

/** Gives the agent's doings to the server: first what was done, then that it was done with this prompt. */
function useUses({ playbook, prompt, checks }: AgentView, session: OpenSession, command: Commanding): PromptUses {
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set());
  const running = useRef(new Set<string>());
  const used = async (of: Prompt | null, how: UsePrompt["how"]): Promise<boolean> =>
    of !== null && (await command.send({ do: "prompt.use", key: of.key, how }));
  const done = async (): Promise<void> => {
    const isNewest = session.connection.view.peek()?.prompt?.key === prompt?.key; // else they are elsewhere already
    if (prompt === null || !(await used(prompt, "ticked")) || !ofForm(prompt) || !isNewest) return;
    const step = stepAfter(playbook, prompt.step ?? "");
    if (step !== "") await command.send({ do: "prompt.steer", how: "jump", step });
  };
  const send = async (words: string): Promise<void> => {
    if (!(await command.send({ do: "message.send", text: words }))) return;
    setSent((before) => new Set([...before, words]));
    await used(prompt, "sent");
  };
  const sendCard = async (): Promise<void> => {
    const { say = "", key, card } = prompt ?? {};
    if (card && key && (await command.send(fromText(asText(say, card), card, key)))) {
      setSent((before) => new Set([...before, say]));
    }
  };
  const point = async (): Promise<void> => {
    const { target = "", say = "" } = prompt ?? {};
    if (await command.send({ do: "highlight.show", target, words: say })) await used(prompt, "pointed");
  };
  /** A second press while the first is on its way is nobody's wish; another button's is. */
  const once = (name: string, act: () => Promise<unknown>): void => {
    if (running.current.has(name)) return;
    running.current.add(name);
    void act().finally(() => running.current.delete(name));
  };
  return {
    sent: (words) => sent.has(words),
    send: (words) => once(`send ${words}`, () => send(words)),
    sendCard: () => once("card", sendCard),
    edit: (words, card) => {
      const before = session.draft.value.trimEnd();
      const after = card ? asText(words, card) : words;
      session.draft.value = before === "" ? after : `${before} ${after}`;
      session.draftFor.value = prompt?.key ?? "";
      session.draftCard.value = card ?? null;
      focusOn("chat");
    },
    point: () => once("point", point),
    done: () => once("done", done),
    ...(prompt?.kind === "closing" && { wrapUp: () => askToEnd(session.id) }),
    ...(prompt?.check && !WAITED.has(checks[prompt.check]?.state ?? "") && {
      askCheck: () => once("check", () => command.send({ do: "check.request", check: prompt.check ?? "" })),
    }),
    waveAway: () => once("waveAway", () => used(prompt, "dismissed")),
  };
}
