/**
 * The time, as a signal: for "changed 5 s ago" and waiting times. Live it ticks every second, once `keepTime` is called;
 * a replay sets it to the time that it shows. Knows nothing else.
 */

import { signal } from "@preact/signals";

export const clock = signal(Date.now());

export function keepTime(): void {
  setInterval(() => {
    clock.value = Date.now();
  }, 1000);
}
