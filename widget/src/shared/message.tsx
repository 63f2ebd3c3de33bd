/**
 * Renders the parts of a message: text with its web addresses as safe links, and what was removed as a chip.
 *
 * Used by panel, console and transcript alike. It never makes markup from text.
 */
import type { ComponentChildren, JSX } from "preact";
import type { Part } from "./protocol.gen";

export interface MessageWords {
  /** Names what was removed ("card number hidden"). `kind` is a Part's `hidden`: card, iban, ... */
  hidden(kind: string): string;
}

export function Message({ parts, words }: { parts: readonly Part[]; words: MessageWords }): JSX.Element {
  return (
    <>
      {parts.map((part, index) =>
        part.hidden ? (
          <span key={index} class="as-hidden">
            {words.hidden(part.hidden)}
          </span>
        ) : (
          <span key={index}>{linked(part.text ?? "")}</span>
        ),
      )}
    </>
  );
}

/** Only http and https, and only up to the punctuation that ends a sentence or closes a bracket. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/gi;

function linked(text: string): ComponentChildren[] {
  const pieces: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    pieces.push(text.slice(from, match.index), link(match[0]));
    from = match.index + match[0].length;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function link(address: string): ComponentChildren {
  if (!URL.canParse(address)) return address;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {address}
    </a>
  );
}
