/**
 * What a review says of moments: as they stand on the timeline, and in words. Pure.
 */

import { plainText } from "../../agent/words";
import type { Evidence, ReviewComment, ReviewView, ScoreItem } from "../../shared/protocol.gen";
import { markWords } from "../kinds";
import type { Pin, Player } from "../panels";
import { clockTime } from "../timing";

export const TONES = { praise: "Praise", fault: "To improve", note: "Note" } as const;

/** A moment or a range, as "1:05" or "1:05 to 2:10". */
export function momentWords(player: Pick<Player, "offset">, entry: number, until = 0): string {
  const from = clockTime(player.offset(entry));
  return until > entry ? `${from} to ${clockTime(player.offset(until))}` : from;
}

/** What is meant by "this": what is chosen on the timeline, else the moment that is shown. `until` 0: one moment. */
export function shownRange(player: Pick<Player, "range" | "entry">): { readonly entry: number; readonly until: number } {
  const range = player.range.value;
  const entry = player.entry.value;
  return range !== null && range.to > range.from ? { entry: range.from, until: range.to } : { entry, until: 0 };
}

/** What happened at a moment, as the list of events says it; empty where nothing did that one would see. */
export function happened({ outline }: Pick<Player, "outline">, entry: number): string {
  const mark = outline.value.marks.find((each) => each.entry === entry);
  return mark ? markWords(mark) : "";
}

const itemsOf = (review: ReviewView): readonly ScoreItem[] =>
  review.scorecard.sections.flatMap(({ items }) => items);

export const titleOf = (review: ReviewView, item: string): string =>
  itemsOf(review).find(({ id }) => id === item)?.title ?? "";

/** The words of an item's scale, from the worst to the best. */
export function levelsOf(review: ReviewView, item: ScoreItem): readonly { word: string; means?: string }[] {
  const { scales } = review.scorecard;
  return (scales.find(({ id }) => id === item.scale) ?? scales[0])?.levels ?? [];
}

/** Everything that a review pins to a moment, for the timeline. */
export function pinsOf(review: ReviewView): Pin[] {
  const comments = (review.comments ?? []).filter(({ entry }) => entry).map(commentPin);
  const evidence = (review.evidence ?? []).map((each) => evidencePin(each, titleOf(review, each.item)));
  return [...comments, ...evidence];
}

const commentPin = ({ id, entry = 0, until = 0, words, tone }: ReviewComment): Pin => ({
  id,
  from: entry,
  to: Math.max(entry, until),
  words: plainText(words),
  tone,
});

const evidencePin = ({ id, entry, until = 0, note }: Evidence, title: string): Pin => ({
  id,
  from: entry,
  to: Math.max(entry, until),
  words: [`Evidence: ${title}`, plainText(note ?? [])].filter(Boolean).join(". "),
  tone: "note",
});

/** The word that an item was scored with in this review; empty where its scorecard has no such item. */
export function wordOf(review: ReviewView, id: string): string {
  const item = review.scorecard.sections.flatMap(({ items }) => items).find((each) => each.id === id);
  const { level, applies = true } = review.scores?.[id] ?? {};
  if (item === undefined) return "";
  return applies ? (levelsOf(review, item)[level ?? -1]?.word ?? "Not scored") : "Not applicable";
}

/** The score in words, as far as it is known. */
export function scoreWords({ result }: ReviewView): string {
  if (result?.failed?.length) return "Not passed";
  return result?.score === null || result?.score === undefined ? "No score yet" : `${result.score} of 100`;
}
