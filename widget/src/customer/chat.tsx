/** The conversation: messages and notices in order, what is on its way, who is writing. */
import { CheckCheck, CircleAlert } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fromBrackets } from "../shared/hidden";
import { Message } from "../shared/message";
import type { Pending } from "../shared/pending";
import type { ChatItem } from "../shared/protocol.gen";
import { useHelp } from "./context";
import { later } from "./later";

/** Pixels from the end within which new messages keep the end in view. */
const NEAR_END = 80;

const CardBubble = later(() => import("./card"), "CardBubble");

export function Conversation({ children }: { children?: ComponentChildren }): JSX.Element {
  const { session, words, attention } = useHelp();
  const items = Object.values(session.view.value?.chat ?? {});
  const pending = unshown(session.connection.value?.pending.value ?? [], items);
  const typing = session.connection.value?.typing.value;
  const lastOwn = items.findLast((item) => item.role === "customer" && !item.notice);
  const box = useStickyEnd(items.length + pending.length, attention.open.value);
  return (
    <div class="conversation" ref={box} tabIndex={0} role="region" aria-label={words.chat.log}>
      <div role="log" aria-label={words.chat.log} class="log">
        {items.map((item, at) =>
          item.notice ? (
            <Notice key={item.id} item={item} />
          ) : (
            <Bubble key={item.id} item={item} follows={follows(item, items[at - 1])} last={item === lastOwn} />
          ),
        )}
        {pending.map((item) => (
          <PendingBubble key={`${item.client}.${item.seq}`} item={item} />
        ))}
      </div>
      {children}
      {typing && typing.role !== "customer" && (
        <p class="typing" role="status">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words.chat.typing(typing.name)}
        </p>
      )}
    </div>
  );
}

function Bubble({ item, follows, last }: { item: ChatItem; follows: boolean; last: boolean }): JSX.Element {
  const { words } = useHelp();
  const mine = item.role === "customer";
  const by = mine ? words.chat.you : (item.name ?? "");
  return (
    <div class={`message ${mine ? "mine" : "theirs"} ${follows ? "follows" : ""}`}>
      <p class="by">
        {by} <time dateTime={new Date(item.at).toISOString()}>{words.time(item.at)}</time>
      </p>
      {item.card ? (
        <CardBubble item={item} card={item.card} />
      ) : (
        <p class="bubble">
          <Message parts={item.parts ?? []} words={words} />
        </p>
      )}
      {mine && last && (
        <p class="delivery">
          <CheckCheck size={14} aria-hidden="true" /> {words.chat.delivered}
        </p>
      )}
    </div>
  );
}

function PendingBubble({ item }: { item: Pending }): JSX.Element {
  const { session, words } = useHelp();
  const failed = item.state === "failed";
  const text = item.command.do === "message.send" ? item.command.text : "";
  const connection = session.connection.value;
  return (
    <div class={`message mine ${failed ? "failed" : "sending"}`}>
      <p class="bubble">
        <Message parts={fromBrackets(text)} words={words} />
      </p>
      {failed ? (
        <p class="delivery" role="alert">
          <b>{words.chat.failed}</b> {item.says}
          <button type="button" class="inline" onClick={() => connection?.retry(item)}>
            {words.chat.retry}
          </button>
          <button type="button" class="inline" onClick={() => connection?.discard(item)}>
            {words.chat.remove}
          </button>
        </p>
      ) : (
        <p class="delivery">{words.chat.sending}</p>
      )}
    </div>
  );
}

function Notice({ item }: { item: ChatItem }): JSX.Element | null {
  const { words } = useHelp();
  const says = words.notices[item.notice ?? ""]?.(item.name ?? "");
  if (says === undefined) return null;
  return (
    <p class={item.notice === "log.gap" ? "notice fault" : "notice"}>
      {item.notice === "log.gap" && <CircleAlert size={16} aria-hidden="true" />} {says}
    </p>
  );
}

/** What is on its way and not yet in the conversation. */
function unshown(pending: readonly Pending[], items: readonly ChatItem[]): readonly Pending[] {
  const shown = new Set(items.map((item) => `${item.client}.${item.seq}`));
  return pending.filter((item) => item.command.do === "message.send" && !shown.has(`${item.client}.${item.seq}`));
}

/** Same person, within five minutes: the name need not be said again. */
function follows(item: ChatItem, before: ChatItem | undefined): boolean {
  return before?.notice === undefined && before?.role === item.role && before.name === item.name
    && item.at - before.at < 300_000;
}

/** Keeps the end in view when something is added, unless the reader has scrolled back; opening shows the end. */
function useStickyEnd(count: number, open: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const wasAtEnd = before.current - element.scrollTop - element.clientHeight < NEAR_END;
    if (wasAtEnd || before.current === 0) element.scrollTop = element.scrollHeight;
    before.current = element.scrollHeight;
  }, [count, open]);
  return box;
}
