/** The player's buttons: playing, speed, jumping from event to event, idle time, zoom, and the link to this moment. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  ChevronFirst,
  ChevronLast,
  FastForward,
  Keyboard,
  Link,
  Pause,
  Play,
  SkipBack,
  SkipForward,
  ZoomIn,
  ZoomOut,
} from "lucide-preact";

import { counted, duration } from "../agent/words";
import { CHOICES, type Choice, isOf } from "./kinds";
import { linkTo } from "./moment";
import type { ReplayPlayer } from "./player";
import { type Window, zoomed } from "./scale";
import { zoomTo } from "./timeline";
import { clockTime, SPEEDS } from "./timing";

/** Milliseconds that it stands there that a link was copied. */
const SAID_FOR = 4_000;

interface ControlsProps {
  readonly player: ReplayPlayer;
  readonly zoom: Signal<Window | null>;
  /** What one jumps among. */
  readonly choice: Signal<Choice>;
  readonly showHelp: () => void;
}

export function Controls({ player, zoom, choice, showHelp }: ControlsProps): JSX.Element {
  return (
    <div class="controls" role="group" aria-label="Player">
      <div class="controls-group">
        <PlayButton player={player} />
        <Time player={player} />
      </div>
      <div class="controls-group">
        <Tool label="One entry back" keys="," icon={<ChevronFirst />} press={() => player.step(-1)} />
        <Tool label="One entry on" keys="." icon={<ChevronLast />} press={() => player.step(1)} />
      </div>
      <Jump player={player} choice={choice} />
      <div class="controls-group">
        <Speed player={player} />
        <SkipIdle player={player} />
      </div>
      <div class="controls-group controls-end">
        <Stretch player={player} zoom={zoom} />
        <Zoom player={player} zoom={zoom} />
        <CopyLink player={player} />
        <Tool label="Keyboard shortcuts" keys="?" icon={<Keyboard />} press={showHelp} />
      </div>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ComponentChildren;
  readonly press: () => void;
  readonly disabled?: boolean;
}

/** A button with a sign alone. It stays in reach when it can do nothing, and says so. */
function Tool({ label, keys, icon, press, disabled = false }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && press()}
    >
      {icon}
    </button>
  );
}

