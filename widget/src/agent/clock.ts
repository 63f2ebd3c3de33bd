/** The time, as a signal that ticks every second: for "changed 5 s ago" and waiting times. Knows nothing else. */

import { signal } from "@preact/signals";

export const clock = signal(Date.now());

setInterval(() => {
  clock.value = Date.now();
}, 1000);
