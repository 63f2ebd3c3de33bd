/**
 * A press acts on the prompt that was on screen when it began: while a finger, a button or a key is down on the panel,
 * the prompt there holds still, and one that came meanwhile is shown once the press is over.
 *
 * Knows nothing of what a prompt says, nor of what is pressed.
 */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Prompt } from "../shared/protocol.gen";

/** Milliseconds after a finger is lifted in which its click may still come. */
const CLICK_MAY_COME = 300;
const PRESSING = "pointerdown keydown".split(" ");
const OVER = "pointerup pointercancel keyup blur".split(" ");

/** The prompt to show in `place`: the newest one, or while somebody presses there the one they began with. */
export function useSteady(newest: Prompt | null, place: { readonly current: HTMLElement | null }): Prompt | null {
  const [held, hold] = useState<{ readonly prompt: Prompt | null } | null>(null);
  const shown = held === null ? newest : held.prompt;
  const onScreen = useRef(shown);
  onScreen.current = shown;
  useEffect(() => {
    let timer = 0;
    const begin = (event: Event): void => {
      if (!place.current?.contains(event.target as Node)) return;
      clearTimeout(timer);
      hold({ prompt: onScreen.current });
    };
    const end = (): void => {
      clearTimeout(timer);
      hold(null);
    };
    const endSoon = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(end, CLICK_MAY_COME);
    };
    const clicked = (): void => void setTimeout(end); // when all who listen have had it
    PRESSING.forEach((name) => addEventListener(name, begin, true));
    OVER.forEach((name) => addEventListener(name, endSoon));
    addEventListener("click", clicked, true);
    return () => {
      clearTimeout(timer);
      PRESSING.forEach((name) => removeEventListener(name, begin, true));
      OVER.forEach((name) => removeEventListener(name, endSoon));
      removeEventListener("click", clicked, true);
    };
  }, []);
  return shown;
}
