/**
 * When help is offered: pure. For what, and at which moment. Knows nothing of pages and requests.
 */
import type { CueLimits, Fault } from "../../shared/protocol.gen";
import type { Noticed } from "./marks";

export type OfferReason = Noticed["kind"] | "fault";

/** So many ms nothing was typed: then an offer interrupts nobody. */
const QUIET = 3_000;
/** An answer that somebody is free is believed for so long; and so long we do not ask again. */
export const FRESH = 20_000;

/** Why help would be offered after this; null: there is no reason. `failures`: how many there were before. */
export function reasonFor(
  cues: readonly { readonly kind: Noticed["kind"] }[],
  faults: readonly Fault[],
  failures: number,
  limits: CueLimits,
): { readonly reason: OfferReason | null; readonly failures: number } {
  const more = failures + faults.reduce((sum, fault) => sum + (isFailure(fault) ? (fault.count ?? 1) : 0), 0);
  const broken = more > failures && more >= limits.failures;
  return { reason: broken ? "fault" : (cues.at(-1)?.kind ?? null), failures: more };
}

/** What a customer may feel of the system's troubles; a refused request or a slow one by itself is none. */
const isFailure = ({ kind, status }: Fault): boolean =>
  kind === "script_error" || status === "5xx" || status === "no_answer";

export type Step = "show" | "wait" | "ask" | "drop";

/** What to do next about a reason of `since`, when somebody was free at `freeAt` (0: not known). */
export function nextStep(now: number, since: number, freeAt: number, typedAt: number): Step {
  if (now - since > 3 * FRESH) return "drop"; // whatever it was, it is over
  if (now - typedAt < QUIET) return "wait";
  return now - freeAt <= FRESH ? "show" : "ask";
}
