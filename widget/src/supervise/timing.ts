/**
 * A player's arithmetic: which entry stands at a moment, how the time goes on, and which idle stretches it leaps over.
 *
 * Pure. Times are milliseconds since the session began; entries are numbered from 1.
 */

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;

/** From which pause on nothing happens, as far as a viewer is concerned. */
const IDLE = 5_000;
/** What stays of such a pause before and after what is left out, to see that there was one. */
const LEAD = 1_000;

/** Time in which nothing happened, and which is left out when idle time is skipped. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Each entry's moment, from the waits between them. */
export function offsetsOf(waits: readonly number[]): Float64Array {
  const offsets = new Float64Array(waits.length);
  let at = 0;
  waits.forEach((wait, index) => (offsets[index] = at += wait));
  return offsets;
}

/** The last entry that had happened at a moment, at least the first; of several in one moment the last. */
export function entryAt(offsets: Float64Array, at: number): number {
  let low = 0;
  let high = offsets.length; // the number of entries up to `at` lies between them
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

/** The stretches that are left out when idle time is skipped, in order. */
export function gapsOf(offsets: Float64Array): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let index = 1; index < offsets.length; index++) {
    const from = offsets[index - 1] ?? 0;
    const to = offsets[index] ?? 0;
    if (to - from > IDLE) gaps.push({ from: from + LEAD, to: to - LEAD });
  }
  return gaps;
}

/** The first gap that ends after a moment. */
function nextGap(gaps: readonly Gap[], at: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Moved {
  readonly at: number;
  /** Idle time that was leapt over just now. */
  readonly skipped: number;
}

/** Where the time stands once `passed` milliseconds of playing went by, with the idle stretches `gaps` left out. */
export function advanced(at: number, passed: number, gaps: readonly Gap[], end: number): Moved {
  let left = passed;
  let skipped = 0;
  for (let index = nextGap(gaps, at); index < gaps.length; index++) {
    const gap = gaps[index] as Gap;
    const until = Math.max(0, gap.from - at);
    if (until > left) break;
    left -= until;
    skipped += gap.to - Math.max(at, gap.from);
    at = gap.to;
  }
  return { at: Math.min(end, at + left), skipped };
}

/** "12:04", or "1:02:04" from an hour on. */
export function clockTime(at: number): string {
  const seconds = Math.floor(at / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "12 minutes 4 seconds": for being read out. */
export function spokenTime(at: number): string {
  const seconds = Math.round(at / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const said = parts.flatMap(([count, unit]) => (count > 0 ? `${count} ${unit}${count === 1 ? "" : "s"}` : []));
  return said.join(" ") || "0 seconds";
}
