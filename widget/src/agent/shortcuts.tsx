/**
 * The console's keyboard shortcuts, and the dialog that lists them. Single keys act only while nobody is typing, and
 * can be switched off (WCAG 2.1.4). What a key does is given by the console; this only listens.
 */

import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";

export interface Shortcut {
  /** As KeyboardEvent has it; an arrow with Shift is "Shift+ArrowLeft". */
  readonly key: string;
  readonly does: string;
  /** What the list calls the key, where that is not its name: "Space". */
  readonly called?: string;
  /** Goes on while the key is held. */
  readonly repeats?: boolean;
  act(): void;
}

const STORED = "alongside.shortcuts";
const shortcutsOn = signal(localStorage.getItem(STORED) !== "off");

function setShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  localStorage.setItem(STORED, on ? "on" : "off");
}

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!shortcutsOn.value || event.defaultPrevented || isBusy(event)) return;
      const pressed = event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
      const shortcut = shortcuts.find(({ key }) => key === pressed);
      if (shortcut === undefined || (event.repeat && !shortcut.repeats)) return;
      event.preventDefault();
      shortcut.act();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [shortcuts]);
}

/** Somebody is typing, a modifier is held, or a dialog or menu has the keyboard. */
function isBusy(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (document.querySelector("wa-dialog[open], wa-popover[open], wa-dropdown[open]") !== null) return true;
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (event.key === " " && target.closest("button, a, summary, [role=button], [role=tab]")) return true; // presses it
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

interface HelpProps {
  readonly shortcuts: readonly Shortcut[];
  readonly open: boolean;
  readonly close: () => void;
  /** What else there is to know of keys. */
  readonly children: ComponentChildren;
}

export function ShortcutsDialog({ shortcuts, open, close, children }: HelpProps): JSX.Element {
  return (
    <wa-dialog
      label="Keyboard shortcuts"
      open={open}
      lightDismiss
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      <dl class="shortcuts">
        {shortcuts.map(({ key, does, called = key }) => (
          <div key={key}>
            <dt>
              <kbd>{called}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">They act while you are not typing. {children}</p>
      <wa-switch checked={shortcutsOn.value} onChange={(event) => setShortcuts(event.currentTarget.checked)}>
        Single-key shortcuts
      </wa-switch>
    </wa-dialog>
  );
}
