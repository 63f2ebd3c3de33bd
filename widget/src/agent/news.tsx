/**
 * Tells an agent who does not see the screen what changed in the selected session: step, errors, sharing, presence.
 *
 * News of a moment is gathered and said once. Chat is announced by its own log, and typing not at all.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { AgentView, Presence } from "../shared/protocol.gen";
import { checkInWords } from "./check_words";
import { promptInWords } from "./prompt_kinds";
import { plainText } from "./words";

/** Milliseconds in which news is gathered before it is said. */
const GATHER = 1_200;

interface NewsProps {
  readonly view: AgentView;
  readonly presence: Presence | null;
  /** The account of who hears it: their own whispers are no news to them. */
  readonly me: string;
}

export function News({ view, presence, me }: NewsProps): JSX.Element {
  const [said, say] = useState("");
  const before = useRef({ view, presence });
  const heard = useRef<string[]>([]);
  useEffect(() => {
    heard.current.push(
      ...newsBetween(before.current.view, view),
      ...watchingNews(before.current.view, view, me),
      ...presenceNews(before.current.presence, presence),
    );
    before.current = { view, presence };
    if (heard.current.length === 0) return;
    const timer = setTimeout(() => {
      say([...new Set(withLastPrompt(heard.current))].join(". "));
      heard.current = [];
    }, GATHER);
    return () => clearTimeout(timer);
  }, [view, presence]);
  return (
    <p role="status" class="unseen">
      {said}
    </p>
  );
}

function newsBetween(before: AgentView, now: AgentView): string[] {
  if (before.session.id !== now.session.id) return [];
  return [
    ...sharingNews(before, now),
    ...stepNews(before, now),
    ...errorNews(before, now),
    ...promptNews(before, now),
    ...checkNews(before, now),
  ];
}

function sharingNews(before: AgentView, now: AgentView): string[] {
  if (before.consent.state === now.consent.state) return [];
  const words = {
    given: "The customer shares their steps",
    declined: "The customer chose chat only",
    withdrawn: "Sharing stopped",
  };
  return now.consent.state in words ? [words[now.consent.state as keyof typeof words]] : [];
}

const currentStep = (view: AgentView): string =>
  view.lens?.steps.find((step) => step.state === "current")?.name ?? "";

function stepNews(before: AgentView, now: AgentView): string[] {
  const step = currentStep(now);
  return step !== "" && step !== currentStep(before) ? [`They are on step ${step}`] : [];
}

function errorNews(before: AgentView, now: AgentView): string[] {
  if (before.fields === now.fields) return [];
  return Object.values(now.fields)
    .filter(
      (field) =>
        field.state === "invalid" && !field.private && before.fields[field.id]?.error !== field.error,
    )
    .map((field) => `Error in ${field.name}: ${field.error ?? ""}`);
}

const PROMPT = "Prompt: ";

function promptNews(before: AgentView, now: AgentView): string[] {
  if (now.prompt === null || before.prompt?.key === now.prompt.key) return [];
  return [PROMPT + promptInWords(now.prompt)];
}

function checkNews(before: AgentView, now: AgentView): string[] {
  return Object.values(now.checks)
    .filter((check) => before.checks[check.id]?.state !== check.state)
    .map((check) => checkInWords(check, check.at));
}

/** Of several prompts in a moment only the last one still holds. */
function withLastPrompt(heard: readonly string[]): string[] {
  const last = heard.findLast((each) => each.startsWith(PROMPT));
  return heard.filter((each) => !each.startsWith(PROMPT) || each === last);
}

function watchingNews(before: AgentView, now: AgentView, me: string): string[] {
  const known = new Set(before.whispers.map(({ id }) => id));
  const whispers = now.whispers.filter(({ id, by }) => !known.has(id) && by.id !== me);
  const there = (view: AgentView): Map<string, string> =>
    new Map(view.watchers.filter(({ who }) => who.id !== me).map(({ who }) => [who.id ?? "", who.name ?? ""]));
  const [earlier, later] = [there(before), there(now)];
  return [
    ...[...later].filter(([id]) => !earlier.has(id)).map(([, name]) => `${name} watches`),
    ...[...earlier].filter(([id]) => !later.has(id)).map(([, name]) => `${name} no longer watches`),
    ...whispers.map(({ by, parts }) => `${by.name} whispers: ${plainText(parts)}`),
  ];
}

function presenceNews(before: Presence | null, now: Presence | null): string[] {
  if (before === null || now === null || before.customer === now.customer) return [];
  return [now.customer ? "The customer is back" : "The customer is away"];
}
