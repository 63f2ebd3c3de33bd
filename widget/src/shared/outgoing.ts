/**
 * Takes the secrets out of what a person wrote, before it leaves their device. The server does it again.
 *
 * It knows which parts of a command are words of a person; where they go is not its affair.
 */
import { inBrackets } from "./hidden";
import type { Command } from "./protocol.gen";
import { redact } from "./redact";

const WRITTEN = new Set(["text", "goal", "difficulty", "comment", "note", "words", "reason", "lines"]);

/** The command as it may be sent: each secret as its kind, `⟦card⟧`. */
export function withoutSecrets<C extends Command>(command: C): C {
  const safe = Object.entries(command).map(([name, value]) => [name, WRITTEN.has(name) ? cleaned(value) : value]);
  return Object.fromEntries(safe) as C;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  return typeof value === "string" ? inBrackets(redact(value)) : value;
}
