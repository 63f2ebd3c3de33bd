/**
 * Which running sessions need a supervisor's eye, and why, in words; the order of the wall, and what it is narrowed to.
 *
 * Pure: a row and the time (milliseconds) in. The limits stand here and in docs/supervisors.md.
 */

import { counted, duration } from "../agent/words";
import type { WallRow } from "../shared/protocol.gen";

/** 2: look at it now; 1: keep an eye on it; 0: goes well, as far as can be seen. */
export type Need = 0 | 1 | 2;
export interface Reason {
  readonly need: Need;
  readonly words: string;
}

const MINUTE = 60_000;
/** From when on a wait, or a message without an answer, is worth a look, and needs one. */
const WAITS = { some: 1 * MINUTE, long: 3 * MINUTE };
const UNANSWERED = { some: 1 * MINUTE, long: 2 * MINUTE };
const LONG_TALK = 30 * MINUTE;
export const CUES = { some: 1, many: 3 };
export const ERRORS = 2;

export const waits = (row: WallRow): boolean => row.status !== "active";

/** Since when the customer waits for an agent, or (once they have one) has been helped. */
export const since = (row: WallRow): number => (waits(row) ? row.waiting_since : row.joined_at) || row.requested_at;

/** Why this session may need somebody, the worst first; none: nothing is seen to be wrong. */
export function reasons(row: WallRow, now: number): readonly Reason[] {
  const found = waits(row) ? waiting(row, now) : [...unanswered(row, now), ...stuck(row), ...long(row, now)];
  return found.sort((one, other) => other.need - one.need);
}

export const need = (row: WallRow, now: number): Need => reasons(row, now)[0]?.need ?? 0;

function waiting(row: WallRow, now: number): Reason[] {
  const span = now - since(row);
  if (row.status === "coded" || span < WAITS.some) return [];
  return [{ need: span < WAITS.long ? 1 : 2, words: `Waits ${duration(span)} for an agent` }];
}

function unanswered(row: WallRow, now: number): Reason[] {
  const from = row.standing?.unanswered_since ?? 0;
  const span = now - from;
  if (from === 0 || span < UNANSWERED.some) return [];
  return [{ need: span < UNANSWERED.long ? 1 : 2, words: `No answer for ${duration(span)}` }];
}

function stuck({ standing }: WallRow): Reason[] {
  if (!standing) return [];
  const cues = Object.values(standing.cues ?? {}).reduce((sum, count) => sum + count, 0);
  const found: Reason[] = [];
  if (standing.leaning === "system") found.push({ need: 2, words: "Looks like a fault of the system" });
  if (standing.leaning === "equipment") found.push({ need: 1, words: "Their device or connection fails" });
  if (cues >= CUES.some) found.push({ need: cues < CUES.many ? 1 : 2, words: counted(cues, "sign of trouble", "signs of trouble") });
  if (standing.errors >= ERRORS) found.push({ need: 1, words: counted(standing.errors, "field in error", "fields in error") });
  return found;
}

function long(row: WallRow, now: number): Reason[] {
  return now - since(row) < LONG_TALK ? [] : [{ need: 1, words: "Longer than half an hour" }];
}

// --- order and choice -----------------------------------------------------------------------------------

export const ORDERS = { need: "Needing attention", waiting: "Waiting longest", running: "Running longest" } as const;
export type Order = keyof typeof ORDERS;

export interface Choice {
  readonly site: string;
  readonly team: string;
  readonly agent: string;
  readonly order: Order;
}

/** The rows that fit the choice, in its order. */
export function chosen(rows: Iterable<WallRow>, choice: Choice, now: number): readonly WallRow[] {
  const fits = [...rows].filter(
    (row) =>
      (choice.site === "" || row.site === choice.site) &&
      (choice.team === "" || row.teams.includes(choice.team)) &&
      (choice.agent === "" || row.agent === choice.agent),
  );
  return fits.sort((one, other) => before(one, other, choice.order, now));
}

function before(one: WallRow, other: WallRow, order: Order, now: number): number {
  const first = order === "need" ? need(other, now) - need(one, now) : 0;
  const waitingFirst = order === "running" ? 0 : Number(waits(other)) - Number(waits(one));
  return first || waitingFirst || since(one) - since(other) || one.session.localeCompare(other.session);
}

/** Keeps what is looked at where it is: known rows in the order they have, new ones after them, gone ones out. */
export function held(rows: readonly WallRow[], order: readonly string[]): readonly WallRow[] {
  const place = new Map(order.map((session, at) => [session, at]));
  const at = (row: WallRow): number => place.get(row.session) ?? order.length;
  return [...rows].sort((one, other) => at(one) - at(other));
}
