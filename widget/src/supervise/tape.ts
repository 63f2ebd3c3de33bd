/**
 * The session's views, by entry: chunks are fetched on demand and kept, and a view is folded from its chunk's updates
 * by the same function as live. Knows nothing of time or of what is drawn.
 */

import type { AgentView, Chunk, Update } from "../shared/protocol.gen";
import { applied } from "../shared/view";

/** Fetches a chunk, by its number from 0. Rejects with what to tell a person. */
export type Fetch = (chunk: number) => Promise<Chunk>;

export class Tape {
  private readonly chunks = new Map<number, readonly Update[]>();
  private readonly coming = new Map<number, Promise<void>>();
  /** The view folded last: the next entry's is one update away. */
  private last: { readonly entry: number; readonly view: AgentView } | null = null;

  constructor(
    private readonly size: number,
    private readonly fetch: Fetch,
  ) {}

  /** The view after an entry, if its chunk is here. */
  view(entry: number): AgentView | null {
    const chunk = this.chunkOf(entry);
    const updates = this.chunks.get(chunk);
    const place = (entry - 1) % this.size;
    if (updates === undefined || updates[place] === undefined) return null;
    const { last } = this;
    const near = last !== null && last.entry <= entry && this.chunkOf(last.entry) === chunk;
    let view = near ? last.view : null;
    for (let index = near ? ((last.entry - 1) % this.size) + 1 : 0; index <= place; index++) {
      view = applied<AgentView>(view, updates[index] as Update);
    }
    if (view !== null) this.last = { entry, view };
    return view;
  }

  /** Has the entry's chunk come. */
  load(entry: number): Promise<void> {
    return this.need(this.chunkOf(entry));
  }

  /** Has the chunks beside the entry's come too, ahead of time. */
  ahead(entry: number, entries: number): void {
    const chunk = this.chunkOf(entry);
    for (const near of [chunk + 1, chunk - 1]) {
      if (near >= 0 && near * this.size < entries) this.need(near).catch(() => undefined); // asked again when needed
    }
  }

  /** A running session has gone on: its last chunk is to be fetched again. */
  grown(entries: number): void {
    for (const [chunk, updates] of this.chunks) {
      if (updates.length < Math.min(this.size, entries - chunk * this.size)) this.chunks.delete(chunk);
    }
  }

  private chunkOf(entry: number): number {
    return Math.floor((entry - 1) / this.size);
  }

  private need(chunk: number): Promise<void> {
    if (this.chunks.has(chunk)) return Promise.resolve();
    const coming =
      this.coming.get(chunk) ??
      this.fetch(chunk)
        .then(({ updates }) => void this.chunks.set(chunk, updates))
        .finally(() => this.coming.delete(chunk));
    this.coming.set(chunk, coming);
    return coming;
  }
}
