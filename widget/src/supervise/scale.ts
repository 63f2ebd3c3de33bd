/**
 * The timeline's arithmetic: moments to pixels and back, zooming, where the axis has its marks, and what can be told
 * apart at this size. Pure. A window is a stretch of the session, in milliseconds.
 */

import type { Mark } from "../shared/protocol.gen";

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** The shortest stretch that fills the timeline. */
const SHORTEST = 10_000;
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map((seconds) => seconds * 1000);
/** Marks of one kind nearer than this are one to the eye. */
const APART = 4;

export const toPixel = (at: number, { from, to }: Window, width: number): number =>
  to > from ? ((at - from) / (to - from)) * width : 0;

export const toMoment = (x: number, { from, to }: Window, width: number): number =>
  width > 0 ? from + (x / width) * (to - from) : from;

/** The window with the moment `at` kept in its place, `factor` times as long, within the session. */
export function zoomed({ from, to }: Window, factor: number, at: number, end: number): Window {
  const length = Math.min(Math.max((to - from) * factor, Math.min(SHORTEST, end)), end);
  const start = at - ((at - from) / Math.max(1, to - from)) * length;
  return within({ from: start, to: start + length }, end);
}

/** The window moved so that it lies inside the session. */
export function within({ from, to }: Window, end: number): Window {
  const length = Math.min(to - from, end);
  const start = Math.min(Math.max(0, from), end - length);
  return { from: start, to: start + length };
}

/** The window that has `at` in it: this one, or one that begins a little before `at`. */
export function following(window: Window, at: number, end: number): Window {
  if (at >= window.from && at <= window.to) return window;
  const length = window.to - window.from;
  return within({ from: at - length * 0.1, to: at + length * 0.9 }, end);
}

/** Moments for the axis, at least `apart` pixels from each other. */
export function ticks(window: Window, width: number, apart: number): readonly number[] {
  const least = ((window.to - window.from) / Math.max(1, width)) * apart;
  const step = TICKS.find((each) => each >= least) ?? Math.ceil(least / 3_600_000) * 3_600_000;
  const found: number[] = [];
  for (let at = Math.ceil(window.from / step) * step; at <= window.to; at += step) found.push(at);
  return found;
}

/** Where marks stand: x by kind and lane, those left out that could not be told from the one before. */
export function placed(
  marks: readonly Mark[],
  offset: (entry: number) => number,
  window: Window,
  width: number,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { entry, kind, lane } of marks) {
    const x = toPixel(offset(entry), window, width);
    if (x < -6 || x > width + 6) continue;
    const key = `${lane} ${kind}`;
    const before = places.get(key);
    if (before === undefined) places.set(key, [x]);
    else if (x - (before.at(-1) ?? 0) >= APART) before.push(x);
  }
  return places;
}
