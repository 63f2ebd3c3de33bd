/**
 * A card in the conversation: its heading, words, lines and answers to tap. Loaded when the first card comes.
 *
 * A tapped answer is a command like any other; the reply it makes comes back as the customer's own message. The
 * buttons stay where they were, so that nobody's focus is lost.
 */
import { useSignal } from "@preact/signals";
import { Check } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ArticleBody } from "../shared/article";
import { Message } from "../shared/message";
import type { Card, ChatItem } from "../shared/protocol.gen";
import sheet from "./card.css";
import { useHelp } from "./context";
import { adopt } from "./sheets";

/** Pixels, as in chat.tsx. */
const NEAR_END = 80;

export function CardBubble({ item, card }: { item: ChatItem; card: Card }): JSX.Element {
  const { words, root } = useHelp();
  adopt(root, sheet);
  const { title = "", lines = [], choices = [], blocks = [] } = card;
  const heading = `card-${item.id}`;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const card = box.current;
    if (card !== null) queueMicrotask(() => keepEnd(card)); // after the conversation has kept its own end
  }, []);
  const named = title === "" ? { "aria-label": words.card.name } : { "aria-labelledby": heading };
  return (
    <div class={`bubble chat-card`} role="group" ref={box} {...named}>
      {title !== "" && (
        <p id={heading} class="chat-card-title">
          {title}
        </p>
      )}
      {item.parts !== undefined && (
        <p class="chat-card-words">
          <Message parts={item.parts} words={words} />
        </p>
      )}
      {lines.length > 0 && (
        <ol class="chat-card-lines">
          {lines.map((parts, at) => (
            <li key={at}>
              <Message parts={parts} words={words} />
            </li>
          ))}
        </ol>
      )}
      {blocks.length > 0 && <ArticleBody blocks={blocks} level={4} />}
      {choices.length > 0 && <Answers item={item} card={card} />}
    </div>
  );
}

/** The conversation has grown by this card: who was at its end stays there, or at the card's beginning if it is long. */
function keepEnd(card: HTMLElement): void {
  const list = card.closest(".conversation");
  if (list === null) return;
  const behind = list.scrollHeight - list.scrollTop - list.clientHeight;
  if (behind > card.offsetHeight + NEAR_END) return;
  if (card.offsetHeight < list.clientHeight) list.scrollTop = list.scrollHeight;
  else list.scrollTop += top(card.parentElement ?? card) - top(list); // scrollIntoView would move panel and page, too
}

const top = (element: Element): number => element.getBoundingClientRect().top;

function Answers({ item, card: { choices = [], ...card } }: { item: ChatItem; card: Card }): JSX.Element {
  const { session, words } = useHelp();
  const refused = useSignal("");
  const pending = session.connection.value?.pending.value.find(
    ({ command }) => command.do === "card.answer" && command.card === item.id,
  )?.command;
  const sending = pending?.do === "card.answer" ? pending.choice : null;
  const chosen = card.chosen ?? sending;
  const over = chosen !== null || session.view.value?.session.status === "ended";
  const tap = async (choice: number): Promise<void> => {
    if (over) return;
    refused.value = "";
    const answer = await session.send({ do: "card.answer", card: item.id, choice });
    if (!answer.ok) refused.value = answer.says || words.chat.failed;
  };
  return (
    <div class="chat-card-answers">
      {choices.map(({ label }, at) => (
        <button
          key={at}
          type="button"
          class="answer"
          aria-pressed={at === chosen}
          aria-disabled={over}
          onClick={() => void tap(at)}
        >
          {at === chosen && <Check size={20} aria-hidden="true" />}
          {label}
        </button>
      ))}
      {sending !== null && card.chosen === undefined && <p class="delivery">{words.chat.sending}</p>}
      <p class="chat-card-refused" role="alert">
        {refused.value}
      </p>
    </div>
  );
}
