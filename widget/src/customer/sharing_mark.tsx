/** The mark that shows while steps are shared, with its one-press stop. Visible whether the panel is open or not. */
import { CircleAlert, Eye } from "lucide-preact";
import type { JSX } from "preact";
import { useHelp } from "./context";
import { later } from "./later";
import { helperOf } from "./session";

const Company = later(() => import("./screens"), "Company");

export function SharingMark(): JSX.Element | null {
  const { sharing, session, words } = useHelp();
  const view = session.view.value;
  const company = view?.seen.chat! > 1 ? <Company /> : null;
  if (!sharing.on.value) return company;
  const name = helperOf(view);
  const failed = sharing.failed.value;
  const Icon = failed ? CircleAlert : Eye;
  return (
    <div class="sharing" role="region" aria-label={words.sharing.alone}>
      <Icon size={18} aria-hidden="true" />
      <span>
        {failed ? words.sharing.failed : name ? words.sharing.with(name) : words.sharing.alone}
        {company}
      </span>
      <button type="button" class="stop" aria-keyshortcuts="Alt+Shift+S" onClick={() => sharing.stop()}>
        {words.sharing.stop}
      </button>
    </div>
  );
}
