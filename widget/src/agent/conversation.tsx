/**
 * The conversation: messages with their delivery state, notices, who is writing, and the line where the new ones start.
 *
 * It draws items given to it and nothing else, so that a replay can draw them from records.
 */

import { Fragment, type JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { ArrowDown, Check, CircleAlert, Clock } from "lucide-preact";

import type { Pending } from "../shared/connection";
import { Message } from "../shared/message";
import type { ChatItem, SendMessage, Typing } from "../shared/protocol.gen";
import { redact } from "../shared/redact";
import { CardInChat } from "./card";
import { messageWords, noticeText, timeOfDay } from "./words";

interface ConversationProps {
  readonly chat: Readonly<Record<string, ChatItem>>;
  /** The line "New" stands before the customer's message of this number, from 0; -1: nowhere. */
  readonly newFrom?: number;
  /** What stands where nobody has written: an agent is told what to do, who looks on is not. */
  readonly silent?: string;
  readonly typing?: Typing | null;
  readonly pending?: readonly Pending[];
  readonly retry?: (item: Pending) => void;
  readonly discard?: (item: Pending) => void;
}

export function Conversation(props: ConversationProps): JSX.Element {
  const { chat, newFrom = -1, silent = "Nothing has been written yet.", typing = null, pending = [] } = props;
  const items = useMemo(() => Object.values(chat).sort((one, other) => one.at - other.at), [chat]);
  const unsent = pending.filter(isMessage);
  const { place, behind, follow } = useEnd(items.length + unsent.length, typing !== null);
  const delivered = items.findLast((item) => item.parts && item.role !== "customer")?.id;
  return (
    <div class="conversation" ref={place} tabIndex={0} aria-label="Conversation" role="region">
      <div role="log" aria-label="Messages">
        {items.length === 0 && <p class="quiet">{silent}</p>}
        {withNewLine(items, newFrom).map(({ item, isNew }) => (
          <Fragment key={item.id}>
            {isNew && (
              <p class="new-line">
                <span>New</span>
              </p>
            )}
            {item.parts || item.card ? (
              <Bubble item={item} delivered={item.id === delivered && unsent.length === 0} />
            ) : (
              <Notice item={item} />
            )}
          </Fragment>
        ))}
      </div>
      {unsent.map((item) => (
        <Unsent key={`${item.client} ${item.seq}`} item={item} {...props} />
      ))}
      {typing !== null && typing.role === "customer" && <p class="writing">The customer is writing…</p>}
      {behind && (
        <button type="button" class="to-end" onClick={follow}>
          <ArrowDown size="1em" aria-hidden="true" /> Newest
        </button>
      )}
    </div>
  );
}

type PendingMessage = Pending & { readonly command: SendMessage };
const isMessage = (item: Pending): item is PendingMessage => item.command.do === "message.send";

function withNewLine(items: readonly ChatItem[], newFrom: number): { item: ChatItem; isNew: boolean }[] {
  let customers = 0;
  return items.map((item) => {
    const counts = item.role === "customer" && item.parts !== undefined;
    return { item, isNew: counts && customers++ === newFrom };
  });
}

function Bubble({ item, delivered }: { item: ChatItem; delivered: boolean }) {
  const customer = item.role === "customer";
  return (
    <div class={`bubble ${customer ? "from-customer" : "from-agent"}`}>
      {item.card ? (
        <CardInChat item={item} />
      ) : (
        <p class="bubble-text">
          <Message parts={item.parts ?? []} words={messageWords} />
        </p>
      )}
      <p class="bubble-foot">
        <span>{customer ? "Customer" : item.name || "Agent"}</span>
        <time dateTime={new Date(item.at).toISOString()}>{timeOfDay(item.at)}</time>
        {delivered && (
          <span>
            <Check size="1em" aria-hidden="true" /> Delivered
          </span>
        )}
      </p>
    </div>
  );
}

function Notice({ item }: { item: ChatItem }) {
  return (
    <p class="notice">
      {noticeText(item)} <time dateTime={new Date(item.at).toISOString()}>{timeOfDay(item.at)}</time>
    </p>
  );
}

function Unsent({
  item,
  retry,
  discard,
}: { item: PendingMessage } & Pick<ConversationProps, "retry" | "discard">) {
  const failed = item.state === "failed";
  return (
    <div class={`bubble from-agent ${failed ? "failed" : "sending"}`}>
      <p class="bubble-text">
        <Message parts={redact(item.command.text)} words={messageWords} />
      </p>
      {failed ? (
        <p class="bubble-foot" role="alert">
          <span>
            <CircleAlert size="1em" aria-hidden="true" /> Not delivered. {item.says}
          </span>
          <button type="button" onClick={() => retry?.(item)}>
            Try again
          </button>
          <button type="button" onClick={() => discard?.(item)}>
            Remove
          </button>
        </p>
      ) : (
        <p class="bubble-foot">
          <Clock size="1em" aria-hidden="true" /> Sending…
        </p>
      )}
    </div>
  );
}

/** Keeps the end in sight for a reader who is there, and tells one who has scrolled up that there is more. */
function useEnd(length: number, typing: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const atEnd = useRef(true);
  const follow = (): void => {
    if (place.current) place.current.scrollTop = place.current.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = place.current;
    const scrolled = (): void => {
      atEnd.current =
        element === null || element.scrollHeight - element.scrollTop - element.clientHeight < 40;
      if (atEnd.current) setBehind(false);
    };
    const resized = new ResizeObserver(() => atEnd.current && follow()); // the editor grew, say
    element?.addEventListener("scroll", scrolled, { passive: true });
    if (element !== null) resized.observe(element);
    return () => {
      element?.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current) follow();
    else setBehind(true);
  }, [length, typing]);
  return { place, behind, follow };
}
