/**
 * The timeline: a picture of the whole session in lanes, and the slider that lies over it. Drag, click and keys go to a
 * moment; with Shift, dragging chooses a stretch.
 *
 * The picture says nothing to screen readers: the list of events tells the same in order. It knows the player, and
 * nothing of what is shown at a moment.
 */

import { effect, type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { isOf, LANES, markWords } from "./kinds";
import { AXIS, LANE, Picture } from "./picture";
import type { ReplayPlayer } from "./player";
import { momentInWords } from "./said";
import { following, toMoment, toPixel, type Window, within, zoomed } from "./scale";
import { clockTime } from "./timing";

/** A press this near to a mark means the mark. */
const NEAR = 7;
/** How much of playing goes by before the slider says again where it is. */
const SAID_EVERY = 15_000;

interface TimelineProps {
  readonly player: ReplayPlayer;
  /** The stretch that fills the timeline; null: the whole session. */
  readonly zoom: Signal<Window | null>;
}

export function Timeline({ player, zoom }: TimelineProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const end = player.end.value;
  const window = zoom.value ?? { from: 0, to: end };
  useFollowing(player, zoom);
  useWheel(box, player, zoom, width);
  const pins = player.pins.value;
  return (
    <div class={pins.length > 0 ? "timeline timeline-pinned" : "timeline"}>
      <ul class="timeline-lanes" aria-hidden="true">
        {LANES.map(([lane, name]) => (
          <li key={lane}>{name}</li>
        ))}
      </ul>
      <div class="timeline-box" ref={box}>
        <Picture
          outline={player.outline.value}
          offset={(entry) => player.offset(entry)}
          gaps={player.skipIdle.value ? player.gaps.value : []}
          range={player.range.value}
          pins={pins}
          window={window}
          width={width.value}
        />
        <Slider player={player} window={window} width={width.value} />
      </div>
    </div>
  );
}

function useWidth(box: { readonly current: HTMLElement | null }): Signal<number> {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const measure = (): void => void (width.value = box.current?.clientWidth ?? 0);
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}

/** While it is zoomed, the moment that is shown stays in sight. */
function useFollowing(player: ReplayPlayer, zoom: Signal<Window | null>): void {
  useEffect(
    () =>
      effect(() => {
        const at = player.at.value;
        const shown = zoom.peek();
        if (shown !== null) zoom.value = following(shown, at, player.end.peek());
      }),
    [],
  );
}

/** With Ctrl the wheel zooms at the pointer, as it does in maps; sideways it moves what is zoomed. */
function useWheel(
  box: { readonly current: HTMLElement | null },
  player: ReplayPlayer,
  zoom: Signal<Window | null>,
  width: Signal<number>,
): void {
  useEffect(() => {
    const element = box.current;
    const turned = (event: WheelEvent): void => {
      const end = player.end.peek();
      const shown = zoom.peek() ?? { from: 0, to: end };
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const x = event.clientX - (element?.getBoundingClientRect().left ?? 0);
        zoomTo(zoom, zoomed(shown, event.deltaY > 0 ? 1.25 : 0.8, toMoment(x, shown, width.peek()), end), end);
      } else if (event.deltaX !== 0 && zoom.peek() !== null) {
        event.preventDefault();
        const by = (event.deltaX / Math.max(1, width.peek())) * (shown.to - shown.from);
        zoom.value = within({ from: shown.from + by, to: shown.to + by }, end);
      }
    };
    element?.addEventListener("wheel", turned, { passive: false });
    return () => element?.removeEventListener("wheel", turned);
  }, []);
}

/** A window as long as the session is none. */
export function zoomTo(zoom: Signal<Window | null>, window: Window, end: number): void {
  zoom.value = window.to - window.from >= end ? null : window;
}

interface SliderProps {
  readonly player: ReplayPlayer;
  readonly window: Window;
  readonly width: number;
}

