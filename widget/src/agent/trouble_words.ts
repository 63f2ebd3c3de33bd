/**
 * Cues and faults in words for the agent: what was noticed, how often, and when last. Pure; times in milliseconds.
 */

import type { SeenCue, SeenFault, TroubleView } from "../shared/protocol.gen";
import { ago, counted } from "./words";

export const LEANINGS: Readonly<Record<Exclude<TroubleView["leaning"], "">, string>> = {
  use: "Looks like the customer’s difficulty",
  system: "Looks like a system fault",
  equipment: "Looks like the customer’s connection",
  unclear: "Not clear yet",
};

/** What was noticed, the newest first: each with when it was last so. */
export function evidence({ cues, faults }: TroubleView, now: number): readonly string[] {
  const all = [
    ...cues.map((cue) => ({ at: cue.at, words: cueWords(cue) })),
    ...faults.map((fault) => ({ at: fault.at, words: faultWords(fault) })),
  ];
  return all.sort((one, other) => other.at - one.at).map(({ at, words }) => `${words}, ${last(words, now - at)}`);
}

const last = (words: string, since: number): string => (/\d/.test(words) ? `last ${ago(since)}` : ago(since));

const CUES: Readonly<Record<SeenCue["kind"], (where: string) => string>> = {
  repeated_error: (where) => `The same error again${where}`,
  returns: (where) => `Came back again and again${where.replace(/^ at/, " to")}`,
  refused_submits: () => "The form did not let them go on, twice or more",
  idle_after_error: (where) => `Stopped after an error${where}`,
  rage_clicks: () => "Clicked the same place again and again",
  step_loops: () => "Went back and forth between two steps",
};

function cueWords({ kind, question, count }: SeenCue): string {
  const words = CUES[kind](question ? ` at “${question}”` : "");
  return count > 1 ? `${words} (${counted(count, "time", "times")})` : words;
}

function faultWords(fault: SeenFault): string {
  const { kind, count, host, status, millis } = fault;
  const to = host ? ` to ${host}` : "";
  switch (kind) {
    case "script_error":
      return `${counted(count, "error", "errors")} in the page’s own program`;
    case "offline":
      return count > 1 ? `Their browser went offline ${counted(count, "time", "times")}` : "Their browser went offline";
    case "slow_request":
      return `${counted(count, "slow answer", "slow answers")}${host ? ` from ${host}` : ""} (${Math.round(millis / 1_000)} s)`;
    case "failed_request":
      return status === "no_answer"
        ? `${counted(count, "request", "requests")}${to} got no answer`
        : `${counted(count, "request", "requests")}${to} failed (${status})`;
  }
}
