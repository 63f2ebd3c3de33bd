/** What the timeline's shapes and patterns mean. */

import type { JSX } from "preact";

import { type Kind, SHAPES } from "./kinds";

const LEGEND: readonly Kind[] = [
  "message", "card", "notice", "consent", "check", "highlight", "prompt", "used", "page", "step", "error", "cue", "fault",
];
const LASTING = [
  ["waiting", "Waits for an agent"],
  ["silence", "Agent silent: 45 seconds after the customer wrote, or 3 minutes"],
  ["struggle", "Customer struggles: in error for 15 seconds, or signs of trouble"],
] as const;

export function Legend(): JSX.Element {
  return (
    <details class="legend">
      <summary>What the signs mean</summary>
      <ul>
        {LEGEND.map((kind) => (
          <li key={kind}>
            <svg class={`mark mark-${kind}${SHAPES[kind].hollow ? " mark-hollow" : ""}`} viewBox="-8 -8 16 16" aria-hidden="true">
              <path d={`M0 0${SHAPES[kind].path}`} />
            </svg>
            {SHAPES[kind].word}
          </li>
        ))}
        {LASTING.map(([kind, words]) => (
          <li key={kind}>
            <svg class="legend-stretch" viewBox="0 0 22 14" aria-hidden="true">
              <rect class={`stretch stretch-${kind}`} x="1" y="1" width="20" height="12" rx="2" />
            </svg>
            {words}
          </li>
        ))}
      </ul>
    </details>
  );
}