function PlayButton({ player }: { player: ReplayPlayer }) {
  const playing = player.playing.value;
  return (
    <button type="button" class="tool tool-play" title="Space" onClick={() => player.toggle()}>
      {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      {playing ? "Pause" : "Play"}
    </button>
  );
}

function Time({ player }: { player: ReplayPlayer }) {
  const seconds = Math.floor(player.at.value / 1000);
  return <ShownTime seconds={seconds} end={player.end.value} entry={player.entry.value} entries={player.entries.value} />;
}

function ShownTime({ seconds, end, entry, entries }: Record<"seconds" | "end" | "entry" | "entries", number>) {
  return (
    <p class="controls-time">
      <b>{clockTime(seconds * 1000)}</b> <span>of {clockTime(end)}</span>{" "}
      <span class="controls-entry">
        entry {entry} of {entries}
      </span>
    </p>
  );
}

function Jump({ player, choice }: Pick<ControlsProps, "player" | "choice">) {
  const [says, setSays] = useState("");
  const word = CHOICES[choice.value].word.toLowerCase();
  const jump = (way: 1 | -1): void => {
    const found = player.toMark(way, (mark) => isOf(choice.value, mark));
    setSays(found ? "" : `No more ${word === "all events" ? "events" : word} ${way > 0 ? "after" : "before"} this`);
  };
  return (
    <div class="controls-group">
      <Tool label={`Previous: ${word}`} keys="Shift + ←" icon={<SkipBack />} press={() => jump(-1)} />
      <ChoiceSelect choice={choice} label="Jump among" />
      <Tool label={`Next: ${word}`} keys="Shift + →" icon={<SkipForward />} press={() => jump(1)} />
      <span class="unseen" role="status">
        {says}
      </span>
    </div>
  );
}

export function ChoiceSelect({ choice, label }: { choice: Signal<Choice>; label: string }): JSX.Element {
  return (
    <select
      class="tool-select"
      aria-label={label}
      value={choice.value}
      onChange={(event) => (choice.value = event.currentTarget.value as Choice)}
    >
      {Object.entries(CHOICES).map(([id, { word }]) => (
        <option key={id} value={id}>
          {word}
        </option>
      ))}
    </select>
  );
}

function Speed({ player }: { player: ReplayPlayer }) {
  return (
    <select
      class="tool-select"
      aria-label="Speed"
      title="Slower and faster: [ and ]"
      value={String(player.speed.value)}
      onChange={(event) => (player.speed.value = Number(event.currentTarget.value))}
    >
      {SPEEDS.map((speed) => (
        <option key={speed} value={String(speed)}>
          {speed}×
        </option>
      ))}
    </select>
  );
}

function SkipIdle({ player }: { player: ReplayPlayer }) {
  const skipped = player.skipped.value;
  return (
    <label class="tool-check" title="Pauses of more than 5 seconds are shortened (i)">
      <input
        type="checkbox"
        checked={player.skipIdle.value}
        onChange={(event) => (player.skipIdle.value = event.currentTarget.checked)}
      />
      <span>Skip idle time</span>
      {skipped > 0 && (
        <span class="controls-skipped">
          <FastForward size="1em" aria-hidden="true" /> {duration(skipped)} left out
        </span>
      )}
    </label>
  );
}

/** Choosing a stretch without dragging: from the moment shown, to the moment shown. */
function Stretch({ player, zoom }: Pick<ControlsProps, "player" | "zoom">) {
  const range = player.range.value;
  const begin = (): void => {
    const from = player.entry.peek();
    player.range.value = { from, to: Math.max(from, range?.to ?? from) };
  };
  const finish = (): void => {
    const to = player.entry.peek();
    player.range.value = { from: Math.min(to, range?.from ?? to), to };
  };
  const fill = (): void => {
    if (range === null) return;
    const window = { from: player.offset(range.from), to: player.offset(range.to) };
    const middle = (window.from + window.to) / 2;
    zoomTo(zoom, zoomed(window, 1.1, middle, player.end.peek()), player.end.peek());
  };
  return (
    <details class="stretch-menu">
      <summary class="tool">
        {range ? `Stretch: ${counted(range.to - range.from + 1, "entry", "entries")}` : "Stretch"}
      </summary>
      <div class="stretch-menu-body">
        <p class="quiet">
          {range
            ? `From ${clockTime(player.offset(range.from))} to ${clockTime(player.offset(range.to))}.`
            : "Drag with Shift on the timeline, or begin and end it here."}
        </p>
        <div class="buttons">
          <button type="button" class="tool" onClick={begin}>
            Begin here
          </button>
          <button type="button" class="tool" onClick={finish}>
            End here
          </button>
          {range && (
            <button type="button" class="tool" onClick={fill}>
              Zoom to it
            </button>
          )}
          {range && (
            <button type="button" class="tool" onClick={() => (player.range.value = null)}>
              Clear
            </button>
          )}
        </div>
      </div>
    </details>
  );
}

function Zoom({ player, zoom }: Pick<ControlsProps, "player" | "zoom">) {
  const by = (factor: number) => (): void => {
    const end = player.end.peek();
    zoomTo(zoom, zoomed(zoom.peek() ?? { from: 0, to: end }, factor, player.at.peek(), end), end);
  };
  return (
    <>
      <Tool label="Zoom in on the timeline" keys="+" icon={<ZoomIn />} press={by(0.5)} />
      <Tool label="Zoom out" keys="-" icon={<ZoomOut />} press={by(2)} disabled={zoom.value === null} />
    </>
  );
}

function CopyLink({ player }: { player: ReplayPlayer }) {
  const [says, setSays] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSays(""), SAID_FOR);
    return () => clearTimeout(timer);
  }, [says]);
  const copy = async (): Promise<void> => setSays(await copyLink(player));
  return (
    <>
      <Tool label="Copy link to this moment" keys="l" icon={<Link />} press={() => void copy()} />
      <span class="controls-says" role="status">
        {says}
      </span>
    </>
  );
}

/** Puts the moment into the address too, so that the link is there where nothing may be copied. Says how it went. */
export async function copyLink(player: ReplayPlayer): Promise<string> {
  const link = linkTo(location.href, player.entry.peek());
  history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    return "Link copied";
  } catch {
    return "The link is in the address bar";
  }
}
