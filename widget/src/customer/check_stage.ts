/** What the parts of a check's screen share: its words, where the customer is in it, and what they are handed. */
import type { BeginCheck, CheckAsked, CheckMethodOffer } from "../shared/protocol.gen";
import type { Trying } from "./check_trying";
import { useHelp } from "./context";
import { checkWords, type CheckWords } from "./words/checks";

/** Choosing a way, saying who they are first, answering, or thinking better of it. */
export type Stage = "ways" | "begin" | "answer" | "rather_not";

export interface StageProps {
  readonly check: CheckAsked;
  readonly trying: Trying;
  readonly go: (to: Stage, by?: CheckMethodOffer) => void;
}

export function useCheckWords(): CheckWords {
  return checkWords(useHelp().words.language);
}

/** The command that begins a check, or asks for a fresh code. */
export function begun(check: string, { method }: CheckMethodOffer, to = "", account = ""): BeginCheck {
  return { do: "check.begin", check, method, ...(to && { to }), ...(account && { account }) };
}
