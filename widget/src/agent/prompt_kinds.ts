/**
 * What kinds of prompt there are for an agent's eye: each has a word, an icon and a tone, so that none of them stands
 * for itself by colour alone. Knows nothing of what a prompt says.
 */

import {
  CircleAlert,
  Flag,
  Gift,
  Hand,
  Handshake,
  HeartHandshake,
  Lightbulb,
  ListChecks,
  type LucideIcon,
  Pause,
  RotateCcw,
  ServerCrash,
  ShieldCheck,
  Signpost,
} from "lucide-preact";

import type { Prompt, PlaybookInfo } from "../shared/protocol.gen";

export type Tone = "calm" | "info" | "success" | "warning" | "danger";

export interface Kind {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
}

export const KINDS: Readonly<Record<Prompt["kind"], Kind>> = {
  opening: { word: "Begin", icon: Hand, tone: "calm" },
  agree: { word: "Agree", icon: Handshake, tone: "calm" },
  try_again: { word: "Let them try", icon: RotateCcw, tone: "calm" },
  step: { word: "Question", icon: ListChecks, tone: "calm" },
  error: { word: "Error", icon: CircleAlert, tone: "danger" },
  understanding: { word: "Understanding", icon: Lightbulb, tone: "info" },
  comfort: { word: "Comfort", icon: HeartHandshake, tone: "info" },
  escalate: { word: "Beyond the form", icon: Signpost, tone: "warning" },
  offer: { word: "Offer", icon: Gift, tone: "success" },
  closing: { word: "Close", icon: Flag, tone: "success" },
  fault: { word: "System fault", icon: ServerCrash, tone: "warning" },
  aside: { word: "Put aside", icon: Pause, tone: "calm" },
  check: { word: "ID check", icon: ShieldCheck, tone: "warning" },
};

/** Prompts that are about a question of the form: the form itself tells when they are done. */
export const ofForm = (prompt: Prompt): boolean => prompt.kind === "step" || prompt.kind === "error";

/** Prompts an agent may find out of place: then they are waved away, not ticked off. */
const OPTIONAL: ReadonlySet<Prompt["kind"]> = new Set([
  "agree",
  "try_again",
  "understanding",
  "comfort",
  "fault",
  "escalate",
  "offer",
]);

export const mayBeWavedAway = (prompt: Prompt): boolean => OPTIONAL.has(prompt.kind);

/** The playbook's next step after the prompt's, as the agent goes through it; empty: there is none. */
export function stepAfter({ steps, skipped }: PlaybookInfo, step: string): string {
  const at = steps.findIndex(({ id }) => id === step);
  return steps.slice(at + 1).find(({ id }) => !skipped.includes(id))?.id ?? "";
}

/** What a screen reader is told when the prompt changes: what is asked of the agent, not the words at length. */
export function promptInWords(prompt: Prompt): string {
  const { word } = KINDS[prompt.kind];
  return prompt.title ? `${word}: ${prompt.title}` : word;
}
