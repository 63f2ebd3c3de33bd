/**
 * "Show me the steps": the way in to the tutorial, where a playbook fits this page; or the tutorial that is under way.
 *
 * Fetched with the start. What fits is compared on the device; the server is asked for the site's list, and then for one.
 */
import { useSignal } from "@preact/signals";
import { Footprints } from "lucide-preact";
import type { FunctionComponent, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { applying } from "./applies";
import { useHelp } from "./context";
import { helpedBefore } from "./helped";
import type { ScreenProps } from "./tutorial";

/** Here, so that the rest of the tutorial's words need not come with the start. */
const WAYS: Readonly<Record<string, readonly [string, string]>> = {
  en: ["Show me the steps", "Do it by yourself, one question at a time"],
  de: ["Zeigen Sie mir die Schritte", "Selbst ausfüllen, eine Frage nach der anderen"],
};

/** `onAsk`: the customer would rather have a person; what they need is kept for the request. */
export function ShowSteps({ onAsk }: { onAsk: () => void }): JSX.Element | null {
  const { info, words, session } = useHelp();
  const kept = session.kept.read("steps");
  const playbook = useSignal(kept?.playbook ?? "");
  const running = useSignal(kept !== null);
  const screen = useSignal<FunctionComponent<ScreenProps> | null>(null);
  const failed = useSignal(false);
  const run = (): void => {
    running.value = true;
    failed.value = false;
    import("./tutorial").then(
      (part) => (screen.value = part.TutorialScreen),
      () => (failed.value = true),
    );
  };
  useEffect(() => {
    helpedBefore(info); // who only looks in: what is too old to be kept goes all the same
    if (kept !== null) run();
    else void applying(info.site).then(([first = ""]) => (playbook.value = first));
  }, []);
  if (playbook.value === "") return null;
  if (running.value && screen.value !== null) {
    return <screen.value playbook={playbook.value} onAsk={onAsk} onLeave={() => (running.value = false)} />;
  }
  const [show, more] = (WAYS[words.language] ?? WAYS.en) as readonly [string, string];
  return (
    <button type="button" class="way" onClick={run}>
      <Footprints size={24} aria-hidden="true" />
      <b>{show}</b>
      <span role="status">{failed.value ? words.connection.unreachable : more}</span>
    </button>
  );
}
