/**
 * How a secret that was taken out stands in a text on its way to the server: as its kind in brackets, `⟦card⟧`.
 *
 * So the secret stays on the device, and everybody still sees that something stood there. The server reads it the
 * same way (`privacy/redaction.py`, the cases in `tests/cases/redaction.json`).
 */
import type { Part } from "./protocol.gen";

/** The text that is sent for these parts. */
export function inBrackets(parts: readonly Part[]): string {
  return parts.map(({ text, hidden }) => (hidden ? `⟦${hidden}⟧` : text)).join("");
}

/** The parts of such a text, to be shown before the server has sent it back. */
export function fromBrackets(text: string): Part[] {
  return text.split(/⟦(\w+)⟧/).map((piece, at) => (at % 2 ? { hidden: piece } : { text: piece }));
}
