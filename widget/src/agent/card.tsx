/**
 * A card as agents see it: in the conversation with the customer's answer, and beside a prompt before it is sent.
 *
 * It draws what it is given, and can press nothing: answers are the customer's. As text, for the message box, a card's
 * lines stand each on a line of its own behind a bullet, so that they can be edited with the words.
 */

import type { JSX } from "preact";
import { Check } from "lucide-preact";

import { ArticleBody } from "../shared/article";
import { Message } from "../shared/message";
import type { CardChoice, CardOffer, ChatItem, SendCard } from "../shared/protocol.gen";
import { messageWords } from "./words";

const KINDS = { agree: "Card: steps to agree", question: "Card: question", article: "Card: article" };

export function CardInChat({ item }: { item: ChatItem }): JSX.Element | null {
  const { card } = item;
  if (!card) return null;
  const { lines = [], choices = [], chosen = null, blocks = [] } = card;
  return (
    <div class="bubble-text card" role="group" aria-label={card.title || KINDS[card.kind]}>
      <p class="card-kind">{KINDS[card.kind]}</p>
      {card.title && <p class="card-title">{card.title}</p>}
      {item.parts && (
        <p class="card-words">
          <Message parts={item.parts} words={messageWords} />
        </p>
      )}
      {lines.length > 0 && (
        <ol>
          {lines.map((parts, at) => (
            <li key={at}>
              <Message parts={parts} words={messageWords} />
            </li>
          ))}
        </ol>
      )}
      {blocks.length > 0 && (
        <details class="card-article">
          <summary>The whole article</summary>
          <ArticleBody blocks={blocks} level={4} />
        </details>
      )}
      {choices.length > 0 && <Choices choices={choices} chosen={chosen} />}
    </div>
  );
}

/** What is sent beside the words of a prompt. */
export function CardPreview({ card: { title, lines = [], choices = [] } }: { card: CardOffer }): JSX.Element {
  return (
    <div class="card-preview" role="group" aria-label="On the card">
      <p class="card-kind">On the card{title && <b> “{title}”</b>}</p>
      {lines.length > 0 && (
        <ol>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      )}
      <Choices choices={choices} chosen={null} preview />
    </div>
  );
}

interface ChoicesProps {
  readonly choices: readonly CardChoice[];
  readonly chosen: number | null;
  readonly preview?: boolean;
}

function Choices({ choices, chosen, preview = false }: ChoicesProps) {
  return (
    <>
      <ul class="card-choices" aria-label="Answers to tap">
        {choices.map(({ label }, at) => (
          <li key={label} class={at === chosen ? "card-chosen" : ""}>
            {at === chosen && <Check size="1em" aria-hidden="true" />}
            {label}
            {at === chosen && <span class="unseen"> (their answer)</span>}
          </li>
        ))}
      </ul>
      {!preview && chosen === null && <p class="card-open">Not answered yet</p>}
    </>
  );
}

const BULLET = "• ";

/** A prompt's words and its card's lines as they are edited. */
export function asText(words: string, { lines = [] }: CardOffer): string {
  return [words, ...lines.map((line) => BULLET + line)].join("\n");
}

/** The card of a text: what stands behind a bullet are its lines. */
export function fromText(text: string, { kind, title = "", choices = [] }: CardOffer, prompt: string): SendCard {
  const rows = text.split("\n").map((row) => row.trim());
  const lines = rows.filter((row) => row.startsWith("•")).map((row) => row.slice(1).trim());
  const words = rows.filter((row) => !row.startsWith("•")).join("\n").trim();
  return { do: "card.send", kind, title, text: words, lines, choices, prompt };
}
