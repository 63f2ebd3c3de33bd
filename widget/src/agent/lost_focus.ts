/**
 * Where the keyboard goes when what it was on has gone from the screen: to what stands in its place.
 *
 * It takes nothing from anybody: where the keyboard is somewhere, there it stays.
 */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** For the element that takes the place, which needs `tabIndex`. It is looked at whenever `when` turns true. */
export function useLostFocus<At extends HTMLElement>(when = true): RefObject<At> {
  const place = useRef<At>(null);
  useEffect(() => {
    if (when && isLost()) place.current?.focus();
  }, [when]);
  return place;
}

/** Whether the keyboard is on nothing. */
export const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;
