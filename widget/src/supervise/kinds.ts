/**
 * What kinds of event a replay tells apart for the eye: each has a shape of its own, a word, and a lane to stand in, so
 * that none is told by colour alone. Pure: paths are SVG, around a centre, some nine pixels across.
 */

import type { Mark, Outline } from "../shared/protocol.gen";

export type Kind = Mark["kind"];
export type Lane = Mark["lane"];
export type Stretch = Outline["stretches"][number];

export const LANES: readonly (readonly [lane: Lane, name: string])[] = [
  ["customer", "Customer"],
  ["agent", "Agent"],
  ["playbook", "Playbook"],
  ["form", "Form"],
  ["trouble", "Trouble"],
];

export interface Shape {
  readonly word: string;
  /** The path around 0, 0. Those that are `hollow` are drawn as an outline. */
  readonly path: string;
  readonly hollow?: boolean;
}

const CIRCLE = "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z";
const DIAMOND = "m0-5.5l5.5 5.5l-5.5 5.5l-5.500-5.500z";

export const SHAPES: Readonly<Record<Kind, Shape>> = {
  message: { word: "Message", path: CIRCLE },
  card: { word: "Card", path: "m-4.500-4h9v8h-9z" },
  notice: { word: "Came, left, ended", path: "m-1.500-6h3v12h-3z" },
  consent: { word: "Consent", path: "m0-6l5 2v3.500q0 4-5 6.500q-5-2.500-5-6.500v-3.500z" },
  check: { word: "ID check", path: "m-5.500 0l3-5h5l3 5l-3 5h-5z" },
  highlight: { word: "Pointed at the form", path: "m-5.500-4.500h11l-5.500 10z" },
  feedback: { word: "Feedback", path: "m-1.700-5.500h3.400v3.800h3.800v3.400h-3.800v3.800h-3.400v-3.800h-3.800v-3.400h3.800z" },
  wrapup: { word: "Wrap-up", path: "m-4.500-6h9l-3 3.500l3 3.500h-7v5h-2z" },
  gap: { word: "Lost by the store", path: "m-6-3l3 6l3-6l3 6l3-6", hollow: true },
  prompt: { word: "Prompt", path: DIAMOND, hollow: true },
  used: { word: "What the agent did with it", path: DIAMOND },
  page: { word: "Page", path: "m-4-5.500h5l3 3v8h-8z", hollow: true },
  step: { word: "Step", path: "m-1-8h2v16h-2z" },
  field: { word: "Field they went to", path: "m-.8 4h1.600v4h-1.600z" },
  error: { word: "Error", path: "m0-5.500l6 10.500h-12z" },
  cue: { word: "Sign of trouble", path: "m0-6.500l1.700 4.800l4.800 1.700l-4.800 1.700l-1.700 4.800l-1.700-4.800l-4.800-1.700l4.800-1.700z" },
  fault: { word: "System fault", path: "m-5-3.300l1.700-1.700l3.300 3.300l3.300-3.300l1.700 1.700l-3.300 3.300l3.300 3.300l-1.700 1.700l-3.300-3.300l-3.300 3.300l-1.700-1.700l3.300-3.300z" },
  watch: { word: "Watched by a supervisor", path: "m-6 0q6-8 12 0q-6 8-12 0zm4.500 0a1.500 1.500 0 1 0 3 0a1.500 1.500 0 1 0-3 0z", hollow: true },
  whisper: { word: "Whisper to the agent", path: CIRCLE, hollow: true },
};

/** What one may jump among, and list alone. */
export const CHOICES = {
  all: { word: "All events", kinds: [] },
  message: { word: "Messages", kinds: ["message", "card"] },
  prompt: { word: "Prompts", kinds: ["prompt", "used"] },
  error: { word: "Errors", kinds: ["error"] },
  cue: { word: "Signs of trouble, faults", kinds: ["cue", "fault"] },
  consent: { word: "Consent", kinds: ["consent"] },
  check: { word: "ID checks", kinds: ["check"] },
  highlight: { word: "Highlights", kinds: ["highlight"] },
  step: { word: "Pages and steps", kinds: ["page", "step"] },
  staff: { word: "Watching, whispers", kinds: ["watch", "whisper"] },
  field: { word: "Fields", kinds: ["field"] },
} as const satisfies Readonly<Record<string, { readonly word: string; readonly kinds: readonly Kind[] }>>;

export type Choice = keyof typeof CHOICES;

/** Whether a mark is of the chosen kind; going from field to field is too much to be among all. */
export function isOf(choice: Choice, { kind }: Mark): boolean {
  const kinds: readonly Kind[] = CHOICES[choice].kinds;
  return kinds.length === 0 ? kind !== "field" : kinds.includes(kind);
}

/** A mark in a line: "Maya: Hello", "Maya joined", "Date of birth: Enter a date in the past". */
export function markWords({ kind, who = "", words }: Mark): string {
  if (who === "") return words;
  return kind === "message" ? `${who}: ${words}` : `${who} ${words}`;
}

/** The same for being read out after the time: "message from Maya". */
export function spokenMark(mark: Mark): string {
  if (mark.kind === "message") return `message from ${mark.who ?? "somebody"}`;
  if (mark.kind === "prompt") return `prompt, ${mark.words}`;
  if (mark.kind === "error") return `error, ${mark.words}`;
  return markWords(mark);
}
