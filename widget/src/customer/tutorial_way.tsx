/**
 * "Show me the steps": the way in to the tutorial, where a playbook fits this page; or the tutorial that is under way.
 *
 * Fetched with the start. What fits is compared on the device; the server is asked for the site's list, and then for one.
 */
import { useSignal } from "@preact/signals";
import { Footprints } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { applying } from "./applies";
import { useHelp } from "./context";
import { later } from "./later";
import { tutorialWords } from "./words/tutorial";

const Tutorial = later(() => import("./tutorial").then((part) => part.TutorialScreen));

/** `onAsk`: the customer would rather have a person; what they need is kept for the request. */
export function ShowSteps({ onAsk }: { onAsk: () => void }): JSX.Element | null {
  const { info, words, session } = useHelp();
  const kept = session.kept.read("steps");
  const playbook = useSignal(kept?.playbook ?? "");
  const running = useSignal(kept !== null);
  useEffect(() => {
    if (kept === null) void applying(info.site).then(([first = ""]) => (playbook.value = first));
  }, []);
  if (playbook.value === "") return null;
  if (running.value) return <Tutorial playbook={playbook.value} onAsk={onAsk} onLeave={() => (running.value = false)} />;
  const { show, show_more } = tutorialWords(words.language);
  return (
    <button type="button" class="way" onClick={() => (running.value = true)}>
      <Footprints size={24} aria-hidden="true" />
      <b>{show}</b>
      <span>{show_more}</span>
    </button>
  );
}
