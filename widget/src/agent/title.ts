/** Keeps the tab's title and the app's badge at what waits for this agent. It counts nothing itself. */

import { effect, type ReadonlySignal } from "@preact/signals";

export function keepTitle(unread: ReadonlySignal<number>, waiting: ReadonlySignal<number>): void {
  const name = document.title || "Alongside";
  effect(() => {
    const facts = [
      unread.value > 0 && `${unread.value} unread`,
      waiting.value > 0 && `${waiting.value} waiting`,
    ].filter(Boolean);
    document.title = facts.length > 0 ? `(${facts.join(", ")}) ${name}` : name;
    // Refused outside an installed app: then the title has to do.
    navigator.setAppBadge?.(unread.value + waiting.value).catch(() => undefined);
  });
}
