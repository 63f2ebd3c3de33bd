/**
 * Does work in the page's idle moments, a few milliseconds at a time, so that nobody's typing waits for it.
 */

/** How long to work before giving way, in ms. A key must be answered within 50. */
const SLICE = 8;
/** A busy page grants no idle moment; after this many ms we take one. */
const PATIENCE = 100;

interface Slices {
  /** Asks for the work to be done soon; asking again while it waits or runs does no more. */
  soon(): void;
  /** Does nothing until it is asked again. */
  pause(): void;
}

/** `work` starts the next piece, or returns null for nothing to do; its pauses are where it may be cut. */
export function inSlices(page: Window, work: () => Iterator<void> | null): Slices {
  let current: Iterator<void> | null = null;
  let waiting = false;
  let paused = false;

  const run = (): void => {
    waiting = false;
    if (paused) return;
    const until = performance.now() + SLICE;
    current ??= work();
    while (current !== null && performance.now() < until) if (advance(current)) current = work();
    if (current !== null) soon();
  };
  const soon = (): void => {
    paused = false;
    if (waiting) return;
    waiting = true;
    if (page.requestIdleCallback) page.requestIdleCallback(run, { timeout: PATIENCE });
    else page.setTimeout(run, 1);
  };
  return { soon, pause: () => void (paused = true) };
}

/** One more piece. True when it is finished; also when it failed, for we may fail and the page may not. */
function advance(work: Iterator<void>): boolean {
  let done = true;
  safely(() => (done = work.next().done === true));
  return done;
}

/** What fails in here must not reach the page. */
export function safely(action: () => void): void {
  try {
    action();
  } catch (error) {
    console.warn("Alongside:", error);
  }
}
