/**
 * The player: where the replay stands, how it goes on, and the view that is shown. It draws nothing.
 *
 * A seek never blocks: what was shown stays until the chunk is there, and only a wait that one would notice is said.
 */

import { batch, computed, effect, signal } from "@preact/signals";

import { clock } from "../agent/clock";
import type { AgentView, Mark, Outline, ReplayInfo } from "../shared/protocol.gen";
import type { Pin, Player, Range } from "./panels";
import { Tape, type Fetch } from "./tape";
import { advanced, entryAt, gapsOf, offsetsOf, SPEEDS } from "./timing";

/** Milliseconds before a wait is said: most chunks are there sooner, and a flash is worse than nothing. */
const NOTICED = 250;
/** After a seek the chunks beside it are fetched once one stays so long: another seek is not to wait for them. */
const RESTED = 400;
/** A frame that comes later than this was no frame: the page was in the background. */
const LONGEST_FRAME = 250;

export class ReplayPlayer implements Player {
  readonly outline;
  readonly at = signal(0);
  readonly entry = signal(1);
  readonly view = signal<AgentView | null>(null);
  readonly playing = signal(false);
  readonly speed = signal<number>(1);
  readonly skipIdle = signal(true);
  /** Idle time that was leapt over just now, in milliseconds; 0: none. */
  readonly skipped = signal(0);
  readonly range = signal<Range | null>(null);
  readonly pins = signal<readonly Pin[]>([]);
  readonly pinned = signal("");
  /** The entry whose view that is: behind `entry` while a chunk is under way. */
  readonly shown = signal(0);
  /** Whether a seek waits for its chunk, long enough to say so. */
  readonly loading = signal(false);
  /** What went wrong with the last seek, for a person; empty: nothing. */
  readonly trouble = signal("");
  readonly offsets = computed(() => offsetsOf(this.outline.value.waits));
  readonly gaps = computed(() => gapsOf(this.offsets.value));
  readonly end = computed(() => this.offsets.value.at(-1) ?? 0);
  readonly entries = computed(() => this.outline.value.waits.length);
  private readonly tape: Tape;
  private frame = 0;
  private before = 0;
  private said = 0;
  private resting = 0;

  constructor(
    readonly info: ReplayInfo,
    outline: Outline,
    fetch: Fetch,
  ) {
    this.outline = signal(outline);
    this.tape = new Tape(outline.chunk, fetch);
    effect(() => {
      clock.value = this.outline.value.started + Math.floor(this.at.value / 1000) * 1000;
    });
  }

  offset(entry: number): number {
    return this.offsets.peek()[Math.max(1, Math.min(entry, this.entries.peek())) - 1] ?? 0;
  }

  entryAt(at: number): number {
    return entryAt(this.offsets.peek(), at);
  }

  /** The session has gone on. */
  grown(outline: Outline): void {
    this.tape.grown(outline.waits.length);
    this.outline.value = outline;
  }

  // --- going to a moment ---

  seek(entry: number): void {
    this.pause();
    this.show(Math.max(1, Math.min(entry, this.entries.peek())));
  }

  /** Shows a moment between entries too; playing goes on from there. */
  seekTo(at: number): void {
    const there = Math.max(0, Math.min(at, this.end.peek()));
    this.show(this.entryAt(there), there);
  }

  /** By entries, or to the next or previous mark of those that `fits`. True when there is one. */
  step(by: number): void {
    this.seek(this.entry.peek() + by);
  }

  toMark(way: 1 | -1, fits: (mark: Mark) => boolean): boolean {
    const marks = this.outline.peek().marks.filter(fits);
    const now = this.entry.peek();
    const next = way > 0 ? marks.find(({ entry }) => entry > now) : marks.findLast(({ entry }) => entry < now);
    if (next !== undefined) this.seek(next.entry);
    return next !== undefined;
  }

  private show(entry: number, at = this.offset(entry)): void {
    batch(() => {
      this.at.value = at;
      this.entry.value = entry;
      this.skipped.value = 0;
    });
    this.draw(entry);
  }

  /** Puts the entry's view on screen, at once where it is here. */
  private draw(entry: number): boolean {
    const view = this.tape.view(entry);
    if (view !== null) {
      clearTimeout(this.said);
      clearTimeout(this.resting);
      this.resting = window.setTimeout(() => this.tape.ahead(entry, this.entries.peek()), RESTED);
      batch(() => {
        this.view.value = view;
        this.shown.value = entry;
        this.loading.value = false;
        this.trouble.value = "";
      });
      return true;
    }
    void this.fetched(entry);
    return false;
  }

  private async fetched(entry: number): Promise<void> {
    clearTimeout(this.said);
    this.said = window.setTimeout(() => (this.loading.value = true), NOTICED);
    try {
      await this.tape.load(entry);
    } catch (error) {
      if (this.entry.peek() !== entry) return;
      clearTimeout(this.said);
      batch(() => {
        this.loading.value = false;
        this.trouble.value = error instanceof Error ? error.message : String(error);
      });
      this.pause();
      return;
    }
    if (this.entry.peek() === entry) this.draw(entry); // else they have gone on since, and that one is under way
  }

  retry(): void {
    this.trouble.value = "";
    this.draw(this.entry.peek());
  }

  // --- playing ---

  play(): void {
    if (this.playing.peek() || this.entries.peek() < 2) return;
    if (this.at.peek() >= this.end.peek()) this.seekTo(0);
    this.playing.value = true;
    this.before = performance.now();
    this.frame = requestAnimationFrame(this.tick);
  }

  pause(): void {
    cancelAnimationFrame(this.frame);
    this.playing.value = false;
    this.skipped.value = 0;
  }

  toggle(): void {
    if (this.playing.peek()) this.pause();
    else this.play();
  }

  /** The next speed, up or down. */
  faster(way: 1 | -1): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed.peek());
    this.speed.value = SPEEDS[Math.max(0, Math.min(at + way, SPEEDS.length - 1))] ?? 1;
  }

  private readonly tick = (now: number): void => {
    const passed = Math.max(0, Math.min(now - this.before, LONGEST_FRAME)) * this.speed.peek();
    this.before = now;
    if (this.tape.view(this.entry.peek()) !== null) this.goOn(passed); // else its chunk is still under way: hold
    if (this.at.peek() >= this.end.peek()) this.pause();
    if (this.playing.peek()) this.frame = requestAnimationFrame(this.tick);
  };

  private goOn(passed: number): void {
    const gaps = this.skipIdle.peek() ? this.gaps.peek() : [];
    const { at, skipped } = advanced(this.at.peek(), passed, gaps, this.end.peek());
    const entry = this.entryAt(at);
    const moved = entry !== this.entry.peek();
    batch(() => {
      this.at.value = at;
      if (skipped > 0) this.skipped.value = skipped;
      else if (moved) this.skipped.value = 0;
      this.entry.value = entry;
    });
    if (moved && this.draw(entry)) this.tape.ahead(entry, this.entries.peek());
  }
}
