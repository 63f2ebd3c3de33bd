/** What the replay's keys do. Listening to them is the console's `shortcuts`. */

import type { Signal } from "@preact/signals";

import type { Shortcut } from "../agent/shortcuts";
import { copyLink } from "./controls";
import { type Choice, isOf } from "./kinds";
import type { ReplayPlayer } from "./player";
import { type Window, zoomed } from "./scale";
import { zoomTo } from "./timeline";

interface Parts {
  readonly player: ReplayPlayer;
  readonly zoom: Signal<Window | null>;
  readonly choice: Signal<Choice>;
  readonly showHelp: () => void;
}

export function shortcutsOf({ player, zoom, choice, showHelp }: Parts): readonly Shortcut[] {
  const jump = (way: 1 | -1) => (): void => void player.toMark(way, (mark) => isOf(choice.peek(), mark));
  const zoomBy = (factor: number) => (): void => {
    const end = player.end.peek();
    zoomTo(zoom, zoomed(zoom.peek() ?? { from: 0, to: end }, factor, player.at.peek(), end), end);
  };
  return [
    { key: " ", called: "Space", does: "Play, pause", act: () => player.toggle() },
    { key: "ArrowLeft", called: "←", does: "5 seconds back", repeats: true, act: () => player.seekTo(player.at.peek() - 5_000) },
    { key: "ArrowRight", called: "→", does: "5 seconds on", repeats: true, act: () => player.seekTo(player.at.peek() + 5_000) },
    { key: "Shift+ArrowLeft", called: "Shift + ←", does: "Previous event of the chosen kind", repeats: true, act: jump(-1) },
    { key: "Shift+ArrowRight", called: "Shift + →", does: "Next event of the chosen kind", repeats: true, act: jump(1) },
    { key: ",", does: "One entry back", repeats: true, act: () => player.step(-1) },
    { key: ".", does: "One entry on", repeats: true, act: () => player.step(1) },
    { key: "[", does: "Slower", act: () => player.faster(-1) },
    { key: "]", does: "Faster", act: () => player.faster(1) },
    { key: "i", does: "Skip idle time, or not", act: () => (player.skipIdle.value = !player.skipIdle.peek()) },
    { key: "+", does: "Zoom in on the timeline", act: zoomBy(0.5) },
    { key: "-", does: "Zoom out", act: zoomBy(2) },
    { key: "/", does: "Search in this session", act: () => document.getElementById("search")?.focus() },
    { key: "l", does: "Copy the link to this moment", act: () => void copyLink(player) },
    { key: "?", does: "This list", act: showHelp },
  ];
}
