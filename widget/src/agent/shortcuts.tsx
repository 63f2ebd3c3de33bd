/**
 * The console's keyboard shortcuts, and the dialog that lists them. Single keys act only while nobody is typing, and
 * can be switched off (WCAG 2.1.4). What a key does is given by the console; this only listens.
 */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

export interface Shortcut {
  readonly key: string;
  readonly does: string;
  act(): void;
}

const STORED = "alongside.shortcuts";
export const shortcutsOn = signal(localStorage.getItem(STORED) !== "off");

function setShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  localStorage.setItem(STORED, on ? "on" : "off");
}

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!shortcutsOn.value || event.defaultPrevented || event.repeat || isBusy(event)) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key);
      if (shortcut === undefined) return;
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
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

interface HelpProps {
  readonly shortcuts: readonly Shortcut[];
  readonly open: boolean;
  readonly close: () => void;
}

export function ShortcutsDialog({ shortcuts, open, close }: HelpProps): JSX.Element {
  return (
    <wa-dialog
      label="Keyboard shortcuts"
      open={open}
      lightDismiss
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      <dl class="shortcuts">
        {shortcuts.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        They act while you are not typing. In the message box, Enter sends, Shift + Enter starts a new line,
        / opens the ready replies, and Alt + R takes the plainer words that are suggested.
      </p>
      <wa-switch checked={shortcutsOn.value} onChange={(event) => setShortcuts(event.currentTarget.checked)}>
        Single-key shortcuts
      </wa-switch>
    </wa-dialog>
  );
}
