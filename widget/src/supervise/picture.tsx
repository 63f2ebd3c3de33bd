/**
 * The timeline's picture: lanes with what happened and what lasted, and the axis below. Only drawing; it is drawn anew
 * when the window changes, not while the replay plays.
 *
 * Marks of one kind in one lane are one path: a long session has thousands. What lasted is told by pattern, not by
 * colour alone: silences are hatched, struggles have a jagged edge of their own.
 */

import { Component, type JSX } from "preact";

import type { Outline } from "../shared/protocol.gen";
import { type Kind, type Lane, LANES, SHAPES, type Stretch } from "./kinds";
import type { Pin, Range } from "./panels";
import { placed, ticks, toPixel, type Window } from "./scale";
import { clockTime, type Gap } from "./timing";

/** Heights in pixels: of a lane, and of the axis (and of the row of pins, where there are some). */
export const LANE = 20;
export const AXIS = 18;

interface PictureProps {
  readonly outline: Outline;
  readonly offset: (entry: number) => number;
  /** Idle stretches that are left out when it plays. */
  readonly gaps: readonly Gap[];
  readonly range: Range | null;
  readonly pins: readonly Pin[];
  readonly window: Window;
  readonly width: number;
}

const LANE_OF: Readonly<Record<Stretch["kind"], Lane>> = {
  waiting: "customer",
  held: "agent",
  silence: "agent",
  shared: "form",
  step: "form",
  struggle: "trouble",
};
/** Those that lie below come first. */
const ORDER: readonly Stretch["kind"][] = ["waiting", "held", "shared", "step", "silence", "struggle"];
const MARKS_ORDER = Object.keys(SHAPES).reverse() as Kind[];

export class Picture extends Component<PictureProps> {
  override shouldComponentUpdate(next: PictureProps): boolean {
    const { outline, gaps, range, pins, window, width } = this.props;
    const same = outline === next.outline && gaps === next.gaps && range === next.range && pins === next.pins;
    return !same || width !== next.width || window.from !== next.window.from || window.to !== next.window.to;
  }

  override render(props: PictureProps): JSX.Element {
    return <DrawnPicture {...props} />;
  }
}

function DrawnPicture(props: PictureProps): JSX.Element {
  const { pins, range, width, window } = props;
  const top = pins.length > 0 ? AXIS : 0;
  const bottom = top + LANES.length * LANE;
  const x = (at: number): number => toPixel(at, window, width);
  const band = (entries: Range): { x: number; width: number } => {
    const from = x(props.offset(entries.from));
    return { x: from, width: Math.max(3, x(props.offset(entries.to)) - from) };
  };
  return (
    <svg class="timeline-picture" width={width} height={bottom + AXIS} aria-hidden="true" focusable="false">
      <Patterns />
      {LANES.map(([lane], index) => (
        <rect key={lane} class="lane" x={0} y={top + index * LANE} width={width} height={LANE - 1} />
      ))}
      {range && <rect class="range" y={top} height={bottom - top} {...band(range)} />}
      <Stretches {...props} top={top} />
      <Marks {...props} top={top} />
      {pins.map((pin) => (
        <rect key={pin.id} class={`pin pin-${pin.tone}`} y={3} height={AXIS - 6} rx={3} {...band(pin)} />
      ))}
      <Axis {...props} top={bottom} />
    </svg>
  );
}

function Patterns() {
  return (
    <defs>
      <pattern id="silent" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="silent-ground" width="6" height="6" />
        <rect class="silent-line" width="2" height="6" />
      </pattern>
      <pattern id="idle" width="4" height="4" patternUnits="userSpaceOnUse">
        <circle class="idle-dot" cx="1" cy="1" r="0.8" />
      </pattern>
    </defs>
  );
}

function Stretches({ outline, window, width, top }: PictureProps & { readonly top: number }) {
  const shown = ORDER.flatMap((kind) => outline.stretches.filter((stretch) => stretch.kind === kind));
  return (
    <g>
      {shown.map((stretch, index) => {
        const from = Math.max(-2, toPixel(stretch.since, window, width));
        const to = Math.min(width + 2, toPixel(stretch.until, window, width));
        if (to < 0 || from > width) return null;
        const y = top + LANES.findIndex(([lane]) => lane === LANE_OF[stretch.kind]) * LANE;
        return <Bar key={index} stretch={stretch} x={from} y={y} width={Math.max(2, to - from)} />;
      })}
    </g>
  );
}

interface BarProps {
  readonly stretch: Stretch;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Wide enough for a few letters of the step's name. */
const NAMED = 46;

function Bar({ stretch: { kind, words }, x, y, width }: BarProps) {
  if (kind === "held" || kind === "shared") {
    return <rect class={`stretch stretch-${kind}`} x={x} y={y + LANE - 4} width={width} height={3} />;
  }
  return (
    <svg x={x} y={y} width={width} height={LANE - 1}>
      <rect class={`stretch stretch-${kind}`} x={0.5} y={1.5} width={Math.max(1, width - 1)} height={LANE - 4} rx={2} />
      {kind === "step" && width >= NAMED && (
        <text class="stretch-name" x={12} y={LANE / 2 + 3.5}>
          {words.replace(/^Step (\d+) of \d+: /, "$1 ")}
        </text>
      )}
    </svg>
  );
}

function Marks({ outline, offset, window, width, top }: PictureProps & { readonly top: number }) {
  const places = placed(outline.marks, offset, window, width);
  return (
    <g>
      {LANES.flatMap(([lane], index) =>
        MARKS_ORDER.map((kind) => {
          const xs = places.get(`${lane} ${kind}`);
          if (xs === undefined) return null;
          const { path, hollow } = SHAPES[kind];
          const y = top + index * LANE + LANE / 2 - 0.5;
          const whole = xs.map((x) => `M${x.toFixed(1)} ${y}${path}`).join("");
          return <path key={`${lane} ${kind}`} class={`mark mark-${kind} mark-by-${lane}${hollow ? " mark-hollow" : ""}`} d={whole} />;
        }),
      )}
    </g>
  );
}

function Axis({ gaps, window, width, top }: PictureProps & { readonly top: number }) {
  const x = (at: number): number => toPixel(at, window, width);
  return (
    <g class="axis">
      {gaps.map(({ from, to }) => {
        const left = Math.max(0, x(from));
        const right = Math.min(width, x(to));
        return right - left > 3 && <rect key={from} class="idle" x={left} y={top + 1} width={right - left} height={4} />;
      })}
      {ticks(window, width, 70).map((at) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={top} y2={top + 4} />
          <text x={x(at)} y={top + 14} text-anchor={x(at) < 20 ? "start" : x(at) > width - 24 ? "end" : "middle"}>
            {clockTime(at)}
          </text>
        </g>
      ))}
    </g>
  );
}
