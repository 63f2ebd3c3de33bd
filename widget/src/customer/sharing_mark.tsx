/** The mark that shows while steps are shared, with its one-press stop. Visible whether the panel is open or not. */
import { CircleAlert, Eye } from "lucide-preact";
import type { JSX } from "preact";
import { useHelp } from "./context";
import { helperOf } from "./session";

export function SharingMark(): JSX.Element | null {
  const { sharing, session, words } = useHelp();
  if (!sharing.on.value) return null;
  const name = helperOf(session.view.value);
  const says = name ? words.sharing.with(name) : words.sharing.alone;
  return (
    <div class="sharing" role="region" aria-label={words.sharing.alone}>
      {sharing.failed.value ? <CircleAlert size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
      <span>{sharing.failed.value ? words.sharing.failed : says}</span>
      <button type="button" class="stop" aria-keyshortcuts="Alt+Shift+S" onClick={() => sharing.stop()}>
        {words.sharing.stop}
      </button>
    </div>
  );
}
