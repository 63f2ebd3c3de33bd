/**
 * The advice for a text while it is written. It is looked over when the writer pauses and the browser is idle, never at
 * a key: until then what was found before moves along with the words.
 */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Term } from "../../shared/protocol.gen";
import type { Advice } from "./advice";
import { moved } from "./matcher";

/** Milliseconds without a key until the text is looked over. */
const PAUSE = 250;
const NOTHING: Advice = { findings: [], reading: null };

/** What is found in `text`; `glossaries` must stay the same arrays for as long as they say the same. */
export function useAdvice(text: string, glossaries: readonly (readonly Term[])[], language: string): Advice {
  const [read, setRead] = useState<{ text: string; advice: Advice }>({ text: "", advice: NOTHING });
  const reader = useRef<Promise<(text: string) => Advice> | null>(null);
  useEffect(() => {
    reader.current = null;
  }, [...glossaries, glossaries.length, language]);
  useEffect(() => {
    if (text === "") return setRead({ text, advice: NOTHING });
    return afterPause(async (left) => {
      reader.current ??= import("./advice").then((part) => part.reader(glossaries, language));
      const look = await reader.current.catch(() => {
        reader.current = null; // it could not be fetched: tried again at the next pause
      });
      if (look !== undefined && !left()) setRead({ text, advice: look(text) });
    });
  }, [text, ...glossaries, glossaries.length, language]);
  return useMemo(
    () => ({ findings: moved(read.advice.findings, read.text, text), reading: read.advice.reading }),
    [read, text],
  );
}

/** Does it once nobody types and the browser has nothing else to do; returns how to call it off. */
function afterPause(act: (left: () => boolean) => Promise<void>): () => void {
  let gone = false;
  const idle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 0));
  const timer = setTimeout(() => idle(() => void (gone || act(() => gone)), { timeout: 1_000 }), PAUSE);
  return () => {
    gone = true;
    clearTimeout(timer);
  };
}
