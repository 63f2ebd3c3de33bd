/** How many people can see the chat, or the steps too, while it is more than the helper alone. Fetched only then. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import sheet from "./company.css";
import { useHelp } from "./context";
import { useScreenWords } from "./screen_words";
import { adopt } from "./sheets";

export function Company(): JSX.Element | null {
  const { session, sharing, attention, root } = useHelp();
  const words = useScreenWords().company;
  adopt(root, sheet);
  const { chat = 0, steps = 0 } = session.view.value?.seen ?? {};
  const on = sharing.on.value;
  const says = on && steps > 1 ? words.steps(steps) : words.chat(chat);
  // Put in a moment after its place: what stands in a new status from the start is not read out.
  const [said, say] = useState("");
  useEffect(() => say(says), [says]);
  if (!on && !attention.open.value) return null; // closed: it shows when they open the panel to read or write
  return (
    <span class={on ? "company" : "company alone"} role="status">
      {said}
    </span>
  );
}
