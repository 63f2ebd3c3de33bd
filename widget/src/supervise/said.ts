/** Where the replay stands, in words: for the slider, and for what is under the pointer. Pure. */

import type { Mark, Outline } from "../shared/protocol.gen";
import { spokenMark } from "./kinds";
import { spokenTime } from "./timing";

/** The last mark up to an entry; marks stand in the order of the log. */
export function markBefore(marks: readonly Mark[], entry: number): Mark | undefined {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.entry ?? 0) <= entry) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1];
}

/** "12 minutes 4 seconds, step 2 of 3: Vehicle, message from Maya". */
export function momentInWords(outline: Outline, at: number, entry: number): string {
  const step = outline.stretches.findLast(({ kind, since, until }) => kind === "step" && since <= at && at <= until);
  const mark = markBefore(outline.marks, entry);
  const small = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
  const parts = [spokenTime(at), step && small(step.words), mark && mark.kind !== "step" && spokenMark(mark)];
  return parts.filter(Boolean).join(", ");
}
