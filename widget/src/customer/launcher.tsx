/** The Help button once the panel is loaded: with the number of unread messages and the latest of them beside it. */
import { MessageCircle } from "lucide-preact";
import type { JSX } from "preact";
import { Message } from "../shared/message";
import type { ChatItem } from "../shared/protocol.gen";
import { useHelp } from "./context";
import { openPanel } from "./frame";

export function Launcher(): JSX.Element {
  const help = useHelp();
  const { attention, words } = help;
  const unread = attention.unread.value;
  const open = (): void => openPanel(help);
  const latest = unread.at(-1);
  return (
    <div class="corner" role="complementary" aria-label={words.launcher.name}>
      <div role="status" class="peek-room">
        {latest && (
          <button type="button" class="peek" onClick={open}>
            <Peek item={latest} />
          </button>
        )}
      </div>
      <button type="button" class="launcher" aria-expanded={false} onClick={open}>
        <MessageCircle size={22} aria-hidden="true" />
        {words.launcher.name}
        {unread.length > 0 && (
          <span class="badge">
            <span aria-hidden="true">{unread.length}</span>
            <span class="unseen">{words.launcher.unread(unread.length)}</span>
          </span>
        )}
      </button>
    </div>
  );
}

function Peek({ item }: { item: ChatItem }): JSX.Element {
  const { words } = useHelp();
  if (item.notice) return <>{words.notices[item.notice]?.(item.name ?? "")}</>;
  return (
    <>
      <b>{item.name}</b> <Message parts={item.parts ?? []} words={words} />
    </>
  );
}
