/**
 * Panels beside the player, put there by name: a panel's module registers itself, and the page shows it where
 * `ReplayInfo.review` says so. Without one there is none. Here stands all that a panel may know of the player.
 */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

import type { AgentView, Outline, ReplayInfo } from "../shared/protocol.gen";

/** Entries from one to another, both included: what is chosen on the timeline. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Something that a panel pins to the timeline: a comment, a piece of evidence. */
export interface Pin {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly tone: "praise" | "fault" | "note";
}

export interface Player {
  readonly info: ReplayInfo;
  readonly outline: ReadonlySignal<Outline>;
  /** Milliseconds since the session began. While it plays this changes with every frame: prefer `entry`. */
  readonly at: ReadonlySignal<number>;
  /** The entry that is shown, from 1. */
  readonly entry: ReadonlySignal<number>;
  /** What the agent saw at it; null until the first is there. While a seek is under way, what was shown before. */
  readonly view: ReadonlySignal<AgentView | null>;
  readonly playing: ReadonlySignal<boolean>;
  /** The chosen stretch of the timeline; null: none. A panel may set it, as for "show me this evidence". */
  readonly range: Signal<Range | null>;
  /** What is pinned to the timeline. Whoever presses one seeks to it, and `pinned` names it. */
  readonly pins: Signal<readonly Pin[]>;
  readonly pinned: Signal<string>;
  /** Shows this entry, and pauses. */
  seek(entry: number): void;
  play(): void;
  pause(): void;
  /** An entry's moment, in milliseconds since the session began. */
  offset(entry: number): number;
  /** The entry that stands at a moment. */
  entryAt(at: number): number;
}

export interface Panel {
  /** Its heading, and its tab's name on a narrow screen. */
  readonly title: string;
  readonly component: ComponentType<{ readonly player: Player }>;
}

/** The panels there are, by name; `review` is the one that the page has a place for. */
export const panels: Signal<Readonly<Record<string, Panel>>> = signal({});

export function registerPanel(name: string, panel: Panel): void {
  panels.value = { ...panels.value, [name]: panel };
}
