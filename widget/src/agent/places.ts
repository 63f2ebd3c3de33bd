/**
 * The console's three places (queue, steps, chat), which of them is on screen, and moving the keyboard there.
 *
 * Where there is room all three are on screen; else one, as a tab. Knows nothing of what stands in them.
 */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";

import type { OpenSessions } from "./open_sessions";

export type Place = "queue" | "steps" | "chat";

/** Below this width (in em, so that zoom counts) the columns become tabs. */
export const narrow = mediaSignal("(max-width: 62em)");

/** The tab that is open while it is narrow. */
export const place = signal<Place>("queue");

const visible = signal(document.visibilityState === "visible");
document.addEventListener("visibilitychange", () => (visible.value = document.visibilityState === "visible"));

function mediaSignal(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => (matches.value = list.matches));
  return matches;
}

/** Brings a place on screen and gives it the keyboard: the chat's editor where there is one. */
export function focusOn(to: Place | "prompt" | "whisper"): void {
  place.value = to === "prompt" ? "steps" : to === "whisper" ? "chat" : to;
  requestAnimationFrame(() => {
    const editor = to === "chat" ? document.getElementById("editor") : null;
    (editor ?? document.getElementById(to))?.focus();
  });
}

/** While a conversation is on screen, what arrives in it counts as read. */
export function keepRead(sessions: OpenSessions): void {
  const onScreen = computed(() => visible.value && (!narrow.value || place.value === "chat"));
  const reading = computed(() => (onScreen.value ? sessions.selected.value : null));
  effect(() => {
    const session = reading.value;
    if (session !== null) session.newFrom.value = session.unread.peek() > 0 ? session.seen.peek() : -1;
  });
  effect(() => {
    const session = reading.value;
    if (session !== null && session.unread.value > 0) sessions.read(session);
  });
}