function Slider({ player, window, width }: SliderProps) {
  const element = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const hint = useSignal<{ readonly x: number; readonly words: string } | null>(null);
  const pressed = useRef<{ readonly x: number; readonly range: boolean; moved: boolean } | null>(null);
  useHead(head, player, window, width);
  useSaid(element, player);
  const xOf = (event: PointerEvent): number => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return Math.max(0, Math.min(event.clientX - left, width));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const x = xOf(event);
    pressed.current = { x, range: event.shiftKey, moved: false };
    if (!event.shiftKey) player.seekTo(toMoment(x, window, width));
  };
  const move = (event: PointerEvent): void => {
    const x = xOf(event);
    const press = pressed.current;
    hint.value = { x, words: under(event, x) };
    if (press === null) return;
    press.moved ||= Math.abs(x - press.x) > 3;
    if (!press.moved) return;
    const [from, to] = [Math.min(x, press.x), Math.max(x, press.x)].map((each) => toMoment(each, window, width));
    if (press.range) player.range.value = { from: player.entryAt(from ?? 0), to: player.entryAt(to ?? 0) };
    else player.seekTo(toMoment(x, window, width));
  };
  const up = (event: PointerEvent): void => {
    const press = pressed.current;
    pressed.current = null;
    const mark = press && !press.moved && !press.range ? near(event, press.x) : undefined;
    if (mark !== undefined) player.seek(mark.entry);
  };
  const near = (event: PointerEvent, x: number) => {
    const { top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const [lane] = LANES[Math.floor((event.clientY - top - pinsHeight(player)) / LANE)] ?? [];
    const away = (entry: number): number => Math.abs(toPixel(player.offset(entry), window, width) - x);
    const marks = player.outline.peek().marks.filter((mark) => mark.lane === lane && isOf("all", mark));
    const [first] = marks.filter(({ entry }) => away(entry) <= NEAR).sort((a, b) => away(a.entry) - away(b.entry));
    return first;
  };
  const under = (event: PointerEvent, x: number): string => {
    const mark = near(event, x);
    const time = clockTime(mark ? player.offset(mark.entry) : toMoment(x, window, width));
    return mark ? `${time}  ${markWords(mark)}` : time;
  };
  return (
    <>
      <div
        ref={element}
        class="timeline-slider"
        role="slider"
        tabIndex={0}
        aria-label="Moment of the session"
        aria-valuemin={0}
        aria-valuemax={Math.round(player.end.value / 1000)}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => (pressed.current = null)}
        onPointerLeave={() => (hint.value = null)}
        onKeyDown={(event) => keyed(event, player)}
      />
      <div ref={head} class="timeline-head" aria-hidden="true" />
      {hint.value !== null && (
        <p
          class={hint.value.x > width / 2 ? "timeline-hint timeline-hint-left" : "timeline-hint"}
          style={{ insetInlineStart: `${hint.value.x}px` }}
          aria-hidden="true"
        >
          {hint.value.words}
        </p>
      )}
    </>
  );
}

const pinsHeight = (player: ReplayPlayer): number => (player.pins.peek().length > 0 ? AXIS : 0);

/** Moves the playhead, without drawing anything anew. */
function useHead(
  head: { readonly current: HTMLElement | null },
  player: ReplayPlayer,
  window: Window,
  width: number,
): void {
  useLayoutEffect(
    () =>
      effect(() => {
        const x = toPixel(player.at.value, window, width);
        if (head.current === null) return;
        head.current.style.transform = `translateX(${x}px)`;
        head.current.hidden = x < -1 || x > width + 1;
      }),
    [window.from, window.to, width],
  );
}

/** Keeps what the slider says of itself: at every step while paused, now and then while it plays. */
function useSaid(element: { readonly current: HTMLElement | null }, player: ReplayPlayer): void {
  const said = useRef(-SAID_EVERY);
  useEffect(
    () =>
      effect(() => {
        const at = player.at.value;
        if (player.playing.value && Math.abs(at - said.current) < SAID_EVERY * player.speed.peek()) return;
        said.current = at;
        element.current?.setAttribute("aria-valuenow", String(Math.round(at / 1000)));
        element.current?.setAttribute("aria-valuetext", momentInWords(player.outline.value, at, player.entry.value));
      }),
    [],
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -5_000,
  ArrowDown: -5_000,
  ArrowRight: 5_000,
  ArrowUp: 5_000,
  PageDown: -60_000,
  PageUp: 60_000,
};

/** What a slider's keys do, also where single-key shortcuts are switched off. */
function keyed(event: KeyboardEvent, player: ReplayPlayer): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const by = STEPS[event.key];
  if (by !== undefined) player.seekTo(player.at.peek() + by);
  else if (event.key === "Home") player.seekTo(0);
  else if (event.key === "End") player.seekTo(player.end.peek());
  else return;
  event.preventDefault();
}

